// Stations against queueing theory at several loads (Gross et al., "Fundamentals of Queueing Theory"). A mean
// must lie within three standard errors, of which its 95 % interval has two.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/queueing_theory.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr double service = 0.06;  ///< of the three layers on the fast server, 0.6 on the slow device

Scenario poisson(double rate, std::size_t devices) {
  Scenario scenario = idle_scenario();
  scenario.requests = 200000;
  scenario.warmup = {50};
  scenario.devices.front().count = devices;
  scenario.devices.front().workload.arrivals = PoissonArrivals{{rate / static_cast<double>(devices)}};
  return scenario;
}

/// Everything is computed on the server, and the links take no time.
Scenario server_queue(double load, std::size_t slots, Variation::Law law) {
  Scenario scenario = poisson(load / service, 50);
  const RateTrace unlimited = RateTrace::constant({std::numeric_limits<double>::infinity()});
  scenario.links.front().up = unlimited;
  scenario.links.front().down = unlimited;
  scenario.links.front().latency = {};
  scenario.servers.front().slots = slots;
  scenario.servers.front().variation.law = law;
  return scenario;
}

void check_mean(const Simulated& run, const std::string& name, double expected) {
  const double mean = run.summary.number(0, name + "_mean_s");
  const double half_width = run.summary.number(0, name + "_mean_ci95_s");
  CAPTURE(mean);
  CAPTURE(expected);
  CHECK(half_width < 0.15 * expected);  // otherwise the check says nothing
  CHECK(std::abs(mean - expected) < 1.5 * half_width);
}

}  // namespace

TEST_CASE("a device with constant times and Poisson arrivals is M/D/1") {
  for (const double load : {0.3, 0.6, 0.8}) {
    CAPTURE(load);
    const double time = 0.6;
    const Simulated run = simulated(poisson(load / time, 1), {.name = "device_only"});
    check_mean(run, "latency", time + theory::mg1_wait(load / time, time, 0));
    CHECK(run.devices.number(0, "utilisation") == doctest::Approx(load).epsilon(0.02));
  }
}

TEST_CASE("a device with exponential times and Poisson arrivals is M/M/1 and its stay is exponential") {
  const double time = 0.6;
  const double load = 0.5;
  Scenario scenario = poisson(load / time, 1);
  scenario.devices.front().variation.law = Variation::Law::exponential;
  const Simulated run = simulated(scenario, {.name = "device_only"});
  const double stay = time / (1 - load);
  check_mean(run, "latency", stay);
  CHECK(run.summary.number(0, "latency_p50_s") == doctest::Approx(stay * std::log(2)).epsilon(0.03));
  CHECK(run.summary.number(0, "latency_p95_s") == doctest::Approx(stay * std::log(20)).epsilon(0.04));
}

TEST_CASE("a server with exponential times is M/M/c") {
  for (const std::size_t slots : {1UL, 3UL, 8UL}) {
    CAPTURE(slots);
    const double load = 0.75 * static_cast<double>(slots);
    const Simulated run =
        simulated(server_queue(load, slots, Variation::Law::exponential), {.name = "server_only"});
    check_mean(run, "latency", service + theory::mmc_wait(load / service, service, slots));
  }
}

TEST_CASE("a server with lognormal times is M/G/1: only the first two moments matter") {
  Scenario scenario = server_queue(0.6, 1, Variation::Law::lognormal);
  scenario.servers.front().variation.coefficient = 0.8;
  const Simulated run = simulated(scenario, {.name = "server_only"});
  check_mean(run, "latency", service + theory::mg1_wait(0.6 / service, service, 0.8 * 0.8));
}

TEST_CASE("a processor-sharing server does not care how times are distributed") {
  for (const auto law : {Variation::Law::none, Variation::Law::exponential}) {
    Scenario scenario = server_queue(0.6, 1, law);
    scenario.servers.front().discipline = Discipline::processor_sharing;
    const Simulated run = simulated(scenario, {.name = "server_only"});
    check_mean(run, "latency", theory::mg1_sharing_stay(0.6 / service, service));
  }
}

TEST_CASE("a shared link is a processor-sharing station") {
  const double load = 0.7;
  const double transfer = 0.08;  // 10 kB at 1 Mbps
  // So many devices that hardly any has two transfers at once, which it would send one after the other.
  Scenario scenario = poisson(load / transfer, 3000);
  scenario.links.front().medium = Medium::shared;
  scenario.links.front().latency = {};
  scenario.servers.front().slots = 1000;
  scenario.devices.front().answer.reset();
  const Simulated run = simulated(scenario, {.name = "server_only"});
  check_mean(run, "latency", theory::mg1_sharing_stay(load / transfer, transfer) + service);
}

TEST_CASE("a link of one's own sends one transfer at a time: it is M/D/1") {
  const double load = 0.7;
  const double transfer = 0.08;
  Scenario scenario = poisson(load / transfer, 1);
  scenario.links.front().latency = {};
  scenario.servers.front().slots = 1000;
  scenario.devices.front().answer.reset();
  const Simulated run = simulated(scenario, {.name = "server_only"});
  check_mean(run, "latency", transfer + theory::mg1_wait(load / transfer, transfer, 0) + service);
}

TEST_CASE("Little's law holds at a server exactly: number waiting = rate x wait") {
  const Simulated run = simulated(server_queue(2.7, 3, Variation::Law::exponential), {.name = "server_only"});
  const double arrived = run.servers.number(0, "arrived");
  const std::vector<double> instants = run.requests.numbers("end_s");
  const double ends = *std::max_element(instants.begin(), instants.end());
  // The run ends when the last request has its answer, so nobody waits then and the sums are complete.
  CHECK(run.servers.number(0, "served") == arrived);
  CHECK(run.servers.number(0, "waiting_mean") ==
        doctest::Approx(arrived / ends * run.servers.number(0, "wait_mean_s")).epsilon(1e-9));
}

TEST_CASE("a saturated server with batches serves batch size over batch time") {
  Scenario scenario = server_queue(4.0, 1, Variation::Law::none);
  scenario.requests.reset();
  scenario.warmup = {};
  scenario.duration = Seconds{600};
  scenario.at_end = AtEnd::cut;
  scenario.servers.front().batching = {.largest = 8, .wait = {1}, .relative_time = {{8, 3.0}}};
  const Simulated run = simulated(scenario, {.name = "server_only"});
  // One batch more or less at the ends of ten minutes.
  const double batches = 600 / (3.0 * service);
  CHECK(std::abs(run.summary.number(0, "completed") / 8 - batches) <= 1.5);
  CHECK(run.summary.text(0, "verdict") == "overloaded");
}
