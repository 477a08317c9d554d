#include "scenarios/sweep/sweep_plan.hpp"

#include <doctest/doctest.h>

#include <set>

#include "scenarios/loader/document_json.hpp"
#include "scenarios/runs/user_error.hpp"
#include "tests/scenarios/sweep/study_place.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

SweepPlan plan(const StudyPlace& place, const std::string& yaml) {
  const Zoo zoo = Zoo::of_this_program();
  return plan_sweep(StudyScenarios(place.study(yaml), zoo));
}

/// The message of what is refused, without the directory of the study.
std::string refusal(const StudyPlace& place, const std::string& yaml) {
  try {
    (void)plan(place, yaml);
  } catch (const std::runtime_error& error) {
    std::string text = error.what();
    for (auto at = text.find(place.path("")); at != std::string::npos; at = text.find(place.path("")))
      text.erase(at, place.path("").size());
    return text;
  }
  return "";
}

std::set<std::string> ids(const SweepPlan& made) {
  std::set<std::string> all;
  for (const SweepRun& run : made.runs) all.insert(run.id);
  return all;
}

}  // namespace

TEST_CASE("runs of a study go over axes, policies, seeds and replications in this order") {
  const StudyPlace place;
  const SweepPlan made = plan(
      place, "axes: {up: {key: links.wifi.up, values: [1 Mbps, 2 Mbps]}}\nseeds: [7, 8]\nreplications: 2\n");
  REQUIRE(made.runs.size() == 16);
  CHECK(ids(made).size() == 16);
  std::vector<std::string> told;
  for (const SweepRun& run : made.runs) {
    CHECK(run.number == told.size() + 1);
    CHECK(run.id.size() == 16);
    told.push_back(run.axes[0] + " " + run.policy + " " + std::to_string(run.seed) + " " +
                   std::to_string(run.run));
  }
  CHECK(told[0] == "1 Mbps server_only 7 0");
  CHECK(told[1] == "1 Mbps server_only 7 1");
  CHECK(told[2] == "1 Mbps server_only 8 0");
  CHECK(told[4] == "1 Mbps alone 7 0");
  CHECK(told[8] == "2 Mbps server_only 7 0");
  CHECK(told[15] == "2 Mbps alone 8 1");
}

TEST_CASE("without seeds a run has the scenario's, and replications count from 0 whatever it says") {
  const StudyPlace place;
  const SweepPlan made = plan(place, "set: {seed: 5, policy: server_only}\n");
  REQUIRE(made.runs.size() == 1);
  CHECK(made.runs[0].seed == 5);
  CHECK(made.runs[0].run == 0);
}

