// Minimum cuts against all there is: every assignment of the layers of small random graphs to places.
#include "models/min_cut.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "models/path_placement.hpp"
#include "tests/support/random_networks.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// What the cheapest assignments cost, of those that keep to the rules.
double least_cost(const NetworkProfile& profile, const PlacementCosts& costs, const CutRules& rules) {
  PlacementCosts reckoned = costs;
  if (!rules.input_on_device) reckoned.transfer[0][0] = 0;
  double least = std::numeric_limits<double>::infinity();
  for_every_assignment(profile.layers.size(), costs.places(), [&](const std::vector<std::size_t>& place) {
    if (rules.no_return && !forward_by_hand(profile, place)) return;
    least = std::min(least, cost_by_hand(profile, reckoned, place));
  });
  return least;
}

/// The sums of cost_of are taken in another order than those by hand, hence rounding and no more.
bool same(double a, double b) {
  return std::abs(a - b) <= 1e-12 * std::max(1.0, std::abs(b));
}

}  // namespace

TEST_CASE("a minimum cut is as cheap as the cheapest of all partitions of 1,000 random graphs") {
  std::mt19937_64 random(20240607);
  std::size_t beyond_positions = 0;
  for (int repetition = 0; repetition < 1000; ++repetition) {
    const NetworkProfile profile = random_network(random, 12, repetition % 4 == 0);
    const NetworkGraph network(profile);
    const TensorFlow flow(network);
    const std::size_t layers = profile.layers.size();
    const PlacementCosts latency = random_costs(random, layers, 2);
    const PlacementCosts energy = random_costs(random, layers, 2);
    for (const double weight : {1.0, 0.0, 0.3}) {
      const PlacementCosts costs = weighted_sum(latency, weight, energy, 1 - weight);
      const Partition best = min_cut(flow, costs);
      const double cost = cost_of(best, costs, flow).total();
      CAPTURE(repetition);
      CAPTURE(weight);
      REQUIRE(forward_by_hand(profile, best.place));
      REQUIRE(same(cost, cost_by_hand(profile, costs, best.place)));
      REQUIRE(same(cost, least_cost(profile, costs, {})));
      const auto positions = best_positions(flow, costs);
      const double of_positions = cost_of(partition_at(*positions, layers), costs, flow).total();
      REQUIRE(cost <= of_positions + 1e-12);
      if (cost < of_positions - 1e-9) ++beyond_positions;
    }
  }
  CHECK(beyond_positions > 100);  // otherwise the graphs were chains
}

TEST_CASE("of the cheapest partitions of random graphs a minimum cut leaves least to the device") {
  std::mt19937_64 random(11);
  for (int repetition = 0; repetition < 300; ++repetition) {
    const NetworkProfile profile = random_network(random, 9, repetition % 4 == 0);
    PlacementCosts costs = random_costs(random, profile.layers.size(), 2);
    for (auto& row : costs.compute) {
      for (double& cost : row) cost = std::round(cost);
    }
    for (double& cost : costs.transfer[0]) cost = std::round(cost);
    costs.passage[0] = std::round(costs.passage[0]);  // whole numbers: sums are exact and ties are ties
    const Partition best = min_cut(NetworkGraph(profile), costs);
    const double least = cost_by_hand(profile, costs, best.place);
    for_every_assignment(profile.layers.size(), 2, [&](const std::vector<std::size_t>& place) {
      if (!forward_by_hand(profile, place) || cost_by_hand(profile, costs, place) != least) return;
      for (std::size_t layer = 0; layer < place.size(); ++layer) REQUIRE(best.place[layer] >= place[layer]);
    });
  }
}

TEST_CASE("without its rules a minimum cut is as cheap as the cheapest of all assignments") {
  std::mt19937_64 random(7);
  std::size_t cheaper = 0;
  for (int repetition = 0; repetition < 300; ++repetition) {
    const NetworkProfile profile = random_network(random, 9, repetition % 4 == 0);
    const TensorFlow flow{NetworkGraph(profile)};
    const PlacementCosts costs = random_costs(random, profile.layers.size(), 2);
    const double with_rules = least_cost(profile, costs, {});
    for (const CutRules rules : {CutRules{false, true}, CutRules{true, false}, CutRules{false, false}}) {
      PlacementCosts reckoned = costs;
      if (!rules.input_on_device) reckoned.transfer[0][0] = 0;
      const double cost = cost_by_hand(profile, reckoned, min_cut(flow, costs, rules).place);
      REQUIRE(same(cost, least_cost(profile, costs, rules)));
      if (cost < with_rules - 1e-9) ++cheaper;
    }
  }
  CHECK(cheaper > 100);  // the rules make a difference
}

TEST_CASE("a placement on a path of three places is as cheap as the cheapest of all on random graphs") {
  std::mt19937_64 random(8);
  std::size_t all_used = 0;
  for (int repetition = 0; repetition < 500; ++repetition) {
    const NetworkProfile profile = random_network(random, 8, repetition % 4 == 0);
    const TensorFlow flow{NetworkGraph(profile)};
    PlacementCosts costs = random_costs(random, profile.layers.size(), 3);
    for (auto& row : costs.transfer) {
      for (double& cost : row) cost /= 8;  // dear links leave little to the places
    }
    const Partition best = min_cut(flow, costs);
    CAPTURE(repetition);
    REQUIRE(forward_by_hand(profile, best.place));
    REQUIRE(same(cost_by_hand(profile, costs, best.place), least_cost(profile, costs, {})));
    if (std::set<std::size_t>(best.place.begin(), best.place.end()).size() == 3) ++all_used;
  }
  CHECK(all_used > 20);
}

TEST_CASE("a placement on a path of four places is as cheap as the cheapest of all on random graphs") {
  std::mt19937_64 random(9);
  for (int repetition = 0; repetition < 100; ++repetition) {
    const NetworkProfile profile = random_network(random, 6, false);
    const TensorFlow flow{NetworkGraph(profile)};
    const PlacementCosts costs = random_costs(random, profile.layers.size(), 4);
    REQUIRE(same(cost_by_hand(profile, costs, min_cut(flow, costs).place), least_cost(profile, costs, {})));
  }
}
