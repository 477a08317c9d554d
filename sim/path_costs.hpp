#pragma once

#include "models/placement_costs.hpp"
#include "sim/observation.hpp"

namespace splitscape {

/// What each layer costs at each place and each tensor on each hop, by the estimates of an observation, when
/// nothing waits anywhere and no exit is looked at. For partitions that are positions of the network's order
/// the sums are those of expect(), apart from bottlenecks, which are none of a tensor but of a cut.

/// Seconds from arrival to answer.
PlacementCosts latency_costs(const Observation& observation);

/// Joules that the device spends on computing and on its radio, without its idling.
/// @throws std::invalid_argument where the energy of computing on the device is not known
PlacementCosts energy_costs(const Observation& observation);

}  // namespace splitscape
