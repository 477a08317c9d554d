#include "analysis/trace_tracks.hpp"

#include <doctest/doctest.h>

#include <set>

#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Two groups of devices behind a link of their own, or in two cells; three copies of a server.
Scenario two_groups(Medium medium) {
  Scenario scenario = idle_scenario();
  scenario.links[0].medium = medium;
  scenario.links[0].cells = medium == Medium::shared ? 2 : 1;
  scenario.servers[0].count = 3;
  scenario.devices.push_back(scenario.devices[0]);
  scenario.devices[0].count = 2;
  scenario.devices[1].name = "cameras";
  scenario.devices[1].count = 5;
  return scenario;
}

std::string name_of(const Scenario& scenario, std::uint32_t group, std::uint32_t device, Phase phase,
                    std::size_t hop, std::uint16_t copy = as_dealt_out) {
  const TraceTracks tracks(scenario);
  RequestRecord record{.group = group, .device = device};
  record.decision.copy = copy;
  return tracks.name(tracks.of(record, {.phase = phase, .hop = hop}));
}

std::string counter_of(const Scenario& scenario, std::uint32_t group, Phase phase) {
  const TraceTracks tracks(scenario);
  const std::size_t counter = tracks.counter_of({.group = group}, {.phase = phase, .hop = 1});
  return counter == TraceTracks::not_counted ? "" : tracks.counter_name(counter);
}

}  // namespace

TEST_CASE("each part of a request lies on the track of its place") {
  const Scenario shared = two_groups(Medium::shared);
  CHECK(name_of(shared, 0, 1, Phase::head, 0) == "sensors 1");
  CHECK(name_of(shared, 1, 4, Phase::device_wait, 0) == "cameras 4: wait for the device");
  CHECK(name_of(shared, 1, 0, Phase::send_wait, 1) == "cameras 0: wait for the radio");
  CHECK(name_of(shared, 1, 0, Phase::send_wait, 2) == "edge 0: wait to be handed over");
  CHECK(name_of(shared, 1, 3, Phase::way_back, 0) == "cameras 3: way back");
  CHECK(name_of(shared, 1, 3, Phase::later_changes, 0) == "cameras 3: way back");
  CHECK(name_of(shared, 0, 1, Phase::air, 1) == "air up, cell 1");
  CHECK(name_of(shared, 1, 4, Phase::link_latency, 1) == "air up, cell 0: latency");
  CHECK(name_of(shared, 1, 4, Phase::server_wait, 1) == "edge 1: wait");
  CHECK(name_of(shared, 1, 4, Phase::service, 1) == "edge 1");
}

TEST_CASE(
    "a device has its own medium of a link that is not shared, and a copy of a server that was chosen") {
  const Scenario own = two_groups(Medium::own);
  CHECK(name_of(own, 0, 1, Phase::air, 1) == "air up, sensors 1");
  CHECK(name_of(own, 1, 4, Phase::air, 1) == "air up, cameras 4");
  CHECK(name_of(own, 1, 4, Phase::service, 1, 2) == "edge 2");
}

TEST_CASE("what there is one of has no number") {
  const Scenario scenario = idle_scenario();
  CHECK(name_of(scenario, 0, 0, Phase::head, 0) == "sensors");
  CHECK(name_of(scenario, 0, 0, Phase::service, 1) == "edge");
}

TEST_CASE("every track has a name of its own") {
  for (const Medium medium : {Medium::own, Medium::shared}) {
    const Scenario scenario = two_groups(medium);
    const TraceTracks tracks(scenario);
    std::set<std::string> names;
    for (std::uint64_t track = 0; track < tracks.count(); ++track) {
      CHECK(names.insert(tracks.name(track)).second);
    }
    CHECK(tracks.count() == 7 * 4 + (medium == Medium::own ? 7 : 2) * 2 + 3 * 3);
  }
}

TEST_CASE("what waits for devices and servers, is in the air or is served is counted") {
  const Scenario scenario = two_groups(Medium::shared);
  CHECK(counter_of(scenario, 1, Phase::device_wait) == "cameras: waiting for their devices");
  CHECK(counter_of(scenario, 0, Phase::air) == "air up: in the air");
  CHECK(counter_of(scenario, 0, Phase::server_wait) == "edge: waiting");
  CHECK(counter_of(scenario, 0, Phase::service) == "edge: in service");
  CHECK(counter_of(scenario, 0, Phase::way_back) == "");
  CHECK(TraceTracks(scenario).counters() == 2 + 1 + 2);
}
