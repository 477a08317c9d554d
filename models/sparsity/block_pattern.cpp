#include "models/sparsity/block_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "models/sparsity/random_order.hpp"

namespace splitscape {
namespace {

/// Blocks of one size: a rectangle of the grid of blocks.
struct Region {
  std::uint64_t first_row = 0;  ///< of the grid
  std::uint64_t first_column = 0;
  std::uint64_t rows = 0;
  std::uint64_t columns = 0;
  std::uint64_t weights = 0;  ///< of each block
  std::uint64_t kept = 0;

  std::uint64_t blocks() const { return rows * columns; }
};

/// The whole blocks, those cut off at the right, those cut off below, and the one in the corner.
std::array<Region, 4> regions_of(std::uint64_t rows, std::uint64_t columns, const BlockShape& shape) {
  const std::uint64_t whole_rows = rows / shape.rows;
  const std::uint64_t whole_columns = columns / shape.columns;
  const std::uint64_t low = rows % shape.rows;
  const std::uint64_t narrow = columns % shape.columns;
  const std::uint64_t below = low > 0 ? 1 : 0;
  const std::uint64_t aside = narrow > 0 ? 1 : 0;
  return {Region{0, 0, whole_rows, whole_columns, std::uint64_t{shape.rows} * shape.columns},
          Region{0, whole_columns, whole_rows, aside, shape.rows * narrow},
          Region{whole_rows, 0, below, whole_columns, low * shape.columns},
          Region{whole_rows, whole_columns, below, aside, low * narrow}};
}

std::array<Region, 4> kept_regions(std::uint64_t rows, std::uint64_t columns, const BlockShape& shape,
                                   double density) {
  check(shape);
  if (!(density > 0 && density <= 1)) {
    throw std::invalid_argument(
        fmt::format("a density is more than 0 and at most 100 %, not {:.8g} %", 100 * density));
  }
  auto regions = regions_of(rows, columns, shape);
  std::uint64_t all = 0;
  for (Region& region : regions) {
    region.kept = static_cast<std::uint64_t>(std::round(density * static_cast<double>(region.blocks())));
    all += region.kept;
  }
  if (all == 0) {
    const auto some = std::find_if(regions.begin(), regions.end(),
                                   [](const Region& region) { return region.blocks() > 0; });
    if (some != regions.end()) some->kept = 1;
  }
  return regions;
}

/// The grid of blocks, row by row, with those that stay marked.
std::vector<bool> draw_blocks(const std::array<Region, 4>& regions, std::uint64_t grid_columns,
                              std::uint64_t grid_rows, RandomStream& stream) {
  std::vector<bool> stays(grid_columns * grid_rows);
  for (const Region& region : regions) {
    std::vector<std::uint32_t> blocks(region.blocks());
    for (std::uint32_t i = 0; i < blocks.size(); ++i) blocks[i] = i;
    choose_to_front(blocks, region.kept, stream);
    for (std::uint64_t i = 0; i < region.kept; ++i) {
      const std::uint64_t row = region.first_row + blocks[i] / region.columns;
      stays[row * grid_columns + region.first_column + blocks[i] % region.columns] = true;
    }
  }
  return stays;
}

}  // namespace

void check(const BlockShape& shape) {
  if (shape.rows == 0 || shape.columns == 0) {
    throw std::invalid_argument(fmt::format("a block of {} x {} has no weights", shape.rows, shape.columns));
  }
}

KeptBlocks kept_of_matrix(std::uint64_t rows, std::uint64_t columns, const BlockShape& shape,
                          double density) {
  KeptBlocks kept;
  for (const Region& region : kept_regions(rows, columns, shape, density)) {
    kept.blocks += region.kept;
    kept.weights += region.kept * region.weights;
  }
  return kept;
}

ConnectionPattern block_pattern(std::uint32_t inputs, std::uint32_t outputs, const BlockShape& shape,
                                double density, RandomStream& stream) {
  const auto regions = kept_regions(outputs, inputs, shape, density);
  const std::uint64_t grid_columns = (std::uint64_t{inputs} + shape.columns - 1) / shape.columns;
  const std::uint64_t grid_rows = (std::uint64_t{outputs} + shape.rows - 1) / shape.rows;
  const auto stays = draw_blocks(regions, grid_columns, grid_rows, stream);
  std::vector<std::size_t> starts{0};
  std::vector<std::uint32_t> left;
  for (std::uint32_t right = 0; right < outputs; ++right) {
    const std::uint64_t first_block = right / shape.rows * grid_columns;
    for (std::uint64_t block = 0; block < grid_columns; ++block) {
      if (!stays[first_block + block]) continue;
      const std::uint64_t end = std::min<std::uint64_t>(inputs, (block + 1) * shape.columns);
      for (std::uint64_t neuron = block * shape.columns; neuron < end; ++neuron)
        left.push_back(static_cast<std::uint32_t>(neuron));
    }
    starts.push_back(left.size());
  }
  return {inputs, std::move(starts), std::move(left)};
}

}  // namespace splitscape
