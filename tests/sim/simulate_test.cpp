#include "sim/simulate.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "tests/sim/kept.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const PolicyChoice device_only{.name = "device_only"};

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-9);
}

/// Whether a simulation ends, in a process of its own that may compute for ten seconds. One that does not end
/// would keep the tests from ending.
bool ends(const Scenario& scenario, const PolicyChoice& policy) {
  std::fflush(nullptr);
  const pid_t process = fork();
  REQUIRE(process >= 0);
  if (process == 0) {
    const rlimit limit{.rlim_cur = 10, .rlim_max = 10};
    setrlimit(RLIMIT_CPU, &limit);
    Kept nobody;
    simulate(scenario, policy, nobody);
    _exit(0);
  }
  int status = 0;
  waitpid(process, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

// ---- when a run is over

TEST_CASE("a number of requests ends the arrivals and the run ends with the last answer") {
  Kept kept;
  const RunReport report = simulate(idle_scenario(), cut_after({"a"}), kept);
  CHECK(kept.records().size() == 10);
  CHECK(same(report.arrivals_end.value, 90));
  CHECK(same(report.end.value, 90.2084));
  CHECK(report.warmup.value == 0);
}

TEST_CASE("a number of requests counts over all devices") {
  Scenario scenario = idle_scenario();
  scenario.devices.front().count = 4;
  Kept kept;
  const RunReport report = simulate(scenario, device_only, kept);
  CHECK(kept.records().size() == 10);
  CHECK(same(report.arrivals_end.value, 20));
}

TEST_CASE("a duration ends the arrivals and the run ends with the last answer") {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  scenario.duration = Seconds{30};  // an arrival at 30 s would come too late
  Kept kept;
  const RunReport report = simulate(scenario, device_only, kept);
  CHECK(kept.records().size() == 3);
  CHECK(same(report.arrivals_end.value, 30));
  CHECK(same(report.end.value, 30));
}

TEST_CASE("a run that drains goes on after the duration") {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  scenario.duration = Seconds{20.25};
  Kept kept;
  const RunReport report = simulate(scenario, device_only, kept);
  CHECK(same(report.arrivals_end.value, 20.25));
  CHECK(same(report.end.value, 20.6));
}

TEST_CASE("the first of a number of requests and a duration ends the arrivals") {
  Scenario scenario = idle_scenario();
  scenario.duration = Seconds{1000};
  scenario.requests = 3;
  Kept kept;
  const RunReport report = simulate(scenario, device_only, kept);
  CHECK(kept.records().size() == 3);
  CHECK(same(report.arrivals_end.value, 20));
  CHECK(same(report.end.value, 20.6));
}

TEST_CASE("time stamps end the arrivals by themselves") {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  scenario.devices.front().workload.arrivals = TimestampArrivals{{{1}, {4}}};
  Kept kept;
  const RunReport report = simulate(scenario, device_only, kept);
  CHECK(kept.records().size() == 2);
  CHECK(same(report.arrivals_end.value, 4));
  CHECK(same(report.end.value, 4.6));
}

TEST_CASE("a run whose devices have all died ends before its number of requests") {
  Scenario scenario = idle_scenario();
  scenario.devices.front().battery = Joules{15};
  Kept kept;
  const RunReport report = simulate(scenario, device_only, kept);
  // 1.8 J, 9.4 J until 10 s, 1.8 J, 2 J until 12.6 s.
  REQUIRE(report.devices[0].lifetime);
  CHECK(same(report.devices[0].lifetime->value, 12.6));
  CHECK(kept.records().size() == 2);
}

TEST_CASE("a request that can never arrive does not keep a run going") {
  Scenario scenario = idle_scenario();
  scenario.requests = 3;
  scenario.links.front().up = RateTrace::constant({});
  Kept kept;
  const RunReport report = simulate(scenario, cut_after({"a"}), kept);
  CHECK(report.groups[0].endings[static_cast<std::size_t>(Ending::unfinished)] == 3);
  CHECK(report.links[0].lost.value == 6000);
}

TEST_CASE("a request that can never arrive does not keep a run going where another link repeats its trace") {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  scenario.duration = Seconds{30};
  scenario.links.front().up = RateTrace{{{{0}, {1e6}}, {{1}, {2e6}}}, {2}};
  CHECK(ends(scenario, cut_after({"a"})));  // with that link alone
  scenario.links.push_back({.name = "dead", .up = RateTrace::constant({}), .down = RateTrace::constant({})});
  scenario.devices.push_back(scenario.devices.front());
  scenario.devices.back().name = "cut off";
  scenario.devices.back().path = {"dead", "edge"};
  CHECK(ends(scenario, cut_after({"a"})));
}

// ---- what a run tells

TEST_CASE("progress does not fall and ends at one") {
  Scenario scenario = idle_scenario();
  scenario.requests = 5000;
  Kept kept;
  simulate(scenario, device_only, kept);
  REQUIRE(kept.progress().size() >= 2);
  CHECK(std::is_sorted(kept.progress().begin(), kept.progress().end()));
  CHECK(kept.progress().front() > 0);
  CHECK(kept.progress().front() < 1);
  CHECK(kept.progress().back() == 1.0);
}

TEST_CASE("the report counts what the records tell") {
  Scenario scenario = idle_scenario();
  scenario.devices.front().count = 3;
  scenario.devices.front().queue = 0;
  scenario.devices.front().workload.arrivals = PoissonArrivals{{1.0}};
  scenario.requests = 300;
  Kept kept;
  const RunReport report = simulate(scenario, device_only, kept);
  EndingCounts counted{};
  for (const RequestRecord& record : kept.records()) ++counted[static_cast<std::size_t>(record.ending)];
  CHECK(counted[static_cast<std::size_t>(Ending::dropped)] > 0);
  CHECK(report.groups[0].endings == counted);
  EndingCounts of_devices{};
  for (const DeviceReport& device : report.devices) {
    for (std::size_t i = 0; i < ending_count; ++i) of_devices[i] += device.endings[i];
  }
  CHECK(of_devices == counted);
  for (const RequestRecord& record : kept.records()) CHECK(record.measured);
}

TEST_CASE("computing as activities of SimGrid gives the records that timers give") {
  Scenario scenario = idle_scenario();
  scenario.requests = 200;
  scenario.servers.front().slots = 2;
  scenario.devices.front().count = 5;
  scenario.devices.front().workload.arrivals = PoissonArrivals{{2.0}};
  const Simulated by_timers = simulated(scenario, cut_after({"b"}));  // in a process of its own
  Kept by_activities;
  simulate(scenario, cut_after({"b"}), by_activities, {.work_as_activities = true});
  REQUIRE(by_activities.records().size() == 200);
  for (const RequestRecord& record : by_activities.records()) {
    const std::size_t row = by_timers.requests.row_where("request", std::to_string(record.id));
    CHECK(same(by_timers.requests.number(row, "end_s"), record.end.value));
    CHECK(same(by_timers.requests.number(row, "hop1_service_start_s"), record.hops[0].service_start.value));
    CHECK(same(by_timers.requests.number(row, "head_energy_j"), record.energy.head.value));
  }
}

// ---- what must hold at the end

TEST_CASE("a run that is cut uses nothing after its end") {
  // The server shares its processor and computes for 1000 s when the run is cut at 12 s.
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  scenario.duration = Seconds{12};
  scenario.at_end = AtEnd::cut;
  scenario.servers.front().discipline = Discipline::processor_sharing;
  scenario.servers.front().hardware.rate = Figure<MacRate>{{1e4}};
  Kept kept;
  const RunReport report = simulate(scenario, cut_after({"a"}), kept);
  CHECK(same(report.end.value, 12));
  CHECK(report.servers[0].highest_utilisation <= 1.0);
  CHECK(same(report.servers[0].slot_time.value, 12 - 0.153));
  // Two heads and two transfers in 12 s.
  const double used = 12 * 1.0 + 2 * (0.1 * 2.0 + 0.048 * 0.5 + 0.0048);
  CHECK(same(report.devices[0].energy.total().value, used));
  CHECK(same(report.groups[0].energy_after_warmup.value, used));
}

TEST_CASE("a run that is cut with a transfer on a second hop uses nothing after its end") {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  scenario.duration = Seconds{5};
  scenario.at_end = AtEnd::cut;
  scenario.links.push_back(
      {.name = "wire", .up = RateTrace::constant({10}), .down = RateTrace::constant({10})});
  scenario.servers.push_back({.name = "cloud", .hardware = fast_server()});
  scenario.devices.front().path = {"air", "edge", "wire", "cloud"};
  Kept kept;
  const RunReport report = simulate(scenario, cut_after({"a", "b"}), kept);
  CHECK(same(report.devices[0].energy.total().value, 5 * 1.0 + 0.1 * 2.0 + 0.048 * 0.5 + 0.0048));
  CHECK(same(report.servers[0].slot_time.value, 0.02));
}

TEST_CASE("ten days of short computations on a device of unknown idle power adds up") {
  // A microcontroller of the zoo: NUCLEO-H7A3ZI-Q takes 1.23 ms for MLPerf Tiny's anomaly detection, and
  // nobody has published its idle power. At 8e5 s the clock counts in steps of 1e-10 s, which are more than
  // 1e-9 of such a computation.
  Scenario scenario = idle_scenario();
  scenario.requests = 86400;
  scenario.devices.front().path.clear();
  scenario.devices.front().hardware.power.idle.reset();
  scenario.devices.front().hardware.rate = Figure<MacRate>{{6e6 / 1.23e-3}};
  Kept kept;
  CHECK_NOTHROW(simulate(scenario, device_only, kept));
  CHECK(kept.records().size() == 86400);
}

TEST_CASE("a second simulation in a process is refused") {
  Kept kept;
  Scenario scenario = idle_scenario();
  scenario.requests = 1;
  simulate(scenario, device_only, kept);
  CHECK_THROWS_WITH_AS(simulate(scenario, device_only, kept),
                       "a process runs one simulation: SimGrid's clock would go on from the last one",
                       std::logic_error);
}
