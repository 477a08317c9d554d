#include "sim/measurement.hpp"

#include <doctest/doctest.h>

#include "sim/simulate.hpp"
#include "tests/sim/kept.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A device that is asked at .5, 1.5, 2.5 s, ... and computes for .6 s at 3 W, else idles at 1 W.
Scenario busy_half() {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  scenario.devices.front().workload.arrivals = PeriodicArrivals{.period = {1}, .phase = Seconds{0.5}};
  return scenario;
}

RunReport run(const Scenario& scenario) {
  Kept nobody;
  return simulate(scenario, {.name = "device_only"}, nobody);
}

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-9);
}

}  // namespace

TEST_CASE("a duration is measured in twenty equal parts") {
  Scenario scenario = busy_half();
  scenario.duration = Seconds{20};
  const RunReport report = run(scenario);
  REQUIRE(report.windows.size() == 20);
  for (std::size_t i = 0; i < 20; ++i) {
    const Window& window = report.windows[i];
    CHECK(same(window.from.value, static_cast<double>(i)));
    CHECK(same(window.until.value, static_cast<double>(i + 1)));
    REQUIRE(window.groups.size() == 1);
    CHECK(window.groups[0].arrived == 1);
    CHECK(window.groups[0].completed == (i == 0 ? 0 : 1));
    // The end of the request before, idling, the begin of the next.
    CHECK(same(window.groups[0].energy.value, i == 0 ? 0.5 + 1.5 : 0.3 + 0.4 + 1.5));
  }
}

TEST_CASE("measuring begins after the warm-up with what is in flight then") {
  Scenario scenario = busy_half();
  scenario.duration = Seconds{20};
  scenario.warmup = {5};
  const RunReport report = run(scenario);
  REQUIRE(report.windows.size() == 20);
  CHECK(same(report.windows.front().from.value, 5));
  CHECK(same(report.windows.front().until.value, 5.75));
  CHECK(same(report.windows.back().until.value, 20));
  const GroupReport& group = report.groups.front();
  CHECK(group.arrived == 20);
  CHECK(group.in_flight_after_warmup == 1);  // the one of 4.5 s
  CHECK(group.in_flight_at_end == 1);        // the one of 19.5 s
  // Fifteen seconds of 2.2 J and the last .1 s of the run at 3 W.
  CHECK(same(group.energy_after_warmup.value, 15 * 2.2 + 0.3));
}

TEST_CASE("a number of requests is measured in parts of equal numbers of arrivals") {
  Scenario scenario = busy_half();
  scenario.requests = 40;
  const RunReport report = run(scenario);
  REQUIRE(report.windows.size() == 20);
  double last = 0;
  for (std::size_t i = 0; i < 20; ++i) {
    const Window& window = report.windows[i];
    CHECK(same(window.from.value, last));
    last = 2 * static_cast<double>(i) + 1.5;  // the second arrival of the part
    CHECK(same(window.until.value, last));
    CHECK(window.groups[0].arrived == 2);
  }
}

TEST_CASE("fewer requests than parts are measured one by one") {
  Scenario scenario = busy_half();
  scenario.requests = 3;
  const RunReport report = run(scenario);
  REQUIRE(report.windows.size() == 3);
  for (const Window& window : report.windows) CHECK(window.groups[0].arrived == 1);
}

TEST_CASE("no part is measured after the end of arrivals") {
  // Arrivals end with the third request at 2.5 s, in the first of the parts of 5 s; the answers take until 30
  // s.
  Scenario scenario = busy_half();
  scenario.requests = 3;
  scenario.duration = Seconds{100};
  scenario.devices.front().hardware.rate = Figure<MacRate>{{6e5}};  // 10 s a request
  const RunReport report = run(scenario);
  CHECK(same(report.arrivals_end.value, 2.5));
  CHECK(same(report.end.value, 30.5));
  REQUIRE_FALSE(report.windows.empty());
  CHECK(same(report.windows.back().until.value, 2.5));
}

TEST_CASE("a part of no length is left out") {
  Scenario scenario = busy_half();
  scenario.devices.front().workload.arrivals = TimestampArrivals{{{1}, {1}, {1}, {2}}};
  const RunReport report = run(scenario);
  for (const Window& window : report.windows) CHECK(window.until > window.from);
  std::uint64_t arrived = 0;
  for (const Window& window : report.windows) arrived += window.groups[0].arrived;
  CHECK(arrived == 4);
}

TEST_CASE("the groups are measured each for itself") {
  Scenario scenario = busy_half();
  scenario.duration = Seconds{20};
  scenario.devices.push_back(scenario.devices.front());
  scenario.devices.back().name = "others";
  scenario.devices.back().count = 3;
  const RunReport report = run(scenario);
  REQUIRE(report.groups.size() == 2);
  CHECK(report.groups[0].name == "sensors");
  CHECK(report.groups[1].name == "others");
  CHECK(report.groups[1].devices == 3);
  CHECK(report.groups[0].arrived == 20);
  CHECK(report.groups[1].arrived == 60);
  CHECK(report.groups[1].in_flight_at_end == 3);
  CHECK(report.windows[4].groups[0].arrived == 1);
  CHECK(report.windows[4].groups[1].arrived == 3);
  CHECK(same(report.windows[4].groups[1].energy.value, 3 * 2.2));
}

TEST_CASE("a warm-up that outlasts the requests leaves nothing measured") {
  Scenario scenario = busy_half();
  scenario.requests = 3;
  scenario.warmup = {100};
  const RunReport report = run(scenario);
  CHECK(report.windows.empty());
  CHECK(report.groups.front().arrived == 3);
}

TEST_CASE("a group says whether its powers are known") {
  Scenario scenario = busy_half();
  scenario.requests = 1;
  scenario.devices.front().hardware.power.idle.reset();
  const RunReport report = run(scenario);
  CHECK(report.groups.front().knows_request_energy);
  CHECK_FALSE(report.groups.front().knows_power);
}
