#pragma once

#include <optional>

#include "models/hardware.hpp"
#include "models/layer.hpp"
#include "models/units.hpp"

namespace splitscape {

/// What computing something once takes on a hardware, with nothing else running.
struct Cost {
  Seconds time{};
  std::optional<Joules> energy{};  ///< of the whole board; absent where its computing power is not known
  bool measured = false;           ///< somebody measured the time there; otherwise it is estimated
};

/// Measured time and energy where the profile has them for this hardware; otherwise time = macs / rate +
/// overhead (no overhead where there is nothing to multiply) and energy = computing power x time.
/// Where it was pruned, the speed-up curve of the hardware for its format makes the pruned junctions faster,
/// down to the time that reading the stored weights takes (docs/models/sparse-time.md).
/// Absent where neither a measurement nor the figures of an estimate exist.
std::optional<Cost> cost_on(const ComputeCost& work, const Hardware& hardware);

}  // namespace splitscape
