#pragma once

#include <cstddef>

#include "models/partition.hpp"
#include "models/placement_costs.hpp"
#include "models/tensor_flow.hpp"

namespace splitscape {

/// A partition by its stages, which work on successive requests at once: the slowest sets the throughput.
struct BalancedCut {
  Partition partition{};
  double largest_stage = 0;  ///< of the places' computing and the hops' transfers, in the unit of the costs
  double total = 0;          ///< of all costs, for one request alone

  friend bool operator==(const BalancedCut&, const BalancedCut&) = default;
};

/// The largest of what the places compute and the hops transfer. A passage keeps nothing busy and is no part.
double largest_stage(const PartitionCost& cost);

/// Makes the largest stage small, for heavy load: the best of the positions of the network's order and of
/// minimum cuts whose stages are weighted, the weights moving towards the largest stage. On chains the
/// smallest largest stage there is; on graphs at most 3 times it, since the cut with the least sum is among
/// them. Hu et al., DADS, IEEE INFOCOM 2019 (DSH), which takes the weights from a grid. Two places.
/// @throws std::invalid_argument as require_sound does, and where there are more or fewer places than two
BalancedCut balanced_cut(const TensorFlow& flow, const PlacementCosts& costs);

/// The smallest largest stage there is, by going through all partitions that run forward and leaving out
/// those that are already too large: for chains, where there are few, and for small graphs.
/// @param most_steps after which it gives up
/// @throws std::length_error where that is not enough
BalancedCut best_balanced_cut(const TensorFlow& flow, const PlacementCosts& costs,
                              std::size_t most_steps = 50'000'000);

}  // namespace splitscape
