#include "models/memory.hpp"

#include <algorithm>

namespace splitscape {

MemoryNeed memory_need(const NetworkGraph& network, std::size_t first, std::size_t last) {
  MemoryNeed need;
  for (std::size_t i = first; i < last; ++i) {
    const LayerProfile& layer = network.layers()[i];
    need.weights += layer.cost.weights;
    // What crosses the cut before the layer is what it and later layers still read.
    const Bytes working = network.cuts()[i].live + layer.output;
    need.activations = std::max(need.activations, working);
  }
  for (std::size_t exit = 1; exit < network.exit_count(); ++exit) {
    const std::size_t position = network.exit_position(exit);
    if (position > first && position <= last) need.weights += network.exit_head(exit).cost.weights;
  }
  return need;
}

std::optional<Bytes> shortfall(const MemoryNeed& need, const Hardware& hardware) {
  Bytes missing{};
  if (hardware.flash) {
    missing += std::max(Bytes{}, need.weights - hardware.flash->value);
    if (hardware.memory) missing += std::max(Bytes{}, need.activations - hardware.memory->value);
  } else if (hardware.memory) {
    missing = std::max(Bytes{}, need.weights + need.activations - hardware.memory->value);
  }
  if (missing.value <= 0) return std::nullopt;
  return missing;
}

}  // namespace splitscape
