#pragma once

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "models/random_stream.hpp"
#include "tests/sim/outlook.hpp"
#include "tests/support/random_networks.hpp"

/// Small random worlds, and every decision there is in them, to compare searches with.
namespace splitscape::test {

/// What a random world is to have beyond a chain of layers on places that hold everything.
struct Features {
  bool small_memories = false;  ///< no memory holds everything
  bool bottlenecks = false;     ///< some cuts are encoded and decoded; chains only
  bool branches = false;        ///< layers that read several, and tensors that several read
  bool exits = false;           ///< side branches behind some layers
};

/// 1 to 10 layers, one behind the other or as a graph, of random costs and tensors.
inline NetworkProfile random_profile(RandomStream& random, const Features& features) {
  NetworkProfile network{.name = "chain"};
  const std::size_t layers = 1 + random.next() % 10;
  for (std::size_t i = 0; i < layers; ++i)
    network.layers.push_back({.name = "layer" + std::to_string(i), .op = "conv"});
  if (features.branches) {
    std::mt19937_64 generator(random.next());
    network = random_network(generator, 10, false);
  }
  network.input = {1e5 * random.uniform()};
  for (LayerProfile& layer : network.layers) {
    layer.cost.macs = Macs{1e6 * random.uniform()};
    layer.cost.weights = {1e5 * random.uniform()};
    layer.output = {1e5 * random.uniform()};
  }
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const std::string& after = network.layers[i].name;
    if (features.exits && i + 1 < network.layers.size() && random.uniform() < 0.4)
      network.exits.push_back({.after = after, .cost = {.macs = Macs{3e5 * random.uniform()}}});
    if (!features.bottlenecks || random.uniform() < 0.4) continue;
    const auto codec = [&random] {
      return ComputeCost{.macs = Macs{5e5 * random.uniform()}, .weights = {1e5 * random.uniform()}};
    };
    network.bottlenecks.push_back({.after = i == 0 ? std::string(input_name) : network.layers[i - 1].name,
                                   .ratio = random.uniform() + 0.01,
                                   .encoder = codec(),
                                   .decoder = codec()});
  }
  return network;
}

/// A random network on random hardware, with random links, loads and answers.
inline Outlook random_outlook(RandomStream& random, std::size_t hops, const Features& features = {}) {
  const NetworkProfile network = random_profile(random, features);
  double weights = 0;
  for (const LayerProfile& layer : network.layers) weights += layer.cost.weights.value;
  std::vector<Hardware> hardware(hops + 1, slow_device());
  for (Hardware& place : hardware) {
    place.rate = Figure<MacRate>{{1e7 * (0.1 + random.uniform())}};
    if (features.small_memories) place.memory = Figure<Bytes>{{2e5 + 0.6 * weights * random.uniform()}};
  }
  std::vector<const Hardware*> places;
  for (const Hardware& place : hardware) places.push_back(&place);
  Outlook outlook(CostTable(NetworkGraph(network), places));
  for (LinkEstimate& link : outlook.links) {
    link = {.up = {1e7 * random.uniform()},
            .down = {1e7 * random.uniform()},
            .latency = {0.1 * random.uniform()}};
  }
  for (double& load : outlook.server_loads) load = 1 + 3 * random.uniform();
  outlook.answer.reset();
  if (random.uniform() < 0.7) outlook.answer = Bytes{1e4 * random.uniform()};
  return outlook;
}

/// Whether every place holds what it runs of the first `end` layers.
inline bool fits(const CostTable& costs, const CutPositions& cuts, std::size_t end) {
  std::size_t first = 0;
  for (std::size_t place = 0; place < costs.places(); ++place) {
    const std::size_t last = place < cuts.size() ? cuts[place] : end;
    if (costs.shortfall(place, first, last)) return false;
    first = last;
  }
  return true;
}
inline bool fits(const CostTable& costs, const CutPositions& cuts) {
  return fits(costs, cuts, costs.layers());
}

/// All cuts of the first `end` layers on a path.
inline void for_every_cuts(std::size_t hops, std::size_t end,
                           const std::function<void(const CutPositions&)>& take) {
  CutPositions cuts(hops, std::uint16_t{0});
  const std::function<void(std::size_t)> choose = [&](std::size_t hop) {
    if (hop == hops) {
      take(cuts);
      return;
    }
    for (std::size_t k = hop == 0 ? 0 : cuts[hop - 1]; k <= end; ++k) {
      cuts[hop] = static_cast<std::uint16_t>(k);
      choose(hop + 1);
    }
  };
  choose(0);
}

}  // namespace splitscape::test
