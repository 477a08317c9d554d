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

TEST_CASE("a group with several paths has names for them and for their places") {
  Scenario scenario = idle_scenario();
  scenario.servers.push_back({.name = "cloud", .hardware = fast_server()});
  scenario.devices.front().routes = {{.name = "near", .path = {"air", "edge"}},
                                     {.name = "far", .path = {"air", "cloud"}}};
  const auto names = group_names(scenario);
  CHECK(names[0].route({.route = 1}) == "far");
  CHECK(names[0].place({.route = 0}, 1) == "edge");
  CHECK(names[0].place({.route = 1}, 1) == "cloud");
  CHECK(names[0].place({.route = 1}, 0) == "device");
  CHECK(group_names(idle_scenario())[0].route({}) == "");
  CHECK(group_names(idle_scenario())[0].place({}, 1) == "edge");
}
