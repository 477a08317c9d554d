#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/training/trainable_network.hpp"

namespace splitscape {

/// Exits that learn from the last one besides from the labels (self-distillation: Zhang et al., ICCV 2019;
/// the soft targets of Hinton, Vinyals, Dean, arXiv 1503.02531).
struct Distillation {
  double weight = 0;  ///< 0 .. 1: share of the loss of an exit that compares it with the last one
  double temperature = 1;

  friend bool operator==(const Distillation&, const Distillation&) = default;
};

/// What training makes small: the sum over exits of weight x loss, and over weights of l2 x square. The loss
/// of an exit is the cross-entropy of its softmax with the label, in nats. With distillation every exit but
/// the last has (1 - w) of that and w x T^2 x the Kullback-Leibler divergence of its softmax at temperature T
/// from that of the last exit, which is taken as given.
struct Objective {
  std::vector<double> exit_weights{};  ///< one an exit, the end of the network last; none: 1 each
  double l2 = 0;
  Distillation distillation{};

  double exit_weight(std::size_t exit) const { return exit_weights.empty() ? 1 : exit_weights[exit - 1]; }

  friend bool operator==(const Objective&, const Objective&) = default;
};

/// How some samples fared.
struct ExitScores {
  double loss = 0;                     ///< sum over the samples, without l2
  std::vector<std::uint64_t> right{};  ///< samples that each exit has right

  void add(const ExitScores& other);
};

/// The loss of the samples of a pass, after forward(); sets the derivatives by the logits for backward().
/// @param labels a class a sample
/// @param scale factor of the derivatives: 1 / samples of the batch
template <class Scalar>
ExitScores evaluate(const Objective& objective, const TrainableNetwork<Scalar>& network, Pass<Scalar>& pass,
                    std::span<const std::int32_t> labels, double scale);

}  // namespace splitscape
