#pragma once

#include <cstddef>
#include <vector>

#include "models/partition.hpp"
#include "models/tensor_flow.hpp"

namespace splitscape {

/// What every placement of a network on a path is made of, in one unit: seconds, joules, or a weighted sum.
/// Sums of these are the cost; they say nothing of stages that overlap (models/balanced_cut.hpp).
struct PlacementCosts {
  std::vector<std::vector<double>> compute{};   ///< [place][layer], finite
  std::vector<std::vector<double>> transfer{};  ///< [hop][tensor], infinite over a dead link
  std::vector<double> passage{};  ///< [hop], once where anything runs behind it: latency, the answer

  std::size_t places() const { return compute.size(); }
  std::size_t hops() const { return transfer.size(); }

  friend bool operator==(const PlacementCosts&, const PlacementCosts&) = default;
};

/// @throws std::invalid_argument where the sizes do not fit the network or each other, or a cost is negative
/// or not a number, or a layer's is infinite
void require_sound(const PlacementCosts& costs, const TensorFlow& flow);

/// The parts of the cost of a partition.
struct PartitionCost {
  std::vector<double> compute{};   ///< one a place
  std::vector<double> transfer{};  ///< one a hop, each tensor once
  std::vector<double> passage{};   ///< one a hop

  double total() const;

  friend bool operator==(const PartitionCost&, const PartitionCost&) = default;
};

/// Adds up what a partition costs. What comes back to an earlier place costs nothing here: partitions that
/// run forward send nothing back.
PartitionCost cost_of(const Partition& partition, const PlacementCosts& costs, const TensorFlow& flow);

/// a x weight of a + b x weight of b, for a compromise between two objectives. A weight of 0 leaves out what
/// it weighs, infinite costs too.
PlacementCosts weighted_sum(const PlacementCosts& a, double weight_of_a, const PlacementCosts& b,
                            double weight_of_b);

}  // namespace splitscape
