#include "scenarios/loader/study_file.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "scenarios/loader/yaml_document.hpp"
#include "tests/scenarios/loader/refusal.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Study study(const std::string& yaml) {
  return study_of(parse_document("scenario: ../base.yaml\n" + yaml, "deep/s.yaml"), "deep/s.yaml", "deep");
}

std::string refusal_of(const std::string& yaml) {
  return refusal([&] { (void)study(yaml); });
}

}  // namespace

TEST_CASE("study file: what is left out is as the defaults say") {
  const Study read = study("");
  CHECK(read.name == "s");
  CHECK(read.scenario == "base.yaml");
  CHECK(read.scenario_position.text() == "deep/s.yaml:1:11");
  CHECK(read.axes.empty());
  CHECK(read.changes.empty());
  CHECK(read.seeds.empty());
  CHECK(read.replications == 1);
  CHECK_FALSE(read.requests);
  CHECK_FALSE(read.learned);
  CHECK_FALSE(read.design);
  CHECK(read.policies() == nullptr);
}

TEST_CASE("study file: everything said is read") {
  const Study read = study(
      "name: all\n"
      "set: {duration: 1 min, links.wifi: {up: 1 Mbps}}\n"
      "axes:\n"
      "  up: {key: links.wifi.down, from: 1 Mbps, to: 3 Mbps, step: 1 Mbps}\n"
      "  rule: {policies: [server_only]}\n"
      "seeds: [3, 5]\n"
      "replications: 4\n"
      "tables: [learned, requests]\n");
  CHECK(read.name == "all");
  REQUIRE(read.changes.size() == 2);
  CHECK(read.changes[0].key == "duration");
  CHECK(read.changes[0].position.text() == "deep/s.yaml:3:7");
  REQUIRE(read.axes.size() == 2);
  CHECK(read.axes[0].points.size() == 3);
  CHECK(read.policies() == &read.axes[1]);
  CHECK(read.seeds == std::vector<std::uint64_t>{3, 5});
  CHECK(read.replications == 4);
  CHECK(read.requests);
  CHECK(read.learned);
}

TEST_CASE("study file: a design says its kind, its size and how it is drawn") {
  const std::string axes = "axes: {a: {key: k, from: 1, to: 2}}\n";
  const auto morris = study(axes + "design: {morris: 10, levels: 6, seed: 3}\n").design;
  REQUIRE(morris);
  CHECK(morris->method == StudyDesign::Method::morris);
  CHECK(morris->count == 10);
  CHECK(morris->levels == 6);
  CHECK(morris->seed == 3);
  const auto sobol = study(axes + "design: {sobol: 64}\n").design;
  REQUIRE(sobol);
  CHECK(sobol->method == StudyDesign::Method::sobol);
  CHECK(sobol->count == 64);
  CHECK(refusal_of("design: {sobol: 64}\n") == "deep/s.yaml:2:9: a design needs axes that it can vary");
  CHECK(refusal_of(axes + "design: {morris: 1, levels: 3}\n") ==
        "deep/s.yaml:3:29: expected an even number of levels, found '3'");
  CHECK(refusal_of(axes + "design: {sobl: 64}\n") ==
        "deep/s.yaml:3:10: unknown key 'sobl' in design; did you mean 'sobol'?");
}

TEST_CASE("study file: parts that do not fit together are refused at their place") {
  CHECK(refusal_of("axis: {}\n") == "deep/s.yaml:2:1: unknown key 'axis' in a study; did you mean 'axes'?");
  CHECK(refusal([] { (void)study_of(parse_document("name: x\n", "s"), "s", ""); }) ==
        "s:1:1: a study needs the key 'scenario' (path)");
  CHECK(refusal([] { (void)study_of(parse_document("[1]\n", "s"), "s", ""); }) ==
        "s:1:1: expected a table with the keys of a study, found a list");
  CHECK(refusal_of("set: {run: 1}\n") ==
        "deep/s.yaml:2:7: 'run' is not set: the study's 'replications' counts it");
  CHECK(refusal_of("set: [1]\n") ==
        "deep/s.yaml:2:6: expected a table of keys of the scenario, each with its value, found a list");
  CHECK(refusal_of("set: {seed: 1}\nseeds: [2]\n") == "deep/s.yaml:2:7: 'seeds' says which seeds there are");
  CHECK(refusal_of("seeds: []\n") == "deep/s.yaml:2:8: a study needs a seed");
  CHECK(refusal_of("seeds: [1, 2, 1]\n") == "deep/s.yaml:2:8: the seed 1 stands here twice");
  CHECK(refusal_of("tables: [request]\n") ==
        "deep/s.yaml:2:10: 'request' is not known here; did you mean 'requests'?");
  CHECK(refusal_of("axes: {a: {policies: [x]}, b: {policies: [y]}}\n") ==
        "deep/s.yaml:2:28: the axis 'a' lists policies already: a run has one");
  CHECK(refusal_of("axes: {a: {key: k, values: [1]}, b: {zip: {l: [1], k: [1]}}}\n") ==
        "deep/s.yaml:2:52: the axis 'a' changes 'k' already");
  CHECK(refusal_of("set: {k: 1}\naxes: {a: {key: k, values: [1]}}\n") ==
        "deep/s.yaml:3:17: 'set' changes 'k' already");
  CHECK(refusal_of("axes: {a: {key: k, from: 1, to: 2}}\n") ==
        "deep/s.yaml:2:8: the range 'a' needs 'step' or 'points'");
  CHECK(refusal_of("axes: {a: {key: k, from: 1, to: 2, points: 3000}}\nreplications: 1000\n") ==
        "deep/s.yaml:1:1: the study has 3000000 runs; 1000000 are the most");
  CHECK(refusal_of("axes: {a: {key: k, from: 1, to: 2}}\ndesign: {sobol: 500000}\n") ==
        "deep/s.yaml:1:1: the study has 1500000 runs; 1000000 are the most");
}

TEST_CASE("study file: schema and documentation list the same keys") {
  const auto schema = nlohmann::json::parse(study_schema());
  const auto keys = study_docs().front().keys;
  for (const KeyDoc& key : keys) CHECK(schema.at("properties").contains(key.key));
  CHECK(schema.at("properties").size() == keys.size());
  CHECK(schema.at("required") == nlohmann::json{"scenario"});
}
