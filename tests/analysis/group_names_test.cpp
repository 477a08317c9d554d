#include "analysis/group_names.hpp"

#include <doctest/doctest.h>

#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("a group knows the names of its cuts and places") {
  Scenario scenario = idle_scenario();
  scenario.devices.front().workload.deadline = Seconds{0.5};
  const auto names = group_names(scenario);
  REQUIRE(names.size() == 1);
  CHECK(names[0].group == "sensors");
  CHECK(names[0].cuts == std::vector<std::string>{"input", "a", "b", "c"});
  CHECK(names[0].places == std::vector<std::string>{"device", "edge"});
  CHECK(names[0].deadline == Seconds{0.5});
  CHECK(names[0].knows_energy);
}

TEST_CASE("the names of groups stand in the order of the scenario") {
  Scenario scenario = idle_scenario();
  scenario.devices.push_back(scenario.devices.front());
  scenario.devices.back().name = "loners";
  scenario.devices.back().path.clear();
  scenario.devices.back().hardware.power.compute.reset();
  const auto names = group_names(scenario);
  REQUIRE(names.size() == 2);
  CHECK(names[1].group == "loners");
  CHECK(names[1].places == std::vector<std::string>{"device"});
  CHECK_FALSE(names[1].deadline);
  CHECK_FALSE(names[1].knows_energy);
}

TEST_CASE("the cuts of several hops are joined") {
  const GroupNames names{.cuts = {"input", "a", "b", "c"}};
  CHECK(names.cut({}) == "");
  CHECK(names.cut({2}) == "b");
  CHECK(names.cut({0, 3}) == "input|c");
}

TEST_CASE("a bottleneck that was chosen follows its cut") {
  Scenario scenario = idle_scenario();
  scenario.networks.front().profile.bottlenecks = {{.after = "a", .name = "8bit", .ratio = 0.25},
                                                   {.after = "a", .name = "4bit", .ratio = 0.125}};
  const auto names = group_names(scenario).at(0);
  CHECK(names.cut({1}, {}) == "a");
  CHECK(names.cut({1}, {0}) == "a");
  CHECK(names.cut({1}, {2}) == "a+4bit");
  CHECK(names.cut({1, 2}, {1, 0}) == "a+8bit|b");
}
