#include "scenarios/app/trained_exits.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "models/training/architecture.hpp"

using namespace splitscape;

namespace {

/// 6 values, a layer of 4 neurons with an exit to 2 classes, another of 3, and the end with 2.
Architecture two_exits() {
  return {.name = "net",
          .input = {6, 1, 1},
          .layers = {{.name = "a", .outputs = 4},
                     {.name = "b", .outputs = 3},
                     {.name = "c", .outputs = 2, .relu = false}},
          .exits = {{.after = "a", .layers = {{.name = "fc", .outputs = 2, .relu = false}}}}};
}

}  // namespace

TEST_CASE("an exit costs the trunk up to it and all heads on the way") {
  const auto costs = exit_costs(profile_of(two_exits()), std::nullopt);
  REQUIRE(costs.size() == 2);
  CHECK(costs[0].weights == 6 * 4 + 4 * 2);
  CHECK(costs[0].macs == 6 * 4 + 4 * 2);
  CHECK(costs[0].density() == 1);
  CHECK(costs[1].weights == 6 * 4 + 4 * 2 + 4 * 3 + 3 * 2);
  CHECK(costs[1].dense_weights == costs[1].weights);
}

TEST_CASE("the cost of an exit falls with the weights that sparsity leaves out, in heads too") {
  const SparsityChoice sparsity{.rules = {{.layers = "a", .fan_in = 3}, {.layers = "exit 1", .fan_in = 2}}};
  const auto costs = exit_costs(profile_of(two_exits()), sparsity);
  REQUIRE(costs.size() == 2);
  CHECK(costs[0].weights == 4 * 3 + 2 * 2);
  CHECK(costs[0].dense_weights == 6 * 4 + 4 * 2);
  CHECK(costs[0].density() == .5);
  CHECK(costs[1].weights == 4 * 3 + 2 * 2 + 4 * 3 + 3 * 2);
  CHECK(costs[1].macs == costs[1].weights);
}

TEST_CASE("weights of a convolution are used at every position of its output") {
  const Architecture convolution{
      .name = "net",
      .input = {1, 5, 5},
      .layers = {{.name = "conv", .op = TrainedOp::convolution, .outputs = 2, .kernel = 3},
                 {.name = "pool", .op = TrainedOp::max_pooling, .kernel = 3, .stride = 3},
                 {.name = "fc", .outputs = 2, .relu = false}}};
  const auto costs = exit_costs(profile_of(convolution), std::nullopt);
  REQUIRE(costs.size() == 1);
  CHECK(costs[0].weights == 2 * 9 + 2 * 2);
  CHECK(costs[0].macs == 2 * 9 * (3 * 3) + 2 * 2);
}

TEST_CASE("the scores of an exit are those of its test samples at the temperature of the held-out ones") {
  const NetworkProfile network = profile_of(two_exits());
  // Held out: right in three of four, each time by logits 1 apart. The likelihood is largest where the
  // confidence is 3/4: 1 / T = ln 3.
  const std::vector<float> held_out{1, 0, 1, 0, 1, 0, 1, 0};
  const std::vector<std::int32_t> held_out_labels{0, 0, 0, 1};
  const std::vector<float> test{1, 0, 0, 1};
  const TrainedExitScore score = scored_exit(network, 1, held_out, held_out_labels, test, {0, 0});
  CHECK(score.after == "a");
  CHECK(score.temperature == doctest::Approx(1 / std::log(3.)).epsilon(1e-6));
  CHECK(score.accuracy == .5);
  CHECK(score.mean_confidence == doctest::Approx(.75).epsilon(1e-6));
  CHECK(score.ece_after == doctest::Approx(.25).epsilon(1e-6));
  CHECK(score.ece_before == doctest::Approx(1 / (1 + std::exp(-1.)) - .5).epsilon(1e-6));
  REQUIRE(score.outcomes.size() == 2);
  CHECK(score.outcomes[0].correct == Correctness::right);
  CHECK(score.outcomes[1].correct == Correctness::wrong);
  CHECK(score.outcomes[1].prediction == 1);
}

TEST_CASE("the last exit stands behind the last layer, and without held-out samples nothing is scaled") {
  const TrainedExitScore score = scored_exit(profile_of(two_exits()), 2, {}, {}, {3, 0}, {0});
  CHECK(score.after == "c");
  CHECK(score.temperature == 1);
  CHECK(score.ece_before == score.ece_after);
}
