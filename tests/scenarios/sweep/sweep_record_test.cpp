#include "scenarios/sweep/sweep_record.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "scenarios/runs/user_error.hpp"
#include "tests/scenarios/sweep/study_place.hpp"
#include "tests/support/program.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("what a sweep was asked for reads back as the same runs of the same scenarios") {
  const StudyPlace place;
  const Zoo zoo = Zoo::of_this_program();
  const StudyScenarios scenarios(
      place.study("name: 'rates: \"all\"'\n"
                  "axes: {up: {key: links.wifi.up, from: 0.10 Mbps, to: 30 Mbps, points: 3, scale: log},"
                  " n: {key: devices.phones.count, values: [\"1\", 1e1]}}\n"),
      zoo);
  SweepPlan plan = plan_sweep(scenarios);
  const SweepRecord record{scenarios.study(), plan.runs, plan.inputs};
  const std::string text = text_of(record);
  place.write("study.json", text);
  CHECK(is_sweep(place.path("")));
  const SweepRecord read = read_sweep_record(place.path(""));
  CHECK(text_of(read) == text);
  CHECK(read.study.name == "rates: \"all\"");
  const StudyScenarios again(read.study, zoo);
  const SweepPlan replanned = plan_sweep(again);
  REQUIRE(replanned.runs.size() == plan.runs.size());
  for (std::size_t i = 0; i < plan.runs.size(); ++i) CHECK(replanned.runs[i].id == plan.runs[i].id);

  const auto json = nlohmann::json::parse(text);
  CHECK(json.at("format") == "splitscape study 1");
  const auto& run = json.at("runs").at(5);
  CHECK(run.at("number") == 6);
  CHECK(run.at("point") == 2);
  CHECK(run.at("axes") == nlohmann::json{{"up", plan.runs[5].axes[0]}, {"n", "1"}});
  CHECK(run.at("policy") == "alone");
  CHECK(run.at("seed") == 1);
  CHECK(run.at("run") == 0);
}

TEST_CASE("a directory without a record, and a file that is none, are refused") {
  const StudyPlace place;
  const std::string directory = place.path("gone");
  CHECK_THROWS_WITH_AS(
      (void)read_sweep_record(directory),
      (directory + ": there is no study.json here; splitscape sweep STUDY --out " + directory + " makes one")
          .c_str(),
      UserError);
  const std::string here = place.path("").substr(0, place.path("").size() - 1);
  for (const char* text :
       {"{", "{}", R"({"format":"splitscape study 1"})", R"({"format":"splitscape study 2"})"}) {
    place.write("study.json", text);
    CHECK_THROWS_WITH_AS(
        (void)read_sweep_record(here),
        (here + "/study.json: this is not what a sweep leaves ('splitscape study 1')").c_str(), UserError);
  }
}
