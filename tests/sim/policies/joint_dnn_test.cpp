#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

#include "models/random_stream.hpp"
#include "sim/expectation.hpp"
#include "sim/placement.hpp"
#include "tests/sim/outlook.hpp"
#include "tests/support/simulated.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A chain whose layers are fast here or there, each at random.
Outlook random_outlook(RandomStream& random, std::size_t layers, bool small_memories = false) {
  NetworkProfile network{.name = "chain", .input = {1e4 * random.uniform()}};
  for (std::size_t i = 0; i < layers; ++i) {
    LayerProfile layer{.name = "layer" + std::to_string(i), .op = "conv"};
    const Seconds here{0.1 * random.uniform()};
    layer.cost.measured["slow"] = {.time = here, .energy = 3.0 * random.uniform() * Watts{1} * here};
    layer.cost.measured["fast"] = {.time = {0.1 * random.uniform()}};
    layer.cost.weights = {1e4 * random.uniform()};
    layer.output = {1e4 * random.uniform()};
    network.layers.push_back(layer);
  }
  Hardware device = slow_device();
  Hardware server = fast_server();
  if (small_memories) {
    device.memory = Figure<Bytes>{{1e4 + 3e4 * random.uniform()}};
    server.memory = Figure<Bytes>{{3e4 + 3e4 * random.uniform()}};
  }
  Outlook outlook(CostTable(NetworkGraph(network), {&device, &server}));
  outlook.links.front() = {
      .up = {4e6 * random.uniform()}, .down = {8e6 * random.uniform()}, .latency = {0.01 * random.uniform()}};
  outlook.server_loads = {1 + random.uniform()};
  if (random.uniform() < 0.3) outlook.answer.reset();
  return outlook;
}

struct Sums {
  double latency = 0;
  double energy = 0;
  double server_time = 0;
};

/// A placement, layer by layer, the first in the lowest bit: 1 is the server.
Sums added_up(const Outlook& outlook, unsigned placement) {
  const auto& layers = outlook.costs.network().layers();
  const LinkEstimate& link = outlook.links.front();
  Sums sums;
  unsigned at = 0;
  for (std::size_t i = 0; i <= layers.size(); ++i) {
    const bool end = i == layers.size();
    const unsigned next = end ? 0 : (placement >> i) & 1U;
    if (next != at && !(end && !outlook.answer)) {
      const double bits = 8 * (end      ? outlook.answer->value
                               : i == 0 ? outlook.costs.network().profile().input.value
                                        : layers[i - 1].output.value);
      const double rate = next == 1 ? link.up.value : link.down.value;
      sums.latency += bits / rate + link.latency.value;
      sums.energy += next == 1 ? 0.5 * bits / rate + 1e-7 * bits : 0.25 * bits / rate + 5e-8 * bits;
    }
    at = next;
    if (end) break;
    const MeasuredCost& here = layers[i].cost.measured.at("slow");
    const double there = outlook.server_loads[0] * layers[i].cost.measured.at("fast").time.value;
    sums.latency += at == 0 ? here.time.value : there;
    if (at == 0) sums.energy += here.energy->value;
    if (at == 1) sums.server_time += there;
  }
  return sums;
}

unsigned placement_of(const Decision& decision, std::size_t layers) {
  unsigned placement = 0;
  CutPositions changes = decision.cuts;
  changes.insert(changes.end(), decision.returns.begin(), decision.returns.end());
  unsigned at = 0;
  for (std::size_t i = 0; i < layers; ++i) {
    for (const auto change : changes) at ^= change == i ? 1U : 0U;
    placement |= at << i;
  }
  return placement;
}

Decision decided(const Outlook& outlook, const PolicyChoice& choice) {
  return make_policy(choice, outlook.setting())->decide(outlook.observation());
}

PolicyChoice making_small(const std::string& objective) {
  return {.name = "joint_dnn", .parameters = {{"objective", objective}}};
}

}  // namespace

// ---- against every placement

TEST_CASE("joint_dnn finds the least latency and the least energy of all 2^n placements") {
  RandomStream random(5);
  std::size_t with_returns = 0;
  for (int chain = 0; chain < 300; ++chain) {
    const std::size_t layers = 1 + random.next() % 10;
    const Outlook outlook = random_outlook(random, layers);
    CAPTURE(chain);
    for (const bool energy : {false, true}) {
      double least = std::numeric_limits<double>::infinity();
      for (unsigned placement = 0; placement < 1U << layers; ++placement) {
        const Sums sums = added_up(outlook, placement);
        least = std::min(least, energy ? sums.energy : sums.latency);
      }
      const Decision decision = decided(outlook, making_small(energy ? "energy" : "latency"));
      const Sums found = added_up(outlook, placement_of(decision, layers));
      CHECK((energy ? found.energy : found.latency) == doctest::Approx(least).epsilon(1e-9));
      const Expectation expected = expect_returning(outlook.observation(), decision.cuts, decision.returns);
      CHECK((energy ? expected.device.value : expected.total().value) ==
            doctest::Approx(least).epsilon(1e-9));
      if (!decision.returns.empty()) ++with_returns;
    }
  }
  CHECK(with_returns > 100);
}

