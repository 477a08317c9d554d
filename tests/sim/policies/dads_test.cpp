#include <doctest/doctest.h>

#include <limits>
#include <random>
#include <stdexcept>

#include "models/balanced_cut.hpp"
#include "models/min_cut.hpp"
#include "sim/expectation.hpp"
#include "sim/path_costs.hpp"
#include "tests/sim/random_outlook.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice under(const std::string& load) {
  return {.name = "dads", .parameters = {{"load", load}}};
}

CutPositions decided(const Outlook& outlook, const PolicyChoice& choice) {
  return make_policy(choice, outlook.setting())->decide(outlook.observation()).cuts;
}

double latency_of(const Outlook& outlook, const CutPositions& cuts) {
  return expect(outlook.observation(), cuts).total().value;
}

/// The slowest of computing at the places and sending over the hops.
double slowest_stage(const Outlook& outlook, const CutPositions& cuts) {
  double slowest = 0;
  for (const Seconds time : expect(outlook.observation(), cuts).compute)
    slowest = std::max(slowest, time.value);
  for (std::size_t hop = 0; hop < cuts.size(); ++hop) {
    if (cuts[hop] == outlook.costs.layers()) continue;
    slowest = std::max(slowest, (outlook.costs.crossing(cuts[hop]) / outlook.links[hop].up).value);
  }
  return slowest;
}

/// Of all cuts that fit: the least latency, and the fastest slowest stage with the least latency it is had
/// for.
struct Best {
  double latency = std::numeric_limits<double>::infinity();
  std::pair<double, double> stage{latency, latency};
};

Best best_of(const Outlook& outlook) {
  Best best;
  for_every_cuts(outlook.links.size(), outlook.costs.layers(), [&](const CutPositions& cuts) {
    if (!fits(outlook.costs, cuts)) return;
    best.latency = std::min(best.latency, latency_of(outlook, cuts));
    best.stage = std::min(best.stage, {slowest_stage(outlook, cuts), latency_of(outlook, cuts)});
  });
  return best;
}

/// 300 worlds with and without branches, bottlenecks and small memories.
void compare_with_search(std::size_t hops) {
  RandomStream random(30 + hops);
  std::size_t placeable = 0;
  std::size_t differ = 0;
  for (int world = 0; world < 300; ++world) {
    const Outlook outlook = random_outlook(
        random, hops,
        {.small_memories = world % 4 == 0, .bottlenecks = world % 3 == 0, .branches = world % 3 == 1});
    const Best best = best_of(outlook);
    if (best.latency == std::numeric_limits<double>::infinity()) continue;
    ++placeable;
    const CutPositions light = decided(outlook, under("light"));
    const CutPositions heavy = decided(outlook, under("heavy"));
    CAPTURE(world);
    REQUIRE(fits(outlook.costs, light));
    REQUIRE(fits(outlook.costs, heavy));
    REQUIRE(latency_of(outlook, light) == doctest::Approx(best.latency).epsilon(1e-9));
    REQUIRE(slowest_stage(outlook, heavy) == doctest::Approx(best.stage.first).epsilon(1e-9));
    REQUIRE(latency_of(outlook, heavy) == doctest::Approx(best.stage.second).epsilon(1e-9));
    if (light != heavy) ++differ;
  }
  CHECK(placeable > 200);
  CHECK(differ > 20);
}

}  // namespace

// ---- against the search over all cuts

TEST_CASE("DADS finds the least latency and the fastest slowest stage of all cuts of a hop") {
  compare_with_search(1);
}

TEST_CASE("DADS finds the least latency and the fastest slowest stage of all cuts of two hops") {
  compare_with_search(2);
}

