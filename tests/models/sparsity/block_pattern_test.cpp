#include "models/sparsity/block_pattern.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>
#include <vector>

using namespace splitscape;

namespace {

RandomStream stream_of(std::uint64_t seed) {
  return RandomStream(StreamName{.seed = seed, .purpose = Purpose::patterns});
}

/// The blocks of which something is there, and whether all of it is.
KeptBlocks whole_blocks(const ConnectionPattern& pattern, const BlockShape& shape) {
  const auto rows = static_cast<std::uint32_t>(pattern.outputs());
  const std::uint32_t across = (pattern.inputs() + shape.columns - 1) / shape.columns;
  std::vector<std::uint32_t> found(across * ((rows + shape.rows - 1) / shape.rows));
  for (std::uint32_t right = 0; right < rows; ++right) {
    for (const std::uint32_t left : pattern.row(right))
      ++found[right / shape.rows * across + left / shape.columns];
  }
  KeptBlocks kept{.weights = pattern.connections()};
  for (std::uint32_t block = 0; block < found.size(); ++block) {
    if (found[block] == 0) continue;
    ++kept.blocks;
    const std::uint32_t height = std::min(shape.rows, rows - block / across * shape.rows);
    const std::uint32_t width = std::min(shape.columns, pattern.inputs() - block % across * shape.columns);
    CHECK(found[block] == height * width);
  }
  return kept;
}

}  // namespace

TEST_CASE("a block is there as a whole or not at all and as many as were counted") {
  std::mt19937_64 random(1);
  for (std::uint64_t trial = 0; trial < 300; ++trial) {
    const auto inputs = static_cast<std::uint32_t>(1 + random() % 50);
    const auto outputs = static_cast<std::uint32_t>(1 + random() % 50);
    const BlockShape shape{static_cast<std::uint32_t>(1 + random() % 6),
                           static_cast<std::uint32_t>(1 + random() % 6)};
    const double density = static_cast<double>(1 + random() % 100) / 100;
    RandomStream stream = stream_of(trial);
    const ConnectionPattern pattern = block_pattern(inputs, outputs, shape, density, stream);
    CHECK(pattern.inputs() == inputs);
    CHECK(pattern.outputs() == outputs);
    CHECK(whole_blocks(pattern, shape) == kept_of_matrix(outputs, inputs, shape, density));
  }
}

TEST_CASE("blocks that tile a matrix keep its rounded share") {
  CHECK(kept_of_matrix(64, 32, {4, 4}, .25) == KeptBlocks{32, 512});
  CHECK(kept_of_matrix(64, 32, {4, 8}, .1) == KeptBlocks{6, 192});
}

TEST_CASE("blocks that do not tile a matrix are smaller at its edges") {
  // 5 x 6 in blocks of 2 x 4: two whole ones, two of 2 x 2 at the right, one of 1 x 4 below, one of 1 x 2
  CHECK(kept_of_matrix(5, 6, {2, 4}, 1) == KeptBlocks{6, 30});
  CHECK(kept_of_matrix(5, 6, {2, 4}, .5) == KeptBlocks{4, 8 + 4 + 4 + 2});
  CHECK(kept_of_matrix(5, 6, {2, 4}, .01) == KeptBlocks{1, 8});
  CHECK(kept_of_matrix(1, 1, {2, 4}, .01) == KeptBlocks{1, 1});
}

TEST_CASE("a block without weights and a density that is none are refused") {
  CHECK_THROWS_WITH_AS((void)kept_of_matrix(4, 4, {0, 4}, .5), "a block of 0 x 4 has no weights",
                       std::invalid_argument);
  CHECK_THROWS_AS((void)kept_of_matrix(4, 4, {4, 0}, .5), std::invalid_argument);
  CHECK_THROWS_WITH_AS((void)kept_of_matrix(4, 4, {4, 4}, 0),
                       "a density is more than 0 and at most 100 %, not 0 %", std::invalid_argument);
}
