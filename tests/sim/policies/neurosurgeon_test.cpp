#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

#include "models/random_stream.hpp"
#include "sim/expectation.hpp"
#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice making_small(const std::string& objective) {
  return {.name = "neurosurgeon", .parameters = {{"objective", objective}}};
}

std::vector<int> decided(const Outlook& outlook, const PolicyChoice& choice = {.name = "neurosurgeon"}) {
  return positions(make_policy(choice, outlook.setting())->decide(outlook.observation()).cuts);
}

/// A chain with random costs and tensors, random hardware and random links; where asked, no memory holds
/// everything.
Outlook random_outlook(RandomStream& random, std::size_t hops, bool small_memories, bool bottlenecks) {
  NetworkProfile network{.name = "chain", .input = {1e5 * random.uniform()}};
  const std::size_t layers = 1 + random.next() % 10;
  double weights = 0;
  for (std::size_t i = 0; i < layers; ++i) {
    LayerProfile layer{.name = "layer" + std::to_string(i), .op = "conv"};
    layer.cost.macs = Macs{1e6 * random.uniform()};
    layer.cost.weights = {1e5 * random.uniform()};
    layer.output = {1e5 * random.uniform()};
    weights += layer.cost.weights.value;
    network.layers.push_back(layer);
    if (!bottlenecks || random.uniform() < 0.4) continue;
    const auto codec = [&random] {
      return ComputeCost{.macs = Macs{5e5 * random.uniform()}, .weights = {1e5 * random.uniform()}};
    };
    network.bottlenecks.push_back({.after = i == 0 ? "input" : "layer" + std::to_string(i - 1),
                                   .ratio = random.uniform() + 0.01,
                                   .encoder = codec(),
                                   .decoder = codec()});
  }
  std::vector<Hardware> hardware(hops + 1, slow_device());
  for (Hardware& place : hardware) {
    place.rate = Figure<MacRate>{{1e7 * (0.1 + random.uniform())}};
    if (small_memories) place.memory = Figure<Bytes>{{2e5 + 0.6 * weights * random.uniform()}};
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

bool fits(const CostTable& costs, const CutPositions& cuts) {
  std::size_t first = 0;
  for (std::size_t place = 0; place < costs.places(); ++place) {
    const std::size_t last = place < cuts.size() ? cuts[place] : costs.layers();
    if (costs.shortfall(place, first, last)) return false;
    first = last;
  }
  return true;
}

double cost_of(const Outlook& outlook, const CutPositions& cuts, bool energy) {
  const Expectation expected = expect(outlook.observation(), cuts);
  return energy ? expected.device.value : expected.total().value;
}

/// The least cost of all placements that fit, by trying each; infinite where none fits.
double least_cost(const Outlook& outlook, bool energy, CutPositions& cuts, std::size_t hop = 0) {
  if (hop == cuts.size()) {
    return fits(outlook.costs, cuts) ? cost_of(outlook, cuts, energy)
                                     : std::numeric_limits<double>::infinity();
  }
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t k = hop == 0 ? 0 : cuts[hop - 1]; k <= outlook.costs.layers(); ++k) {
    cuts[hop] = static_cast<std::uint16_t>(k);
    least = std::min(least, least_cost(outlook, energy, cuts, hop + 1));
  }
  return least;
}

/// Compares with the search over 500 chains. @return how many of them could be placed at all
std::size_t compare_with_search(std::size_t hops, bool energy, bool small_memories,
                                bool bottlenecks = false) {
  RandomStream random(1000 * hops + (energy ? 100 : 0) + (small_memories ? 10 : 0));
  std::size_t placeable = 0;
  for (int chain = 0; chain < 500; ++chain) {
    const Outlook outlook = random_outlook(random, hops, small_memories, bottlenecks);
    CutPositions cuts(hops, std::uint16_t{0});
    const double least = least_cost(outlook, energy, cuts);
    if (least == std::numeric_limits<double>::infinity()) continue;
    ++placeable;
    const auto policy = make_policy(making_small(energy ? "energy" : "latency"), outlook.setting());
    const Decision decision = policy->decide(outlook.observation());
    CAPTURE(chain);
    CHECK(fits(outlook.costs, decision.cuts));
    CHECK(cost_of(outlook, decision.cuts, energy) == doctest::Approx(least).epsilon(1e-9));
  }
  return placeable;
}

}  // namespace

// ---- against the search over all cuts

TEST_CASE("neurosurgeon finds the least latency of all cuts") {
  for (const std::size_t hops : {1U, 2U, 3U}) CHECK(compare_with_search(hops, false, false) == 500);
}

TEST_CASE("neurosurgeon finds the least device energy of all cuts") {
  for (const std::size_t hops : {1U, 2U, 3U}) CHECK(compare_with_search(hops, true, false) == 500);
}

TEST_CASE("neurosurgeon finds the least latency of the cuts that fit the memories") {
  for (const std::size_t hops : {1U, 2U, 3U}) CHECK(compare_with_search(hops, false, true) > 100);
}

TEST_CASE("neurosurgeon finds the least device energy of the cuts that fit the memories") {
  for (const std::size_t hops : {1U, 2U, 3U}) CHECK(compare_with_search(hops, true, true) > 100);
}

TEST_CASE("neurosurgeon finds the least latency of all cuts where some are encoded and decoded") {
  for (const std::size_t hops : {1U, 2U, 3U}) CHECK(compare_with_search(hops, false, false, true) == 500);
}

TEST_CASE("neurosurgeon finds the least device energy of all cuts where some are encoded and decoded") {
  for (const std::size_t hops : {1U, 2U, 3U}) CHECK(compare_with_search(hops, true, false, true) == 500);
}

