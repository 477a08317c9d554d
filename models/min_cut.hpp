#pragma once

#include "models/network.hpp"
#include "models/partition.hpp"
#include "models/placement_costs.hpp"

namespace splitscape {

/// What a cut of a network must keep to. The defaults are those of a network that is computed once from the
/// device onwards; without them a minimum cut of the graph is cheaper than anything that can be run
/// (docs/models/cuts.md), which is why they can be left out for comparison only.
struct CutRules {
  bool no_return = true;        ///< no layer reads what a later place makes
  bool input_on_device = true;  ///< sending it costs; otherwise it lies at every place

  friend bool operator==(const CutRules&, const CutRules&) = default;
};

/// The partition of a network with the least sum of costs among all partitions, not only positions of an
/// order, by a minimum cut. Of several, the one that leaves least to the earlier places. Every tensor is sent
/// once over a hop, however many layers read it behind it. Exact up to rounding: costs are rounded to a grid
/// of 2^-60 of their sum.
/// Hu et al., "Dynamic Adaptive DNN Surgery for Inference Acceleration on the Edge", IEEE INFOCOM 2019
/// (Algorithm 1, DSL), here with links against a way back, the input pinned to the device, and any number of
/// places.
/// @throws std::invalid_argument as require_sound does
Partition min_cut(const TensorFlow& flow, const PlacementCosts& costs, const CutRules& rules = {});
Partition min_cut(const NetworkGraph& network, const PlacementCosts& costs, const CutRules& rules = {});

}  // namespace splitscape
