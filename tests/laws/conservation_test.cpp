#include <doctest/doctest.h>

#include <numeric>

#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A fleet on which everything happens at once: a saturated shared link, short queues, batteries that empty,
/// exits, a trace with an outage, and a cut at the end.
Scenario troubled() {
  Scenario scenario = idle_scenario({"a", "b"});
  scenario.requests.reset();
  scenario.duration = Seconds{300};
  scenario.warmup = {20};
  scenario.at_end = AtEnd::cut;
  SampleTrace samples(3, true, false);
  samples.add({{.confidence = 0.9, .correct = Correctness::right}, {.confidence = 1}, {.confidence = 1}});
  samples.add({{.confidence = 0.1}, {.confidence = 0.9, .correct = Correctness::wrong}, {.confidence = 1}});
  samples.add({{.confidence = 0.1}, {.confidence = 0.2}, {.confidence = 1, .correct = Correctness::right}});
  scenario.networks.front().samples = samples;
  Link& link = scenario.links.front();
  link.medium = Medium::shared;
  link.up = RateTrace{{{{0}, {2e5}}, {{20}, {0}}, {{25}, {6e5}}}, {60}};
  scenario.servers.front().queue = 3;
  Deployment& devices = scenario.devices.front();
  devices.count = 8;
  devices.queue = 2;
  devices.battery = Joules{445};
  devices.variation.law = Variation::Law::exponential;
  devices.workload.arrivals = PoissonArrivals{{0.9}};
  devices.workload.deadline = Seconds{3};
  return scenario;
}

PolicyChoice cascade() {
  return {.name = "confidence_exit",
          .parameters = {{"threshold", 0.5}, {"cut", std::vector<std::string>{"a"}}}};
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

TEST_CASE("requests in are records out even when batteries empty and queues overflow and the run is cut") {
  const Simulated run = simulated(troubled(), cascade());
  const double requests = sum(run.devices.numbers("requests"));
  CHECK(requests == run.requests.rows());
  double ended = 0;
  for (const std::string ending : {"completed", "dropped", "lost", "unfinished"}) {
    CAPTURE(ending);
    const double count = sum(run.devices.numbers(ending));
    CHECK(count > 0);  // otherwise the scenario is not troubled enough
    ended += count;
  }
  CHECK(ended == requests);
}

TEST_CASE("bytes sent are bytes delivered and bytes lost and agree with the requests") {
  const Simulated run = simulated(troubled(), cascade());
  for (std::size_t row = 0; row < run.links.rows(); ++row) {
    CHECK(run.links.number(row, "sent_bytes") ==
          run.links.number(row, "delivered_bytes") + run.links.number(row, "lost_bytes"));
  }
  CHECK(run.links.number(0, "lost_bytes") > 0);
  CHECK(sum(run.devices.numbers("sent_bytes")) == doctest::Approx(sum(run.requests.numbers("uplink_bytes"))));
}

TEST_CASE("every joule of a device belongs to a request and a state or to idling") {
  const Simulated run = simulated(troubled(), cascade());
  for (const std::string state :
       {"head_energy_j", "exit_energy_j", "transmit_energy_j", "receive_energy_j"}) {
    CAPTURE(state);
    CHECK(sum(run.devices.numbers(state)) == doctest::Approx(sum(run.requests.numbers(state))).epsilon(1e-9));
  }
  for (std::size_t row = 0; row < run.devices.rows(); ++row) {
    double parts = run.devices.number(row, "idle_energy_j");
    for (const std::string state :
         {"head_energy_j", "exit_energy_j", "transmit_energy_j", "receive_energy_j"}) {
      parts += run.devices.number(row, state);
    }
    CHECK(run.devices.number(row, "energy_j") == doctest::Approx(parts).epsilon(1e-9));
  }
}

TEST_CASE("a device that has run out of energy has used its battery and no more than one transfer beyond") {
  const Simulated run = simulated(troubled(), cascade());
  bool one_died = false;
  for (std::size_t row = 0; row < run.devices.rows(); ++row) {
    if (run.devices.is_empty(row, "lifetime_s")) continue;
    one_died = true;
    CHECK(run.devices.number(row, "battery_left_j") == doctest::Approx(0).epsilon(1e-6));
    CHECK(run.devices.number(row, "energy_j") >= 445 - 1e-6);
    CHECK(run.devices.number(row, "energy_j") <= 445 + 1e-7 * 48000);  // the slope of one transfer
  }
  CHECK(one_died);
}

TEST_CASE("the mean power of a device that idles and computes is the weighted mean of its powers") {
  Scenario scenario = idle_scenario();
  scenario.requests = 100;
  scenario.devices.front().workload.arrivals = PeriodicArrivals{.period = {2.4}, .phase = Seconds{}};
  const Simulated run = simulated(scenario, cut_after({"c"}));
  // 0.6 s at 3 W, then 1.8 s at 1 W, without the pause after the last request.
  const double end = 99 * 2.4 + 0.6;
  CHECK(run.devices.number(0, "energy_j") == doctest::Approx(3 * 100 * 0.6 + 1 * 99 * 1.8).epsilon(1e-9));
  CHECK(run.summary.number(0, "device_power_mean_w") ==
        doctest::Approx((3 * 100 * 0.6 + 99 * 1.8) / end).epsilon(1e-9));
}
