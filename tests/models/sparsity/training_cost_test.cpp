#include "models/sparsity/training_cost.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

using namespace splitscape;

namespace {

/// Fully connected layers of these sizes; fan-outs of the left neurons, or none for dense.
std::vector<PrunedJunction> layers(const std::vector<std::uint64_t>& sizes,
                                   const std::vector<std::uint64_t>& fan_outs = {}) {
  std::vector<PrunedJunction> junctions;
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
    const Junction junction{.inputs = sizes[i], .outputs = sizes[i + 1]};
    junctions.push_back(fan_outs.empty() ? unpruned(junction) : pruned_to_fan_out(junction, fan_outs[i]));
  }
  return junctions;
}

}  // namespace

TEST_CASE(
    "training 800 and 100 and 10 neurons keeps 85,930 words dense and 21,930 at fan-outs of 20 and 10") {
  const TrainingStorage dense = training_storage(layers({800, 100, 10}));
  CHECK(dense.activations == 4300);
  CHECK(dense.derivatives == 300);
  CHECK(dense.deltas == 220);
  CHECK(dense.biases == 110);
  CHECK(dense.weights == 81000);
  CHECK(dense.total() == 85930);
  const TrainingStorage sparse = training_storage(layers({800, 100, 10}, {20, 10}));
  CHECK(sparse.weights == 17000);
  CHECK(sparse.total() == 21930);
  CHECK(dense.total() / sparse.total() == doctest::Approx(3.9).epsilon(.01));
  CHECK(dense.weights / sparse.weights == doctest::Approx(4.8).epsilon(.01));
}

TEST_CASE("words of a longer network follow from the samples in flight") {
  // L = 3: 7, 5 and 3 samples of layers 0, 1 and 2
  const TrainingStorage words = training_storage(layers({10, 20, 30, 5}));
  CHECK(words.activations == 7 * 10 + 5 * 20 + 3 * 30);
  CHECK(words.derivatives == 5 * 20 + 3 * 30);
  CHECK(words.deltas == 2 * (20 + 30 + 5));
  CHECK(words.biases == 55);
  CHECK(words.weights == 200 + 600 + 150);
}

TEST_CASE("inference keeps weights and biases and the two sides of the largest junction") {
  CHECK(inference_storage(layers({800, 100, 10})) == 81000 + 110 + 900);
  CHECK(inference_storage(layers({800, 100, 10}, {20, 10})) == 17000 + 110 + 900);
}

TEST_CASE("a weight that stays is used once in each pass but the first junction carries nothing back") {
  const TrainingMacs dense = training_macs(layers({800, 100, 10}));
  CHECK(dense.forward.value == 81000);
  CHECK(dense.backward.value == 1000);
  CHECK(dense.update.value == 81000);
  CHECK(dense.total().value == 163000);
  const TrainingMacs sparse = training_macs(layers({800, 100, 10}, {20, 10}));
  CHECK(sparse.forward.value == 17000);
  CHECK(sparse.backward.value == 1000);
  CHECK(sparse.total().value == 35000);
}

TEST_CASE("a convolution is trained with all uses of its weights") {
  const Junction junction{.inputs = 8, .outputs = 16, .groups = 2, .kernel = 9, .uses = 100};
  const std::vector<PrunedJunction> twice{unpruned(junction), pruned_to_fan_in(junction, 2)};
  const TrainingMacs macs = training_macs(twice);
  CHECK(macs.forward.value == 230400 + 57600);
  CHECK(macs.backward.value == 57600);
  CHECK(macs.update.value == 230400 + 57600);
}

TEST_CASE("storage is refused for what is no chain of fully connected layers") {
  CHECK_THROWS_WITH_AS((void)training_storage({}), "there is no junction", std::invalid_argument);
  std::vector<PrunedJunction> gap = layers({8, 4, 2});
  gap[1].junction.inputs = 5;
  CHECK_THROWS_WITH_AS((void)training_storage(gap),
                       "junction 2 has 5 inputs, but the one before has 4 outputs", std::invalid_argument);
  std::vector<PrunedJunction> convolution = layers({8, 4});
  convolution[0].junction.kernel = 9;
  CHECK_THROWS_WITH_AS((void)inference_storage(convolution), "junction 1 is not fully connected",
                       std::invalid_argument);
}
