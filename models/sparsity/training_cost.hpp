#pragma once

#include <span>

#include "models/sparsity/pruned_junction.hpp"
#include "models/units.hpp"

namespace splitscape {

/// Words that a pipeline of fully connected junctions keeps while it is trained.
struct TrainingStorage {
  double activations = 0;
  double derivatives = 0;  ///< of the activations
  double deltas = 0;       ///< errors on their way back
  double biases = 0;
  double weights = 0;

  double total() const { return activations + derivatives + deltas + biases + weights; }
};

/// Every junction is at work on another sample, so that layer i of L keeps 2 (L - i) + 1 of them between its
/// way forward and its way back. Our formula after the architecture of Dey et al. (JETCAS 2019): weights
/// alone shrink with the density.
/// @throws std::invalid_argument where the junctions are not fully connected layers one behind another
TrainingStorage training_storage(std::span<const PrunedJunction> junctions);

/// Words that the same network keeps for inference, layer by layer: weights, biases, and the activations of
/// the largest junction's two sides.
/// @throws std::invalid_argument likewise
double inference_storage(std::span<const PrunedJunction> junctions);

/// Multiply-accumulates to train with one sample.
struct TrainingMacs {
  Macs forward{};
  Macs backward{};  ///< errors carried back through all junctions but the first
  Macs update{};    ///< gradients of the weights

  Macs total() const { return forward + backward + update; }
};

/// Each weight that stays is used once in each pass, in all its uses. The junctions stand in the order of the
/// network; kinds of layers other than fully connected ones are counted alike.
TrainingMacs training_macs(std::span<const PrunedJunction> junctions);

}  // namespace splitscape
