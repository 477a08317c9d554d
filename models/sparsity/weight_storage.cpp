#include "models/sparsity/weight_storage.hpp"

#include <bit>
#include <cmath>

namespace splitscape {
namespace {

constexpr double pointer_bits = 32;

Bytes whole_bytes(double bits) {
  return {std::ceil(bits / bits_per_byte)};
}

/// Bits of an integer type that can tell so many places apart.
double index_bits(std::uint64_t places) {
  const auto needed = static_cast<unsigned>(std::bit_width(places - 1));
  return needed <= 8 ? 8 : needed <= 16 ? 16 : 32;
}

std::uint64_t rounded_up(std::uint64_t size, std::uint64_t part) {
  return (size + part - 1) / part;
}

/// A pointer to the start of each row of each group, and to the end.
double row_pointer_bits(std::uint64_t rows, std::uint64_t groups) {
  return pointer_bits * static_cast<double>((rows + 1) * groups);
}

double index_bits_of(const PrunedJunction& pruned) {
  const Junction& junction = pruned.junction;
  const std::uint64_t columns = junction.inputs * junction.kernel;
  const BlockShape& block = pruned.format.block;
  switch (pruned.format.format) {
    case WeightFormat::dense:
    case WeightFormat::predefined:
      return 0;
    case WeightFormat::csr:
      return pruned.kept * index_bits(columns) + row_pointer_bits(junction.outputs, junction.groups);
    case WeightFormat::bitmap:
      return junction.weights();
    case WeightFormat::n_m:
      return pruned.kept * std::bit_width(pruned.format.n_m.m - 1);
    case WeightFormat::block:
      return pruned.kept_blocks * index_bits(rounded_up(columns, block.columns)) +
             row_pointer_bits(rounded_up(junction.outputs, block.rows), junction.groups);
  }
  return 0;
}

}  // namespace

WeightStorage storage_of(const PrunedJunction& junction, double value_bits) {
  return {.values = whole_bytes(junction.kept * value_bits), .indices = whole_bytes(index_bits_of(junction))};
}

Bytes activations_of(const Junction& junction, double value_bits) {
  const auto outputs = static_cast<double>(junction.outputs * junction.groups);
  return whole_bytes(outputs * static_cast<double>(junction.uses) * value_bits);
}

}  // namespace splitscape
