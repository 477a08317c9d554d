// The shipped study of the question that the project exists for: what sparse, split and early exit do for a
// sensor. What the README and docs/validation.md say of it holds.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>

#include "tests/support/loaded.hpp"
#include "tests/support/simulated.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// The summaries of the scenario's policies, by label.
std::map<std::string, Simulated> all_policies() {
  const Scenario scenario = shipped("sparse-split-early-exit").scenario;
  std::map<std::string, Simulated> results;
  for (const PolicyChoice& policy : scenario.policies)
    results.emplace(policy.shown(), simulated(scenario, policy));
  return results;
}

double value(const Simulated& simulated, const std::string& group, const std::string& column) {
  return simulated.summary.number(simulated.summary.row_where("group", group), column);
}

/// How often an exit is right on the samples of a network.
double accuracy_of(const std::string& network, std::size_t exit) {
  const Scenario scenario = shipped("sparse-split-early-exit").scenario;
  const SampleTrace& trace = *network_of(scenario, network).samples;
  std::size_t right = 0;
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    if (trace.at(row, exit).correct == Correctness::right) ++right;
  }
  return static_cast<double>(right) / static_cast<double>(trace.rows());
}

}  // namespace

TEST_CASE(
    "sparse and split and early exit: every test image is met once, and without exits its accuracy is the "
    "trace's") {
  const auto results = all_policies();
  REQUIRE(results.size() == 4);
  for (const std::string place : {"mcu-slow-", "mcu-wifi-", "pi-slow-", "pi-wifi-"}) {
    for (const std::string network : {"dense", "sparse", "sparser", "b-lenet"}) {
      CAPTURE(place + network);
      const double expected = accuracy_of(network, network == "b-lenet" ? 2 : 3);
      for (const std::string policy : {"server_only", "split"}) {
        CHECK(value(results.at(policy), place + network, "completed") == 5000);
        CHECK(value(results.at(policy), place + network, "accuracy") ==
              doctest::Approx(expected).epsilon(1e-12));
      }
      // Where samples stop changes who answers, not by how much: what is confident is right.
      for (const std::string policy : {"split-exit", "early-exit"})
        CHECK(std::abs(value(results.at(policy), place + network, "accuracy") - expected) < .001);
    }
  }
}

TEST_CASE(
    "sparse and split and early exit: a fifth of the connections is over four times less storage, time and "
    "energy "
    "less") {
  const auto results = all_policies();
  const Simulated& alone = results.at("early-exit");
  const auto ratio = [&alone](const std::string& column) {
    return value(alone, "mcu-slow-dense", column) / value(alone, "mcu-slow-sparse", column);
  };
  CHECK(ratio("device_weights_bytes") == doctest::Approx(4.58).epsilon(.001));
  CHECK(ratio("device_energy_mean_j") == doctest::Approx(3.5).epsilon(.01));
  CHECK(ratio("latency_mean_s") == doctest::Approx(3.5).epsilon(.01));
  CHECK(accuracy_of("dense", 3) - accuracy_of("sparse", 3) < .011);  // one point
}

TEST_CASE(
    "sparse and split and early exit: exits keep most images from the slow link, and splitting needs a small "
    "tensor") {
  const auto results = all_policies();
  for (const std::string network : {"dense", "sparse", "sparser", "b-lenet"}) {
    const double sent = value(results.at("split-exit"), "mcu-slow-" + network, "offload_rate");
    CHECK(sent > .08);
    CHECK(sent < .225);
  }
  const auto energy = [&results](const std::string& policy, const std::string& group) {
    return value(results.at(policy), group, "device_energy_mean_j");
  };
  CHECK(energy("split", "mcu-slow-sparse") < energy("server_only", "mcu-slow-sparse") / 2.5);
  CHECK(energy("split", "mcu-slow-b-lenet") > 5 * energy("server_only", "mcu-slow-b-lenet"));
  // The sparsest one is less often confident, and sends more than it saves by computing less.
  CHECK(energy("split-exit", "mcu-slow-sparser") > energy("split-exit", "mcu-slow-sparse"));
  // On the Raspberry Pi the overhead of the layers is nearly all of the time: sparse gains next to nothing.
  CHECK(energy("early-exit", "pi-wifi-sparse") > .95 * energy("early-exit", "pi-wifi-dense"));
}
