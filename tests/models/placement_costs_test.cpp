#include "models/placement_costs.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <random>

#include "tests/support/random_networks.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("the cost of a partition has a part for each place and each hop") {
  const TensorFlow flow{NetworkGraph(three_layers())};
  const PlacementCosts costs{.compute = {{1, 2, 3}, {10, 20, 30}, {100, 200, 300}},
                             .transfer = {{7, 5, 3, 0}, {70, 50, 30, 0}},
                             .passage = {0.25, 0.5}};
  const PartitionCost cost = cost_of({{0, 1, 1}}, costs, flow);
  CHECK(cost.compute == std::vector<double>{1, 50, 0});
  CHECK(cost.transfer == std::vector<double>{5, 0});
  CHECK(cost.passage == std::vector<double>{0.25, 0});
  CHECK(cost.total() == 56.25);
  // Passed through by what goes on to the last place.
  CHECK(cost_of({{0, 2, 2}}, costs, flow).total() == 1 + 5 + 50 + 500 + 0.75);
}

TEST_CASE("the cost of a partition is what its tensors and layers come to one by one") {
  std::mt19937_64 random(6);
  for (int repetition = 0; repetition < 100; ++repetition) {
    const NetworkProfile profile = random_network(random, 5, true);
    const TensorFlow flow{NetworkGraph(profile)};
    const PlacementCosts costs = random_costs(random, profile.layers.size(), 3);
    for_every_assignment(profile.layers.size(), 3, [&](const std::vector<std::size_t>& place) {
      REQUIRE(cost_of({place}, costs, flow).total() ==
              doctest::Approx(cost_by_hand(profile, costs, place)).epsilon(1e-12));
    });
  }
}

TEST_CASE("a weighted sum weighs every part and leaves out what weighs nothing") {
  const double infinite = std::numeric_limits<double>::infinity();
  const PlacementCosts a{.compute = {{1}, {2}}, .transfer = {{3, infinite}}, .passage = {4}};
  const PlacementCosts b{.compute = {{10}, {20}}, .transfer = {{30, 40}}, .passage = {50}};
  CHECK(weighted_sum(a, 2, b, 0.5) ==
        PlacementCosts{.compute = {{7}, {14}}, .transfer = {{21, infinite}}, .passage = {33}});
  CHECK(weighted_sum(a, 0, b, 1) == b);
}