TEST_CASE("joint_dnn finds the least latency of all placements that keep its limits") {
  RandomStream random(6);
  std::size_t limited = 0;
  for (int chain = 0; chain < 200; ++chain) {
    const std::size_t layers = 1 + random.next() % 8;
    const Outlook outlook = random_outlook(random, layers);
    const double most_energy = 0.5 * random.uniform();
    const double most_server = 0.3 * random.uniform();
    double least = std::numeric_limits<double>::infinity();
    double least_of_all = least;
    for (unsigned placement = 0; placement < 1U << layers; ++placement) {
      const Sums sums = added_up(outlook, placement);
      least_of_all = std::min(least_of_all, sums.latency);
      if (sums.energy <= most_energy && sums.server_time <= most_server)
        least = std::min(least, sums.latency);
    }
    const Decision decision = decided(
        outlook,
        {.name = "joint_dnn", .parameters = {{"energy_limit", most_energy}, {"server_limit", most_server}}});
    const Sums found = added_up(outlook, placement_of(decision, layers));
    CAPTURE(chain);
    // Where nothing keeps them they are left out of account.
    const bool possible = least < std::numeric_limits<double>::infinity();
    CHECK(found.latency == doctest::Approx(possible ? least : least_of_all).epsilon(1e-9));
    if (possible && least > least_of_all) ++limited;
  }
  CHECK(limited > 20);
}

TEST_CASE("joint_dnn gives no place more layers than it holds, all its visits taken together") {
  RandomStream random(7);
  std::size_t tight = 0;
  for (int chain = 0; chain < 200; ++chain) {
    const Outlook outlook = random_outlook(random, 2 + random.next() % 7, true);
    std::unique_ptr<OffloadPolicy> policy;
    try {
      policy = make_policy({.name = "joint_dnn"}, outlook.setting());
    } catch (const std::invalid_argument& error) {
      CHECK(std::string(error.what()) == "no cut leaves parts that fit the memories of device and server");
      continue;
    }
    const Decision decision = policy->decide(outlook.observation());
    CHECK_FALSE(shortfall(outlook.costs, decision.cuts, decision.returns));
    ++tight;
  }
  CHECK(tight > 50);
}

// ---- in a simulation

TEST_CASE("a request that joint_dnn sends to and fro takes what the policy expected") {
  Scenario scenario = idle_scenario();
  scenario.requests = 2;
  auto& layers = scenario.networks.front().profile.layers;
  const double here[] = {0.01, 0.5, 0.02};
  const double there[] = {0.3, 0.01, 0.4};
  for (std::size_t i = 0; i < 3; ++i) {
    layers[i].cost.measured["slow"] = {.time = {here[i]}, .energy = Joules{here[i]}};
    layers[i].cost.measured["fast"] = {.time = {there[i]}};
  }
  const Simulated run = simulated(scenario, {.name = "joint_dnn"});
  // a here, 6000 B up, b there, 3000 B down, c here.
  const double expected = 0.01 + 0.053 + 0.01 + 0.017 + 0.02;
  for (const std::size_t row : {0U, 1U}) {
    CHECK(run.requests.number(row, "latency_s") == doctest::Approx(expected).epsilon(1e-9));
    CHECK(run.requests.text(row, "ending") == "finished_on_device");
    CHECK(run.requests.number(row, "downlink_bytes") == 3000);
  }
}

// ---- limits

TEST_CASE("joint_dnn stays on the device while nothing gets through") {
  Outlook outlook(1);
  outlook.links.front() = {.up = {0}, .down = {0}, .latency = {0.005}};
  CHECK(positions(decided(outlook, {.name = "joint_dnn"}).cuts) == std::vector<int>{3});
}

TEST_CASE("joint_dnn says what it needs") {
  CHECK_THROWS_WITH_AS(
      make_policy({.name = "joint_dnn"}, Outlook(2).setting()),
      "'joint_dnn' sends work to and fro between a device and one server: it needs a path of one hop",
      std::invalid_argument);
  Hardware device = slow_device();
  device.power.compute.reset();
  const Hardware server = fast_server();
  const Outlook outlook(CostTable(NetworkGraph(three_layers()), {&device, &server}));
  CHECK_THROWS_WITH_AS(make_policy(making_small("energy"), outlook.setting()),
                       "'objective: energy' and 'energy_limit' need a device whose computing power is known",
                       std::invalid_argument);
}
