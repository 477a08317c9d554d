#include "models/balanced_cut.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <stdexcept>

#include "tests/support/random_networks.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// The smallest largest stage of all assignments.
double least_largest_stage(const NetworkProfile& profile, const PlacementCosts& costs) {
  const TensorFlow flow{NetworkGraph(profile)};
  double least = std::numeric_limits<double>::infinity();
  for_every_assignment(profile.layers.size(), 2, [&](const std::vector<std::size_t>& place) {
    if (!forward_by_hand(profile, place)) return;
    least = std::min(least, largest_stage(cost_of({place}, costs, flow)));
  });
  return least;
}

}  // namespace

TEST_CASE("the largest stage is the busiest place or hop and no passage") {
  CHECK(largest_stage({.compute = {1, 2}, .transfer = {3}, .passage = {9}}) == 3);
  CHECK(largest_stage({.compute = {1, 4}, .transfer = {3}, .passage = {9}}) == 4);
  CHECK(largest_stage({.compute = {5, 4}, .transfer = {3}, .passage = {9}}) == 5);
  CHECK(largest_stage({.compute = {5}}) == 5);
}

TEST_CASE("under heavy load a cut that takes longer may let more through") {
  const TensorFlow flow{NetworkGraph(three_layers())};
  // Light load: 4 on the device. Heavy load: stages of 2, 2 and 1 let twice as much through.
  const PlacementCosts costs{
      .compute = {{2, 1, 1}, {2, 0.5, 0.5}}, .transfer = {{9, 2, 9, 0}}, .passage = {0}};
  const BalancedCut cut = balanced_cut(flow, costs);
  CHECK(cut.partition.place == std::vector<std::size_t>{0, 1, 1});
  CHECK(cut.largest_stage == 2);
  CHECK(cut.total == 5);
  CHECK(best_balanced_cut(flow, costs) == cut);
}

TEST_CASE("a passage is part of the time of a request and of no stage") {
  const TensorFlow flow{NetworkGraph(three_layers())};
  const PlacementCosts costs{
      .compute = {{2, 1, 1}, {2, 0.5, 0.5}}, .transfer = {{9, 2, 9, 0}}, .passage = {100}};
  const BalancedCut cut = balanced_cut(flow, costs);
  CHECK(cut.largest_stage == 2);
  CHECK(cut.total == 105);
  CHECK(best_balanced_cut(flow, costs) == cut);
}

TEST_CASE("the search through all partitions finds the smallest largest stage of random graphs") {
  std::mt19937_64 random(12);
  for (int repetition = 0; repetition < 300; ++repetition) {
    const NetworkProfile profile = random_network(random, 10, repetition % 4 == 0);
    const PlacementCosts costs = random_costs(random, profile.layers.size(), 2);
    const BalancedCut best = best_balanced_cut(TensorFlow(NetworkGraph(profile)), costs);
    CAPTURE(repetition);
    REQUIRE(forward_by_hand(profile, best.partition.place));
    REQUIRE(best.largest_stage == doctest::Approx(least_largest_stage(profile, costs)).epsilon(1e-12));
  }
}

TEST_CASE("the largest stage of a balanced cut is at most three times the smallest there is") {
  std::mt19937_64 random(13);
  std::vector<double> ratios;
  for (int repetition = 0; repetition < 1000; ++repetition) {
    const NetworkProfile profile = random_network(random, 12, repetition % 4 == 0);
    const TensorFlow flow{NetworkGraph(profile)};
    const PlacementCosts costs = random_costs(random, profile.layers.size(), 2);
    const BalancedCut cut = balanced_cut(flow, costs);
    const double best = best_balanced_cut(flow, costs).largest_stage;
    CAPTURE(repetition);
    REQUIRE(runs_forward(flow, cut.partition));
    REQUIRE(cut.largest_stage >= best - 1e-12);
    REQUIRE(cut.largest_stage <= 3 * best + 1e-12);
    if (best > 0) ratios.push_back(cut.largest_stage / best);
  }
  std::sort(ratios.begin(), ratios.end());
  const auto met = std::count_if(ratios.begin(), ratios.end(), [](double r) { return r < 1 + 1e-9; });
  MESSAGE("met exactly: " << met << " of " << ratios.size() << ", 95 %: " << ratios[ratios.size() * 95 / 100]
                          << ", 99 %: " << ratios[ratios.size() * 99 / 100]
                          << ", largest: " << ratios.back());
  CHECK(met < static_cast<std::ptrdiff_t>(ratios.size()));  // otherwise the graphs were too easy
}

TEST_CASE("a search that would take too many steps gives up") {
  std::mt19937_64 random(14);
  const NetworkProfile profile = random_network(random, 12, false);
  const TensorFlow flow{NetworkGraph(profile)};
  const PlacementCosts costs = random_costs(random, profile.layers.size(), 2);
  CHECK_THROWS_WITH_AS((void)best_balanced_cut(flow, costs, 3),
                       "the network has too many partitions to go through them all", std::length_error);
}

TEST_CASE("a balanced cut has two places") {
  const TensorFlow flow{NetworkGraph(three_layers())};
  const PlacementCosts three{.compute = std::vector<std::vector<double>>(3, {1, 1, 1}),
                             .transfer = {{1, 1, 1, 1}, {1, 1, 1, 1}},
                             .passage = {0, 0}};
  CHECK_THROWS_WITH_AS((void)balanced_cut(flow, three), "a balanced cut is one between two places",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS((void)best_balanced_cut(flow, three), "a balanced cut is one between two places",
                       std::invalid_argument);
}