TEST_CASE("on chains DADS under a light load takes the minimum cut and under a heavy one the balanced cut") {
  RandomStream random(33);
  for (int world = 0; world < 300; ++world) {
    const Outlook outlook = random_outlook(random, 1);
    const TensorFlow flow(outlook.costs.network());
    const PlacementCosts costs = latency_costs(outlook.observation());
    CAPTURE(world);
    const double minimum = cost_of(min_cut(flow, costs), costs, flow).total();
    REQUIRE(latency_of(outlook, decided(outlook, under("light"))) == doctest::Approx(minimum).epsilon(1e-9));
    REQUIRE(slowest_stage(outlook, decided(outlook, under("heavy"))) ==
            doctest::Approx(best_balanced_cut(flow, costs).largest_stage).epsilon(1e-9));
  }
}

namespace {

/// A graph whose layers take times on the device and on the server that have nothing to do with each other,
/// so that its minimum cut often goes across branches.
Outlook measured_graph(std::mt19937_64& random) {
  NetworkProfile profile = random_network(random, 12, false);
  const Hardware device = slow_device();
  const Hardware server = fast_server();
  for (LayerProfile& layer : profile.layers) {
    for (const std::string& hardware : {device.name, server.name})
      layer.cost.measured[hardware].time = {static_cast<double>(random() % 1000) * 1e-6};
  }
  Outlook outlook(CostTable(NetworkGraph(profile), {&device, &server}));
  outlook.links.front() = {.up = {1e7}, .down = {1e7}, .latency = {1e-5}};
  return outlook;
}

}  // namespace

TEST_CASE("on graphs DADS takes the minimum cut where it is a position and else the best position") {
  std::mt19937_64 random(34);
  std::size_t of_order = 0;
  std::size_t others = 0;
  double longer = 0;
  for (int world = 0; world < 1000; ++world) {
    const Outlook outlook = measured_graph(random);
    const TensorFlow flow(outlook.costs.network());
    const PlacementCosts costs = latency_costs(outlook.observation());
    const Partition cut = min_cut(flow, costs);
    const double minimum = cost_of(cut, costs, flow).total();
    const CutPositions cuts = decided(outlook, under("light"));
    const double latency = latency_of(outlook, cuts);
    CAPTURE(world);
    REQUIRE(latency == doctest::Approx(best_of(outlook).latency).epsilon(1e-9));
    REQUIRE(latency >= minimum * (1 - 1e-9));
    if (cut == partition_at(stage_positions(cut, 1), flow.layers())) {
      ++of_order;
      REQUIRE(positions(cuts) == std::vector<int>{static_cast<int>(stage_positions(cut, 1).front())});
    } else {
      ++others;
      longer += latency / minimum - 1;
    }
  }
  CHECK(of_order > 500);
  CHECK(others > 20);
  CHECK(longer / static_cast<double>(others) == doctest::Approx(0.060).epsilon(0.01));
}

// ---- the load

namespace {

/// What DADS decides on the last of these arrivals. In the small world at 400 kbps the least latency is had
/// by sending the input (.2 s, then .06 s; .2704 s with latency and answer); after a no stage takes longer
/// than .12 s (.1, .12 and .05 s; .2804 s in all).
int decided_after(const std::vector<double>& arrivals, PolicyChoice choice = {.name = "dads"}) {
  Outlook outlook(1);
  outlook.links.front().up = {4e5};
  const auto policy = make_policy(choice, outlook.setting());
  int cut = -1;
  for (const double now : arrivals) {
    Observation observation = outlook.observation();
    observation.now = {now};
    cut = policy->decide(observation).cuts.front();
  }
  return cut;
}

}  // namespace

TEST_CASE("DADS takes a load to be light until the second request") {
  CHECK(decided_after({0}) == 0);
}

TEST_CASE("DADS changes to the fastest slowest stage when requests come faster than the light one's") {
  CHECK(decided_after({0, 0.21}) == 0);
  CHECK(decided_after({0, 0.2}) == 1);  // not below
  CHECK(decided_after({0, 0.19}) == 1);
  CHECK(decided_after({0, 0.1, 0.2, 1.2}) == 0);  // .4 s apart on average
}