TEST_CASE("neurosurgeon finds the best cut that fits the memories with its encoder and decoder") {
  for (const std::size_t hops : {1U, 2U, 3U}) CHECK(compare_with_search(hops, false, true, true) > 100);
}

// ---- by hand, on the small world

TEST_CASE("neurosurgeon cuts where the small world is fastest") {
  // After the input .085 + .06, after a .1 + .053 + .05, after b .3 + .029 + .03, each + .0054; else .6.
  Outlook outlook(1);
  CHECK(decided(outlook) == std::vector<int>{0});
  // At 200 kbps: .405 + .06; .1 + .245 + .05; .3 + .125 + .03; else .6.
  outlook.links.front().up = {2e5};
  CHECK(decided(outlook) == std::vector<int>{1});
  // At 90 kbps: .1 + .538 + .05; .3 + .272 + .03 + .0054 = .607; else .6.
  outlook.links.front().up = {9e4};
  CHECK(decided(outlook) == std::vector<int>{3});
  // At 95 kbps the cut after b takes .3 + .2576 + .03 + .0054 = .593.
  outlook.links.front().up = {9.5e4};
  CHECK(decided(outlook) == std::vector<int>{2});
}

TEST_CASE("neurosurgeon follows its estimates from request to request") {
  Outlook outlook(1);
  const auto policy = make_policy({.name = "neurosurgeon"}, outlook.setting());
  for (const auto& [rate, cut] : {std::pair{1e6, 0}, {9e4, 3}, {2e5, 1}, {1e6, 0}}) {
    outlook.links.front().up = {rate};
    CHECK(positions(policy->decide(outlook.observation()).cuts) == std::vector<int>{cut});
  }
}

TEST_CASE("neurosurgeon makes the energy of the device small where it is asked to") {
  // After the input .5 W x 8 s + 8 mJ at 10 kbps: 4 J. All on the device: 1.8 J. After b: .9 J + 1.2 J.
  Outlook outlook(1);
  outlook.links.front().up = {1e4};
  CHECK(decided(outlook, making_small("energy")) == std::vector<int>{3});
  // At 20 kbps after a: .3 + .5 x 2.4 + 5 mJ = 1.505 J, after b: .9 + .6 + 2 mJ = 1.5025 J; both less 1.8 J.
  outlook.links.front().up = {2e4};
  CHECK(decided(outlook, making_small("energy")) == std::vector<int>{2});
  // And it would take 1.7 s instead of .6.
  CHECK(decided(outlook, making_small("latency")) == std::vector<int>{3});
}

TEST_CASE("neurosurgeon reckons with the load that servers announce") {
  Outlook outlook(1);
  outlook.server_loads = {9.0};  // .085 + .54 + .0054 = .6304 after the input; .1 + .053 + .45 after a; .6
  CHECK(decided(outlook) == std::vector<int>{3});
}

TEST_CASE("neurosurgeon may be told the load of the servers") {
  const Outlook outlook(1);
  const PolicyChoice choice{.name = "neurosurgeon", .parameters = {{"load_factor", 9.0}}};
  CHECK(decided(outlook, choice) == std::vector<int>{3});
  Outlook loaded(1);
  loaded.server_loads = {9.0};
  const PolicyChoice unloaded{.name = "neurosurgeon", .parameters = {{"load_factor", 1.0}}};
  CHECK(decided(loaded, unloaded) == std::vector<int>{0});
}

TEST_CASE("neurosurgeon without a path computes everything on the device") {
  CHECK(decided(Outlook(0)).empty());
}

TEST_CASE("neurosurgeon looks at no exit") {
  const Outlook outlook(1, {"a", "b"});
  const auto policy = make_policy({.name = "neurosurgeon"}, outlook.setting());
  CHECK(policy->decide(outlook.observation()).exits.empty());
}

TEST_CASE("neurosurgeon passes a place over that holds no layer") {
  Hardware tiny = fast_server();
  tiny.memory = Figure<Bytes>{{1}};
  const Hardware device = slow_device();
  const Hardware server = fast_server();
  const Outlook outlook(CostTable(NetworkGraph(three_layers()), {&device, &tiny, &server}));
  const auto cuts = decided(outlook);
  CHECK(cuts[0] == cuts[1]);
}

// ---- limits

TEST_CASE("neurosurgeon cannot make an unknown energy small") {
  Hardware device = slow_device();
  device.power.compute.reset();
  const Hardware server = fast_server();
  const Outlook outlook(CostTable(NetworkGraph(three_layers()), {&device, &server}));
  CHECK_THROWS_WITH_AS(make_policy(making_small("energy"), outlook.setting()),
                       "'objective: energy' needs a device whose computing power is known",
                       std::invalid_argument);
  CHECK_NOTHROW(make_policy(making_small("latency"), outlook.setting()));
}

TEST_CASE("neurosurgeon stays on the device while nothing gets through") {
  Outlook outlook(1);
  outlook.links.front().up = {0};
  CHECK(decided(outlook) == std::vector<int>{3});
}

TEST_CASE("neurosurgeon gives no place more than it holds even while nothing gets through") {
  Hardware small = slow_device();
  small.memory = Figure<Bytes>{{16016}};  // layer a and no more
  const Hardware server = fast_server();
  Outlook outlook(CostTable(NetworkGraph(three_layers()), {&small, &server}));
  outlook.links.front().up = {0};
  const auto cuts = decided(outlook);
  CHECK(cuts[0] <= 1);
}
