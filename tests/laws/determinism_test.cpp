#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Scenario fleet(std::size_t devices) {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  scenario.duration = Seconds{200};
  scenario.links.front().medium = Medium::shared;
  scenario.devices.front().count = devices;
  scenario.devices.front().variation.law = Variation::Law::exponential;
  scenario.devices.front().workload.arrivals = PoissonArrivals{{0.5}};
  return scenario;
}

std::vector<double> sorted(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values;
}

/// When requests arrived at each device of a group.
std::map<std::string, std::vector<double>> arrivals(const Simulated& run, const std::string& group) {
  std::map<std::string, std::vector<double>> instants;
  for (std::size_t row = 0; row < run.requests.rows(); ++row) {
    if (run.requests.text(row, "group") != group) continue;
    instants[run.requests.text(row, "device")].push_back(run.requests.number(row, "arrival_s"));
  }
  for (auto& [device, times] : instants) std::sort(times.begin(), times.end());
  return instants;
}

}  // namespace

TEST_CASE("another seed and another run give other arrivals") {
  Scenario scenario = fleet(3);
  const auto first = sorted(simulated(scenario, cut_after({"a"})).requests.numbers("arrival_s"));
  scenario.seed = 2;
  const auto other_seed = sorted(simulated(scenario, cut_after({"a"})).requests.numbers("arrival_s"));
  scenario.seed = 1;
  scenario.run = 1;
  const auto other_run = sorted(simulated(scenario, cut_after({"a"})).requests.numbers("arrival_s"));
  CHECK(first != other_seed);
  CHECK(first != other_run);
  CHECK(other_seed != other_run);
}

TEST_CASE("another policy meets the same arrivals") {
  const Scenario scenario = fleet(3);
  const auto device = sorted(simulated(scenario, {.name = "device_only"}).requests.numbers("arrival_s"));
  const auto server = sorted(simulated(scenario, {.name = "server_only"}).requests.numbers("arrival_s"));
  CHECK(device == server);
}

TEST_CASE("a further device leaves the arrivals of the others as they are") {
  const auto three = arrivals(simulated(fleet(3), cut_after({"a"})), "sensors");
  const auto four = arrivals(simulated(fleet(4), cut_after({"a"})), "sensors");
  REQUIRE(three.size() == 3);
  for (const auto& [device, times] : three) CHECK(four.at(device) == times);
}

TEST_CASE("a further group leaves the arrivals of the others as they are") {
  Scenario scenario = fleet(3);
  const auto alone = arrivals(simulated(scenario, cut_after({"a"})), "sensors");
  Deployment more = scenario.devices.front();
  more.name = "more";
  scenario.devices.insert(scenario.devices.begin(), more);
  const auto both = simulated(scenario, cut_after({"a"}));
  CHECK(arrivals(both, "sensors") == alone);
  CHECK(arrivals(both, "more") != alone);
}
