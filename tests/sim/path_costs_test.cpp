#include "sim/path_costs.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>

#include "models/min_cut.hpp"
#include "sim/expectation.hpp"
#include "tests/sim/outlook.hpp"
#include "tests/support/random_networks.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-12);
}

Outlook outlook_on(const NetworkGraph& network, std::size_t hops) {
  const Hardware device = slow_device();
  const Hardware server = fast_server();
  std::vector<const Hardware*> places(hops + 1, &server);
  places.front() = &device;
  return Outlook(CostTable(network, places));
}

CutPositions cuts_at(const std::vector<std::size_t>& positions) {
  CutPositions cuts;
  for (const std::size_t position : positions) cuts.push_back(static_cast<std::uint16_t>(position));
  return cuts;
}

}  // namespace

TEST_CASE("the costs of a path are those of its layers tensors and links") {
  Outlook outlook(1);
  outlook.server_loads = {2.0};
  const PlacementCosts latency = latency_costs(outlook.observation());
  REQUIRE(latency.places() == 2);
  CHECK(same(latency.compute[0][1], 0.2));
  CHECK(same(latency.compute[1][1], 0.04));   // twice .02
  CHECK(same(latency.transfer[0][0], 0.08));  // 10,000 B at 1 Mbps
  CHECK(same(latency.transfer[0][2], 0.024));
  CHECK(same(latency.passage[0], 0.005 + 0.0004 + 0.005));  // 100 B at 2 Mbps back
  const PlacementCosts energy = energy_costs(outlook.observation());
  CHECK(same(energy.compute[0][1], 0.6));  // 3 W
  CHECK(energy.compute[1][1] == 0);
  CHECK(same(energy.transfer[0][2], 0.5 * 0.024 + 1e-7 * 24000));
  CHECK(same(energy.passage[0], 0.25 * 0.0004 + 5e-8 * 800));
  outlook.answer.reset();
  CHECK(same(latency_costs(outlook.observation()).passage[0], 0.005));
  CHECK(energy_costs(outlook.observation()).passage[0] == 0);
}

TEST_CASE("of several hops only the first costs the device energy") {
  const Outlook outlook(2);
  const PlacementCosts energy = energy_costs(outlook.observation());
  CHECK(energy.transfer[0][0] > 0);
  CHECK(energy.transfer[1] == std::vector<double>(4, 0.0));
  CHECK(energy.passage[1] == 0);
}

TEST_CASE("at every position of random graphs the costs add up to what is expected") {
  std::mt19937_64 random(18);
  for (int repetition = 0; repetition < 100; ++repetition) {
    const NetworkGraph network(random_network(random, 8, true));
    const TensorFlow flow(network);
    Outlook outlook = outlook_on(network, 2);
    outlook.server_loads = {1.5, 3.0};
    const Observation observation = outlook.observation();
    const PlacementCosts latency = latency_costs(observation);
    const PlacementCosts energy = energy_costs(observation);
    for (std::size_t first = 0; first <= flow.layers(); ++first) {
      for (std::size_t second = first; second <= flow.layers(); ++second) {
        const Expectation expected = expect(observation, cuts_at({first, second}));
        const Partition partition = partition_at({first, second}, flow.layers());
        REQUIRE(same(cost_of(partition, latency, flow).total(), expected.total().value));
        REQUIRE(same(cost_of(partition, energy, flow).total(), expected.device.value));
      }
    }
  }
}

TEST_CASE("what a minimum cut costs is expected of the network with its layers in stages") {
  std::mt19937_64 random(19);
  std::size_t across_branches = 0;
  for (int repetition = 0; repetition < 300; ++repetition) {
    NetworkProfile profile = random_network(random, 12, false);
    for (auto& layer : profile.layers) {
      for (const std::string& hardware : {slow_device().name, fast_server().name})
        layer.cost.measured[hardware].time = {static_cast<double>(random() % 1000) * 1e-6};
    }
    const NetworkGraph network(profile);
    const TensorFlow flow(network);
    Outlook outlook = outlook_on(network, 1);
    outlook.links[0] = {.up = {1e7}, .down = {1e7}, .latency = {1e-5}};
    const PlacementCosts costs = latency_costs(outlook.observation());
    const Partition best = min_cut(flow, costs);
    const auto positions = stage_positions(best, 1);
    if (best != partition_at(positions, flow.layers())) ++across_branches;
    Outlook staged = outlook_on(in_stages(network, best), 1);
    staged.links = outlook.links;
    REQUIRE(same(cost_of(best, costs, flow).total(),
                 expect(staged.observation(), cuts_at(positions)).total().value));
  }
  CHECK(across_branches > 0);
}

TEST_CASE("a dead link costs for ever and nothing where nothing is sent") {
  Outlook outlook(1);
  outlook.links[0].up = {0};
  outlook.radio = {};
  const double infinite = std::numeric_limits<double>::infinity();
  CHECK(latency_costs(outlook.observation()).transfer[0][1] == infinite);
  CHECK(energy_costs(outlook.observation()).transfer[0][1] == infinite);
  outlook.answer = Bytes{0};
  outlook.links[0].down = {0};
  CHECK(same(latency_costs(outlook.observation()).passage[0], 0.01));
}

TEST_CASE("the energy of a device whose computing power is not known is refused") {
  Hardware device = slow_device();
  device.power.compute.reset();
  const Outlook outlook(CostTable(NetworkGraph(three_layers()), {&device}));
  CHECK_THROWS_WITH_AS((void)energy_costs(outlook.observation()),
                       "the energy of computing on the device is not known", std::invalid_argument);
}
