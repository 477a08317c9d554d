#include "models/sparsity/memory_map.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "models/sparsity/density_lattice.hpp"

namespace splitscape {
namespace {

/// Where a connection stands in the order of reading.
struct Place {
  std::uint64_t sweep;
  std::uint32_t clock;  ///< of the sweep
  std::uint32_t slot;   ///< of the clock
};

Place place_of(std::uint64_t connection, const MemoryShape& shape) {
  const auto in_sweep = static_cast<std::uint32_t>(connection % shape.inputs);
  return {connection / shape.inputs, in_sweep / shape.parallel, in_sweep % shape.parallel};
}

}  // namespace

void check(const MemoryShape& shape) {
  (void)DensityLattice(shape.inputs, shape.outputs).with_fan_out(shape.fan_out);
  if (shape.parallel == 0 || shape.inputs % shape.parallel != 0) {
    throw std::invalid_argument(
        fmt::format("{} left neurons do not share out over {} memory banks", shape.inputs, shape.parallel));
  }
}

std::uint32_t MemoryMap::bank_of(std::uint64_t connection) const {
  const Place place = place_of(connection, shape);
  if (banks.empty()) return place.slot;
  return banks[(type == MemoryMapType::type3 ? 0 : place.sweep * shape.parallel) + place.slot];
}

std::uint32_t MemoryMap::row_of(std::uint64_t connection) const {
  const Place place = place_of(connection, shape);
  const std::uint32_t bank = bank_of(connection);
  const std::uint64_t in_sweep = place.sweep * shape.parallel + bank;
  if (type == MemoryMapType::type1) return rows[in_sweep * shape.depth() + place.clock];
  const std::uint32_t start = rows[type == MemoryMapType::type2 ? in_sweep : bank];
  return static_cast<std::uint32_t>((std::uint64_t{start} + place.clock) % shape.depth());
}

std::uint32_t MemoryMap::left_neuron_of(std::uint64_t connection) const {
  return row_of(connection) * shape.parallel + bank_of(connection);
}

std::uint32_t MemoryMap::right_neuron_of(std::uint64_t connection) const {
  return static_cast<std::uint32_t>(connection / shape.fan_in());
}

std::uint64_t MemoryMap::interleaved(std::uint64_t connection) const {
  return std::uint64_t{left_neuron_of(connection)} * shape.fan_out + connection / shape.inputs;
}

}  // namespace splitscape
