#include <doctest/doctest.h>

#include <limits>

#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const RateTrace unlimited = RateTrace::constant({std::numeric_limits<double>::infinity()});

Scenario with_rates(const RateTrace& up, const RateTrace& down) {
  Scenario scenario = idle_scenario();
  scenario.links.front().up = up;
  scenario.links.front().down = down;
  return scenario;
}

}  // namespace

TEST_CASE("over an unlimited link only the latencies are left of the transfers") {
  const Simulated run = simulated(with_rates(unlimited, unlimited), cut_after({"a"}));
  CHECK(run.requests.number(0, "latency_s") == doctest::Approx(0.1 + 0.005 + 0.05 + 0.005).epsilon(1e-9));
  // No time in the air: what is left of the energy is the slope.
  CHECK(run.requests.number(0, "transmit_energy_j") == doctest::Approx(1e-7 * 48000).epsilon(1e-9));
}

TEST_CASE("over a dead link nothing arrives and every request is unfinished") {
  const RateTrace dead = RateTrace::constant({0});
  const Simulated run = simulated(with_rates(dead, dead), cut_after({"a"}));
  CHECK(run.summary.number(0, "completed") == 0);
  CHECK(run.summary.number(0, "unfinished") == 10);
  CHECK(run.links.number(0, "delivered_bytes") == 0);
  CHECK(run.links.number(0, "lost_bytes") == run.links.number(0, "sent_bytes"));
}

TEST_CASE("a link that dies for good strands what is in the air and the run ends") {
  RateTrace dying{{{{0}, {1e6}}, {{25.02}, {0}}}, {}};
  const Simulated run = simulated(with_rates(dying, RateTrace::constant({2e6})), cut_after({"a"}));
  // Requests at 0, 10 and 20 s get through; the others are sent into a dead link.
  CHECK(run.summary.number(0, "completed") == 3);
  CHECK(run.summary.number(0, "unfinished") == 7);
}

TEST_CASE("without a tail nothing is sent") {
  const Simulated run = simulated(idle_scenario(), cut_after({"c"}));
  CHECK(run.requests.number(0, "latency_s") == doctest::Approx(0.6).epsilon(1e-9));
  CHECK(run.summary.number(0, "offload_rate") == 0);
  CHECK(run.summary.number(0, "uplink_bytes_mean") == 0);
  CHECK(run.requests.text(0, "place") == "device");
}

TEST_CASE("without a head the device computes nothing") {
  const Simulated run = simulated(idle_scenario(), cut_after({"input"}));
  CHECK(run.requests.is_empty(0, "head_start_s"));
  CHECK(run.requests.number(0, "head_energy_j") == 0);
  CHECK(run.requests.number(0, "latency_s") == doctest::Approx(0.08 + 0.005 + 0.06 + 0.0054).epsilon(1e-9));
  CHECK(run.devices.number(0, "utilisation") == 0);
}

TEST_CASE("an answer that stays where it is found costs no way back") {
  Scenario scenario = idle_scenario();
  scenario.devices.front().answer.reset();
  const Simulated run = simulated(scenario, cut_after({"a"}));
  CHECK(run.requests.number(0, "latency_s") == doctest::Approx(0.1 + 0.053 + 0.05).epsilon(1e-9));
  CHECK(run.links.number(1, "transfers") == 0);
}

TEST_CASE("latency falls as the rate rises and rises with the server's load") {
  double last = std::numeric_limits<double>::infinity();
  for (const double rate : {1e5, 3e5, 1e6, 1e7, 1e9}) {
    const RateTrace trace = RateTrace::constant({rate});
    const double now =
        simulated(with_rates(trace, trace), cut_after({"a"})).summary.number(0, "latency_mean_s");
    CHECK(now < last);
    last = now;
  }
  last = 0;
  for (const double load : {1.0, 1.5, 4.0}) {
    Scenario scenario = idle_scenario();
    scenario.servers.front().load = load;
    const double now = simulated(scenario, cut_after({"a"})).summary.number(0, "latency_mean_s");
    CHECK(now > last);
    last = now;
  }
}
