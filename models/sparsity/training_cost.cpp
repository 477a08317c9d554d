#include "models/sparsity/training_cost.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace splitscape {
namespace {

void check_chain(std::span<const PrunedJunction> junctions) {
  if (junctions.empty()) throw std::invalid_argument("there is no junction");
  for (std::size_t i = 0; i < junctions.size(); ++i) {
    const Junction& junction = junctions[i].junction;
    if (junction.kernel != 1 || junction.groups != 1 || junction.uses != 1) {
      throw std::invalid_argument(fmt::format("junction {} is not fully connected", i + 1));
    }
    if (i > 0 && junctions[i - 1].junction.outputs != junction.inputs) {
      throw std::invalid_argument(fmt::format("junction {} has {} inputs, but the one before has {} outputs",
                                              i + 1, junction.inputs, junctions[i - 1].junction.outputs));
    }
  }
}

}  // namespace

TrainingStorage training_storage(std::span<const PrunedJunction> junctions) {
  check_chain(junctions);
  TrainingStorage words;
  for (std::size_t i = 0; i < junctions.size(); ++i) {
    const auto left = static_cast<double>(junctions[i].junction.inputs);
    const auto right = static_cast<double>(junctions[i].junction.outputs);
    const double samples_kept = 2 * static_cast<double>(junctions.size() - i) + 1;
    words.activations += samples_kept * left;
    if (i > 0) words.derivatives += samples_kept * left;
    words.deltas += 2 * right;
    words.biases += right;
    words.weights += junctions[i].kept;
  }
  return words;
}

double inference_storage(std::span<const PrunedJunction> junctions) {
  check_chain(junctions);
  double words = 0;
  double working = 0;
  for (const PrunedJunction& pruned : junctions) {
    const auto right = static_cast<double>(pruned.junction.outputs);
    words += pruned.kept + right;
    working = std::max(working, static_cast<double>(pruned.junction.inputs) + right);
  }
  return words + working;
}

TrainingMacs training_macs(std::span<const PrunedJunction> junctions) {
  TrainingMacs macs;
  for (std::size_t i = 0; i < junctions.size(); ++i) {
    const Macs once{junctions[i].macs()};
    macs.forward += once;
    if (i > 0) macs.backward += once;
    macs.update += once;
  }
  return macs;
}

}  // namespace splitscape
