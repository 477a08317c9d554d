#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "models/cost_table.hpp"
#include "models/partition.hpp"
#include "models/placement_costs.hpp"

namespace splitscape {

/// Whether a place holds layers first .. last-1 in its memory. What does not fit does not fit with more
/// layers.
using Fits = std::function<bool(std::size_t place, std::size_t first, std::size_t last)>;

/// The positions, one a hop, with the least sum of costs: place by place, since what comes later costs the
/// same whichever way led there. All partitions of a chain are positions; of a graph they are those of its
/// order. Of several, the one that leaves least to the earlier places.
/// @return absent where no positions fit
std::optional<std::vector<std::size_t>> best_positions(const TensorFlow& flow, const PlacementCosts& costs,
                                                       const Fits& fits = nullptr);

/// Where the layers of a network go on a path.
struct PathPlacement {
  Partition partition{};
  PartitionCost cost{};
  bool positions_only =
      false;  ///< the best partition does not fit some memory; this is the best of the positions that fit

  friend bool operator==(const PathPlacement&, const PathPlacement&) = default;
};

/// By how much the places lack memory for a partition, the most that one of them lacks; absent where it fits.
std::optional<Bytes> shortfall(const CostTable& table, const Partition& partition);

/// The cheapest partition among all that run forward, device, edge, cloud and so on, by a minimum cut, which
/// does not see memories. Where what it finds does not fit, the cheapest positions of the network's order
/// that do: there may be a cheaper partition that fits.
/// @return absent where neither the minimum cut nor any positions fit
std::optional<PathPlacement> place_on_path(const CostTable& table, const PlacementCosts& costs);

}  // namespace splitscape
