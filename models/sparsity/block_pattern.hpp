#pragma once

#include <cstdint>

#include "models/random_stream.hpp"
#include "models/sparsity/connection_pattern.hpp"

namespace splitscape {

/// Weights of a block: right neurons by left neurons.
struct BlockShape {
  std::uint32_t rows = 4;
  std::uint32_t columns = 4;

  friend bool operator==(const BlockShape&, const BlockShape&) = default;
};

/// @throws std::invalid_argument where a block has no weights
void check(const BlockShape& shape);

/// What stays of a matrix in blocks.
struct KeptBlocks {
  std::uint64_t blocks = 0;
  std::uint64_t weights = 0;  ///< in them

  friend bool operator==(const KeptBlocks&, const KeptBlocks&) = default;
};

/// round(density x blocks) of the blocks of each size stay, at least one in all. Sizes differ where the
/// blocks do not tile the matrix: those at its right and lower edge are smaller.
/// @throws std::invalid_argument as check(shape), and where not 0 < density <= 1
KeptBlocks kept_of_matrix(std::uint64_t rows, std::uint64_t columns, const BlockShape& shape, double density);

/// That many blocks, each choice equally likely.
/// @throws std::invalid_argument as kept_of_matrix
ConnectionPattern block_pattern(std::uint32_t inputs, std::uint32_t outputs, const BlockShape& shape,
                                double density, RandomStream& stream);

}  // namespace splitscape
