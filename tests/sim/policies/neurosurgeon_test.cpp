#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

#include "sim/expectation.hpp"
#include "tests/sim/random_outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice making_small(const std::string& objective) {
  return {.name = "neurosurgeon", .parameters = {{"objective", objective}}};
}

std::vector<int> decided(const Outlook& outlook, const PolicyChoice& choice = {.name = "neurosurgeon"}) {
  return positions(make_policy(choice, outlook.setting())->decide(outlook.observation()).cuts);
}

double cost_of(const Outlook& outlook, const CutPositions& cuts, bool energy) {
  const Expectation expected = expect(outlook.observation(), cuts);
  return energy ? expected.device.value : expected.total().value;
}

/// The least cost of all placements that fit, by trying each; infinite where none fits.
double least_cost(const Outlook& outlook, bool energy) {
  double least = std::numeric_limits<double>::infinity();
  for_every_cuts(outlook.links.size(), outlook.costs.layers(), [&](const CutPositions& cuts) {
    if (fits(outlook.costs, cuts)) least = std::min(least, cost_of(outlook, cuts, energy));
  });
  return least;
}

/// Compares with the search over 500 worlds. @return how many of them could be placed at all
std::size_t compare_with_search(std::size_t hops, bool energy, const Features& features = {}) {
  RandomStream random(1000 * hops + (energy ? 100 : 0) + (features.small_memories ? 10 : 0));
  std::size_t placeable = 0;
  for (int world = 0; world < 500; ++world) {
    const Outlook outlook = random_outlook(random, hops, features);
    const double least = least_cost(outlook, energy);
    if (least == std::numeric_limits<double>::infinity()) continue;
    ++placeable;
    const auto policy = make_policy(making_small(energy ? "energy" : "latency"), outlook.setting());
    const Decision decision = policy->decide(outlook.observation());
    CAPTURE(world);
    CHECK(fits(outlook.costs, decision.cuts));
    CHECK(cost_of(outlook, decision.cuts, energy) == doctest::Approx(least).epsilon(1e-9));
  }
  return placeable;
}

}  // namespace

// ---- against the search over all cuts

TEST_CASE("neurosurgeon finds the least latency of all cuts") {
  for (const std::size_t hops : {0U, 1U, 2U, 3U}) CHECK(compare_with_search(hops, false) == 500);
}

TEST_CASE("neurosurgeon finds the least device energy of all cuts") {
  for (const std::size_t hops : {0U, 1U, 2U, 3U}) CHECK(compare_with_search(hops, true) == 500);
}

TEST_CASE("neurosurgeon finds the best of all cuts of graphs with branches") {
  for (const std::size_t hops : {1U, 2U}) {
    CHECK(compare_with_search(hops, false, {.branches = true}) == 500);
    CHECK(compare_with_search(hops, true, {.branches = true}) == 500);
  }
}

TEST_CASE("neurosurgeon finds the least latency of the cuts that fit the memories") {
  for (const std::size_t hops : {1U, 2U, 3U})
    CHECK(compare_with_search(hops, false, {.small_memories = true}) > 100);
}

TEST_CASE("neurosurgeon finds the least device energy of the cuts that fit the memories") {
  for (const std::size_t hops : {1U, 2U, 3U})
    CHECK(compare_with_search(hops, true, {.small_memories = true}) > 100);
}

TEST_CASE("neurosurgeon finds the least latency of all cuts where some are encoded and decoded") {
  for (const std::size_t hops : {1U, 2U, 3U})
    CHECK(compare_with_search(hops, false, {.bottlenecks = true}) == 500);
}

TEST_CASE("neurosurgeon finds the least device energy of all cuts where some are encoded and decoded") {
  for (const std::size_t hops : {1U, 2U, 3U})
    CHECK(compare_with_search(hops, true, {.bottlenecks = true}) == 500);
}

TEST_CASE("neurosurgeon finds the best cut that fits the memories with its encoder and decoder") {
  for (const std::size_t hops : {1U, 2U, 3U})
    CHECK(compare_with_search(hops, false, {.small_memories = true, .bottlenecks = true}) > 100);
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
