#include <doctest/doctest.h>

#include <limits>
#include <set>
#include <stdexcept>

#include "sim/expectation.hpp"
#include "tests/sim/random_outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice with_batch(double batch) {
  return {.name = "dynamic_split", .parameters = {{"batch", batch}}};
}

CutPositions decided(const Outlook& outlook, const PolicyChoice& choice = {.name = "dynamic_split"}) {
  return make_policy(choice, outlook.setting())->decide(outlook.observation()).cuts;
}

/// The input, the end, and the positions at which one tensor crosses that is smaller than the input and than
/// every one before it, by going through the positions. For networks without dead ends.
std::set<std::size_t> candidates_by_hand(const NetworkGraph& network) {
  std::set<std::size_t> candidates{0, network.layers().size()};
  double smallest = network.profile().input.value;
  for (std::size_t position = 1; position < network.layers().size(); ++position) {
    const Cut& cut = network.cuts()[position];
    if (cut.tensors != 1) continue;
    if (cut.live.value < smallest) candidates.insert(position);
    smallest = std::min(smallest, cut.live.value);
  }
  return candidates;
}

double time_of(const Outlook& outlook, const CutPositions& cuts, double batch) {
  double time = expect(outlook.observation(), cuts).total().value;
  for (std::size_t hop = 0; hop < cuts.size(); ++hop) {
    if (cuts[hop] == outlook.costs.layers()) continue;
    time += (batch - 1) * (outlook.costs.crossing(cuts[hop]) / outlook.links[hop].up).value;
  }
  return time;
}

/// @return the least time of all cuts at candidates that fit
double least_time(const Outlook& outlook, double batch) {
  const auto candidates = candidates_by_hand(outlook.costs.network());
  double least = std::numeric_limits<double>::infinity();
  for_every_cuts(outlook.links.size(), outlook.costs.layers(), [&](const CutPositions& cuts) {
    for (const auto cut : cuts) {
      if (!candidates.contains(cut)) return;
    }
    if (fits(outlook.costs, cuts)) least = std::min(least, time_of(outlook, cuts, batch));
  });
  return least;
}

}  // namespace

TEST_CASE("dynamic split finds the least latency of all cuts at natural bottlenecks") {
  RandomStream random(3);
  std::size_t worse_than_all_cuts = 0;
  for (int world = 0; world < 600; ++world) {
    const std::size_t hops = static_cast<std::size_t>(world) % 3;
    const double batch = 1 + static_cast<double>(world % 4);
    const Outlook outlook = random_outlook(
        random, hops, {.small_memories = world % 5 == 0, .bottlenecks = false, .branches = world % 2 == 0});
    const double least = least_time(outlook, batch);
    CAPTURE(world);
    if (least == std::numeric_limits<double>::infinity()) {
      CHECK_THROWS_AS(make_policy(with_batch(batch), outlook.setting()), std::invalid_argument);
      continue;
    }
    const CutPositions cuts = decided(outlook, with_batch(batch));
    REQUIRE(fits(outlook.costs, cuts));
    REQUIRE(time_of(outlook, cuts, batch) == doctest::Approx(least).epsilon(1e-9));
    const auto best = make_policy({.name = "neurosurgeon"}, outlook.setting());
    if (batch == 1 && time_of(outlook, best->decide(outlook.observation()).cuts, 1) < least - 1e-9)
      ++worse_than_all_cuts;
  }
  CHECK(worse_than_all_cuts > 0);  // otherwise every cut was a candidate
}

TEST_CASE("the cut of dynamic split never moves towards the end when the rate rises") {
  RandomStream random(4);
  std::size_t moves = 0;
  for (int world = 0; world < 200; ++world) {
    Outlook outlook = random_outlook(random, 1, {.branches = world % 2 == 0});
    outlook.server_loads = {0.1};  // a server fast enough to be worth its while
    const auto policy = make_policy(with_batch(1 + world % 3), outlook.setting());
    int before = std::numeric_limits<int>::max();
    for (double rate = 1e3; rate < 1e10; rate *= 1.5) {
      outlook.links.front().up = {rate};
      const int cut = policy->decide(outlook.observation()).cuts.front();
      CAPTURE(world);
      CAPTURE(rate);
      REQUIRE(cut <= before);
      if (cut < before && before <= 10) ++moves;
      before = cut;
    }
  }
  CHECK(moves > 200);
}

TEST_CASE("a larger batch moves the cut of dynamic split towards the end") {
  // At 1 Mbps after the input .08 + .06, after a .1 + .048 + .05, after b .3 + .024 + .03, else .6, and .0054
  // or .0104 of latency and answer. Four inputs at once: .38, .342, .402.
  Outlook outlook(1);
  CHECK(positions(decided(outlook)) == std::vector<int>{0});
  CHECK(positions(decided(outlook, with_batch(4))) == std::vector<int>{1});
  CHECK(positions(decided(outlook, with_batch(40))) == std::vector<int>{3});
}

TEST_CASE("dynamic split reckons with the load that servers announce") {
  Outlook outlook(1);
  outlook.server_loads = {9.0};
  CHECK(positions(decided(outlook)) == std::vector<int>{3});
}

TEST_CASE("dynamic split stays on the device while nothing gets through") {
  Outlook outlook(1);
  outlook.links.front().up = {0};
  CHECK(positions(decided(outlook, with_batch(3))) == std::vector<int>{3});
}

TEST_CASE("dynamic split looks again when an estimate changes") {
  Outlook outlook(1);
  const auto policy = make_policy({.name = "dynamic_split"}, outlook.setting());
  for (const auto& [rate, cut] : {std::pair{1e6, 0}, {9e4, 3}, {2e5, 1}, {2e5, 1}, {1e6, 0}}) {
    outlook.links.front().up = {rate};
    CHECK(positions(policy->decide(outlook.observation()).cuts) == std::vector<int>{cut});
  }
}

TEST_CASE("a batch of nothing is refused") {
  CHECK_THROWS_WITH_AS(make_policy(with_batch(0), Outlook(1).setting()),
                       "'batch' is the number of inputs at once: at least 1", std::invalid_argument);
}

TEST_CASE("a network of which no natural bottleneck fits is refused") {
  // The output of a is larger than the input, so that only input and end are left; neither place holds all.
  NetworkProfile profile = three_layers();
  profile.layers[0].output = profile.layers[1].output = {20000};
  Hardware device = slow_device();
  Hardware server = fast_server();
  device.memory = server.memory = Figure<Bytes>{{40040}};
  const Outlook outlook(CostTable(NetworkGraph(profile), {&device, &server}));
  CHECK_FALSE(fits(outlook.costs, {0}));
  CHECK(fits(outlook.costs, {1}));
  CHECK_THROWS_WITH_AS(make_policy({.name = "dynamic_split"}, outlook.setting()),
                       "no cut of network 'abc' at the input, its end or a natural bottleneck leaves every "
                       "place what its memory holds",
                       std::invalid_argument);
}
