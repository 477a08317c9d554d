#pragma once

#include <cstddef>
#include <optional>

#include "models/hardware.hpp"
#include "models/network.hpp"
#include "models/units.hpp"

namespace splitscape {

/// What layers keep in memory while they run one sample.
struct MemoryNeed {
  Bytes weights{};      ///< of the layers and of the exit heads behind them
  Bytes activations{};  ///< while one layer runs: every tensor that is still needed, and the one it produces
};

/// The need of layers first .. last-1, in topological order.
MemoryNeed memory_need(const NetworkGraph& network, std::size_t first, std::size_t last);

/// By how much the need exceeds the hardware; absent where it fits or the hardware states no limit.
std::optional<Bytes> shortfall(const MemoryNeed& need, const Hardware& hardware);

}  // namespace splitscape
