#include "models/memory_fit.hpp"

#include <doctest/doctest.h>

#include <random>

#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A chain of random weights and tensors, with encoders and decoders that are heavy beside them.
NetworkProfile random_chain(std::mt19937_64& random) {
  const auto bytes = [&random](unsigned below) { return Bytes{static_cast<double>(random() % below)}; };
  NetworkProfile profile{.name = "chain", .input = bytes(100)};
  for (std::size_t i = 0; i < 1 + random() % 6; ++i) {
    LayerProfile layer{.name = std::to_string(i), .op = "conv", .output = bytes(100)};
    layer.cost.macs = Macs{1};
    layer.cost.weights = bytes(300);
    profile.layers.push_back(layer);
    if (random() % 2 == 0) {
      const std::string after = i == 0 ? "input" : std::to_string(i - 1);
      profile.bottlenecks.push_back({.after = after,
                                     .encoder = {.macs = Macs{1}, .weights = bytes(600)},
                                     .decoder = {.macs = Macs{1}, .weights = bytes(600)}});
    }
  }
  return profile;
}

/// Whether some cuts place the network, by trying all.
bool placeable(const CostTable& costs, std::size_t place, std::size_t first) {
  if (place + 1 == costs.places()) return !costs.shortfall(place, first, costs.layers());
  for (std::size_t last = first; last <= costs.layers(); ++last) {
    if (!costs.shortfall(place, first, last) && placeable(costs, place + 1, last)) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a place holds exactly the runs of layers that miss no memory, encoders and decoders included") {
  std::mt19937_64 random(1);
  int possible = 0;
  int blocked_by_codec = 0;
  for (int trial = 0; trial < 500; ++trial) {
    const NetworkGraph network(random_chain(random));
    std::vector<Hardware> hardware(1 + random() % 3, slow_device());
    for (Hardware& place : hardware)
      place.memory = Figure<Bytes>{{static_cast<double>(200 + random() % 900)}};
    std::vector<const Hardware*> places;
    for (const Hardware& place : hardware) places.push_back(&place);
    const CostTable costs(network, places);
    const MemoryFit fit(costs);
    for (std::size_t place = 0; place < costs.places(); ++place) {
      for (std::size_t last = 0; last <= costs.layers(); ++last) {
        for (std::size_t first = 0; first <= last; ++first) {
          const bool fits = !costs.shortfall(place, first, last);
          // The device is asked for runs from the start only.
          if (place == 0 && first > 0) continue;
          CHECK(fit.holds(place, first, last) == fits);
          if (!fits && first >= fit.earliest(place, last)) ++blocked_by_codec;
        }
      }
    }
    CHECK(fit.possible() == placeable(costs, 0, 0));
    possible += fit.possible() ? 1 : 0;
  }
  CHECK(possible > 100);
  CHECK(possible < 400);
  CHECK(blocked_by_codec > 100);
}