TEST_CASE("policies of an axis take the place of the scenario's, whose parameters a name brings along") {
  const StudyPlace place;
  place.write("base.yaml", std::string(R"(
requests: 5
networks: {net: {profile: b-alexnet}}
devices: {a: {hardware: raspberry-pi-3, network: net, path: [wifi, edge], arrivals: {poisson: 1 /s}}}
links: {wifi: {up: 10 Mbps}}
servers: {edge: {hardware: cloud-8core}}
policy: [{name: fixed_cut, label: mine, cut: conv1}, server_only]
)"));
  const Zoo zoo = Zoo::of_this_program();
  const StudyScenarios scenarios(place.study("axes: {policy: {policies: [mine, device_only]}}\n"), zoo);
  const SweepPlan made = plan_sweep(scenarios);
  REQUIRE(made.runs.size() == 2);
  CHECK(made.runs[0].policy == "mine");
  CHECK(made.runs[1].policy == "device_only");
  const LoadedScenario loaded = scenarios.load(made.runs[0].scenario());
  CHECK(to_json(*loaded.document.find("policy")) == R"([{"name":"fixed_cut","label":"mine","cut":"conv1"}])");
  // A key of the policy may be varied, too, whichever axis comes first.
  const StudyScenarios cuts(place.study("axes: {cut: {key: policy.cut, values: [conv1, input]}, rule: "
                                        "{policies: [{name: fixed_cut, cut: x}]}}\n"),
                            zoo);
  CHECK(to_json(*cuts.document(0).find("policy")) == R"({"name":"fixed_cut","cut":"conv1"})");
}

TEST_CASE("a run's id changes with everything that its results depend on and with nothing else") {
  const StudyPlace place;
  const std::string axes = "axes: {up: {key: links.wifi.up, values: [1 Mbps]}}\n";
  place.write("rates.csv", "0,1\n10,2\n");
  const auto before = ids(plan(place, axes));
  CHECK(ids(plan(place, "name: other\n" + axes)) == before);
  CHECK(ids(plan(place, "axes: {rate: {key: links.wifi.up, values: [1 Mbps, 2 Mbps]}}\n")).size() ==
        2 * before.size());
  for (const std::string& id : before)
    CHECK(ids(plan(place, "axes: {rate: {key: links.wifi.up, values: [1 Mbps, 2 Mbps]}}\n")).contains(id));
  for (const std::string other :
       {"seeds: [2]\n", "set: {requests: 21}\n", "tables: [requests]\n", "tables: [learned]\n"}) {
    for (const std::string& id : ids(plan(place, axes + other))) CHECK_FALSE(before.contains(id));
  }
  const std::string traced = "axes: {up: {key: links.wifi.up, values: [{trace: rates.csv}]}}\n";
  const auto first = ids(plan(place, traced));
  CHECK(ids(plan(place, traced)) == first);
  place.write("rates.csv", "0,1\n10,3\n");
  for (const std::string& id : ids(plan(place, traced))) CHECK_FALSE(first.contains(id));
}

TEST_CASE("a plan lists the base scenario and every file that some run reads") {
  const StudyPlace place;
  place.write("rates.csv", "0,1\n10,2\n");
  const SweepPlan made =
      plan(place, "axes: {up: {key: links.wifi.up, values: [1 Mbps, {trace: rates.csv}]}}\n");
  std::vector<std::string> paths;
  for (const InputFile& input : made.inputs) paths.push_back(input.path);
  CHECK(paths == std::vector<std::string>{"base.yaml", "zoo:networks/b-alexnet.yaml",
                                          "zoo:hardware/cloud-8core.yaml", "zoo:hardware/raspberry-pi-3.yaml",
                                          "rates.csv"});
}

TEST_CASE("a study whose scenarios cannot be run is refused at the place of the study and with the run") {
  const StudyPlace place;
  CHECK(refusal(place, "axes: {a: {key: links.wfi.up, values: [1 Mbps]}}\n") ==
        "study.yaml:2:17: 'links.wfi.up': the scenario has no link 'wfi'; did you mean 'wifi'?");
  CHECK(
      refusal(place, "axes: {a: {key: devices.phone.count, values: [1]}}\n") ==
      "study.yaml:2:17: 'devices.phone.count': the scenario has no devices 'phone'; did you mean 'phones'?");
  CHECK(refusal(place, "axes: {a: {key: links.wifi.upp, values: [1 Mbps]}}\n") ==
        "study.yaml:2:17: unknown key 'upp' in a link; did you mean 'up'?\n"
        "  in the run with a = 1 Mbps, policy = server_only");
  CHECK(refusal(place, "set: {link.wifi.up: 1 Mbps}\n") ==
        "study.yaml:2:7: unknown key 'link' in a scenario; did you mean 'links'?\n"
        "  in the run with policy = server_only");
  CHECK(refusal(place, "axes: {a: {key: links.wifi.up.trace, values: [1]}}\n") ==
        "study.yaml:2:17: there is no key 'trace' inside '10 Mbps'");
  CHECK(refusal(place, "axes: {a: {key: devices.phones.count, values: [2, 0]}}\n")
            .starts_with("study.yaml:2:51: expected a whole number from 1"));
  CHECK(refusal(place, "axes: {a: {policies: [server_onl]}}\n") ==
        "study.yaml:2:23: 'server_onl' is not known here; did you mean 'server_only'?\n"
        "  in the run with a = server_onl");
  CHECK(refusal(place, "axes: {a: {key: devices.phones.path, values: [[wifi, edge, edge]]}}\n")
            .find("in the run with a = [\"wifi\",\"edge\",\"edge\"], policy = server_only") !=
        std::string::npos);
  CHECK(refusal(place, "set: {policy: [server_only, server_only]}\n") ==
        "study.yaml:2:29: two policies are called 'server_only': give one of them a 'label'\n"
        "  in the run with policy = server_only");
  CHECK(refusal(place, "name: x\nset: {policy: }\n").find("policy") != std::string::npos);
  const Zoo zoo = Zoo::of_this_program();
  const std::string study = place.write("lost.yaml", "scenario: nowhere.yaml\n");
  CHECK_THROWS_WITH_AS(
      StudyScenarios(load_study(study), zoo),
      (study + ":1:11: " + place.path("nowhere.yaml") + ": cannot read the file: No such file or directory")
          .c_str(),
      InputError);
  place.write("base.yaml", "requests: 1\n");
  CHECK(refusal(place, "") ==
        "base.yaml:1:1: a scenario needs the key 'policy', or its study an axis with 'policies'");
}
