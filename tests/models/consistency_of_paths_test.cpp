// What paths can contradict (models/consistency.hpp); the rest of a description is in consistency_test.cpp.
#include "models/consistency.hpp"

#include <doctest/doctest.h>

#include "tests/models/contradictions_in.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("a path ends with a server") {
  Scenario scenario = idle_scenario();
  scenario.devices[0].path = {"air"};
  CHECK(contradictions_in(scenario) ==
        "devices.sensors.path: a path goes link, server, link, server, ... and ends with a server");
}

TEST_CASE("the odd places of a path are links") {
  Scenario scenario = idle_scenario();
  scenario.devices[0].path[0] = "aix";
  CHECK(contradictions_in(scenario) ==
        "devices.sensors.path.0: place 1 of a path is a link; there is no link 'aix'; did you mean 'air'?");
}

TEST_CASE("the even places of a path are servers") {
  Scenario scenario = two_hops();
  scenario.devices[0].path[3] = "fibre";
  CHECK(contradictions_in(scenario) ==
        "devices.sensors.path.3: place 4 of a path is a server; there is no server 'fibre'; "
        "one of: edge, cloud");
}

TEST_CASE("a path passes no place twice") {
  Scenario scenario = two_hops();
  scenario.devices[0].path[3] = "edge";
  CHECK(contradictions_in(scenario) == "devices.sensors.path.3: the path passes 'edge' twice");
}

TEST_CASE("a radio belongs on the first hop") {
  Scenario scenario = two_hops();
  scenario.links[1].radio = plain_radio();
  CHECK(contradictions_in(scenario) ==
        "devices.sensors.path.2: link 'fibre' has a radio, which belongs on the first hop of a path");
}

// ---- several paths

namespace {

/// The small world with a path to the edge and one to the cloud.
Scenario two_routes() {
  Scenario scenario = two_hops();
  Deployment& devices = scenario.devices[0];
  devices.routes = {{.name = "near", .path = {"air", "edge"}},
                    {.name = "far", .path = {"air", "edge", "fibre", "cloud"}}};
  devices.path = devices.routes.front().path;
  return scenario;
}

}  // namespace

TEST_CASE("several paths are each a path") {
  Scenario scenario = two_routes();
  CHECK(contradictions_in(scenario) == "");
  scenario.devices[0].routes[1].path[3] = "claud";
  CHECK(contradictions_in(scenario) ==
        "devices.sensors.paths.far.3: place 4 of a path is a server; there is no server 'claud'; "
        "did you mean 'cloud'?");
  scenario.devices[0].routes[1].path.clear();
  CHECK(contradictions_in(scenario) ==
        "devices.sensors.paths.far: path 'far' leads nowhere: a device can compute alone on any path");
}

TEST_CASE("all paths of a group begin with one link") {
  Scenario scenario = two_routes();
  scenario.devices[0].routes[1].path = {"fibre", "cloud"};
  CHECK(contradictions_in(scenario) ==
        "devices.sensors.paths.far.0: all paths begin with the link of the device's radio: "
        "path 'near' with 'air', path 'far' with 'fibre'");
}

TEST_CASE("paths have names of their own, the first is the path, and there are not too many") {
  Scenario scenario = two_routes();
  scenario.devices[0].routes[1].name = "near";
  CHECK(contradictions_in(scenario) == "devices.sensors.paths.near: the name 'near' is taken twice");
  scenario = two_routes();
  scenario.devices[0].path = {"air", "cloud"};
  CHECK(contradictions_in(scenario) ==
        "devices.sensors.path: the path of a group with several must be the first of them");
  scenario = two_routes();
  for (int i = 0; i < 255; ++i) {
    scenario.devices[0].routes.push_back({.name = std::to_string(i), .path = {"air", "edge"}});
  }
  CHECK(contradictions_in(scenario) == "devices.sensors.paths: a group can have 256 paths; this has 257");
}

TEST_CASE("a network must fit the memories along each of several paths") {
  Scenario scenario = two_routes();
  limit_memory(scenario.devices[0].hardware, 0);
  limit_memory(scenario.servers[0].hardware, 0);
  const std::string found = contradictions_in(scenario);
  CHECK(found.find("and no cut along the path 'near' helps") != std::string::npos);
  CHECK(found.find("'far'") == std::string::npos);
}
