#include "scenarios/sweep/run_command_line.hpp"

#include <doctest/doctest.h>

#include "scenarios/sweep/shell_words.hpp"
#include "tests/scenarios/sweep/study_place.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("the command line of a run has every change, its policy, seed, replication and tables") {
  const StudyPlace place;
  const Zoo zoo = Zoo::of_this_program();
  const StudyScenarios scenarios(
      place.study("set: {seed: 3, links.wifi.latency: 2 ms}\n"
                  "axes:\n"
                  "  path: {key: devices.phones.path, values: [[wifi, edge]]}\n"
                  "  policy: {policies: [alone, server_only, {name: fixed_cut, cut: \"it's\"}]}\n"
                  "tables: [requests, learned]\n"),
      zoo);
  const auto line = [&](std::size_t row, const std::string& policy) {
    return run_command_line(scenarios, {.number = 1, .row = row, .policy = policy, .seed = 3, .run = 4},
                            "out dir");
  };
  const std::string begin =
      "splitscape run " + shell_word(place.path("base.yaml")) +
      " --set 'links.wifi.latency=2 ms' --set 'devices.phones.path=[\"wifi\",\"edge\"]'";
  const std::string end = " --seed 3 --run 4 --requests --learned --out 'out dir'";
  CHECK(line(0, "alone") == begin + R"( --set 'policy=[{"name":"device_only","label":"alone"}]')" + end);
  CHECK(line(1, "server_only") == begin + " --policy server_only" + end);
  CHECK(line(2, "fixed_cut") == begin + R"( --set 'policy=[{"name":"fixed_cut","cut":"it'\''s"}]')" + end);
}