TEST_CASE("DADS looks at as many gaps as it is told") {
  const PolicyChoice last_gap{.name = "dads", .parameters = {{"window", 1.0}}};
  CHECK(decided_after({0, 10, 10.1}, last_gap) == 1);
  CHECK(decided_after({0, 10, 10.1}) == 0);
}

TEST_CASE("DADS may be told the rate of the requests and the load") {
  const PolicyChoice fast{.name = "dads", .parameters = {{"rate", 20.0}}};
  const PolicyChoice slow{.name = "dads", .parameters = {{"rate", 0.1}}};
  CHECK(decided_after({0}, fast) == 1);
  CHECK(decided_after({0, 0.1, 0.2}, slow) == 0);
  CHECK(decided_after({0}, under("heavy")) == 1);
  CHECK(decided_after({0, 0.1, 0.2}, under("light")) == 0);
}

TEST_CASE("DADS keeps its cut while estimates change by less than its tolerance") {
  Outlook outlook(1);
  const PolicyChoice choice{.name = "dads",
                            .parameters = {{"load", std::string("light")}, {"tolerance", 0.1}}};
  const auto tolerant = make_policy(choice, outlook.setting());
  const auto exact = make_policy(under("light"), outlook.setting());
  // The cut moves from the input to behind a at 356 kbps: .08Mbit/r + .06 s = .1 s + .048 Mbit/r + .05 s.
  const auto cuts_at = [&outlook](OffloadPolicy& policy, double rate) {
    outlook.links.front().up = {rate};
    return int{policy.decide(outlook.observation()).cuts.front()};
  };
  CHECK(cuts_at(*tolerant, 3.7e5) == 0);
  CHECK(cuts_at(*exact, 3.7e5) == 0);
  CHECK(cuts_at(*tolerant, 3.4e5) == 0);
  CHECK(cuts_at(*exact, 3.4e5) == 1);
  CHECK(cuts_at(*tolerant, 3.3e5) == 1);  // 10.8 % below
}

TEST_CASE("a simulated device under DADS keeps up with arrivals that the least latency falls behind of") {
  const auto mean_latency = [](const PolicyChoice& choice) {
    Scenario scenario = idle_scenario();
    scenario.requests = 100;
    scenario.links.front().up = RateTrace::constant({4e5});
    scenario.devices.front().workload.arrivals = PeriodicArrivals{.period = {0.15}, .phase = Seconds{}};
    return simulated(scenario, choice).summary.number(0, "latency_mean_s");
  };
  // Sending the input takes .2 s of every .15 s: the k-th request waits .05 k s.
  CHECK(mean_latency(under("light")) == doctest::Approx(0.2704 + 0.05 * 99 / 2).epsilon(1e-6));
  // After a .2804 s, once the first few that were sent whole are through.
  CHECK(mean_latency(under("heavy")) == doctest::Approx(0.2804).epsilon(1e-6));
  CHECK(mean_latency({.name = "dads"}) == doctest::Approx(0.2804).epsilon(0.02));
}

TEST_CASE("DADS stays on the device while nothing gets through") {
  Outlook outlook(1);
  outlook.links.front().up = {0};
  CHECK(positions(decided(outlook, under("light"))) == std::vector<int>{3});
  CHECK(positions(decided(outlook, under("heavy"))) == std::vector<int>{3});
  CHECK(decided(Outlook(0), under("auto")).empty());
}

TEST_CASE("DADS refuses a rate and a window of nothing") {
  const PolicyChoice rate{.name = "dads", .parameters = {{"rate", 0.0}}};
  CHECK_THROWS_WITH_AS(make_policy(rate, Outlook(1).setting()),
                       "'rate' is a number of requests a second: above 0", std::invalid_argument);
  const PolicyChoice window{.name = "dads", .parameters = {{"window", 0.0}}};
  CHECK_THROWS_WITH_AS(make_policy(window, Outlook(1).setting()),
                       "'window' is a number of gaps between requests: at least 1", std::invalid_argument);
}
