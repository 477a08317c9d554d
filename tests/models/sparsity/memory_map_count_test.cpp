#include "models/sparsity/memory_map_count.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <set>
#include <stdexcept>

#include "models/sparsity/clash_free_pattern.hpp"

using namespace splitscape;

namespace {

using Numbers = std::vector<std::uint32_t>;

std::string digits(const MemoryShape& shape, MemoryMapType type, bool dither) {
  return count_memory_maps(shape, type, dither)->digits;
}

std::string without_repeats(const MemoryShape& shape, MemoryMapType type, bool dither) {
  return count_memory_maps_without_repeats(shape, type, dither)->digits;
}

/// Every order of 0 .. size-1.
std::vector<Numbers> orders(std::uint32_t size) {
  Numbers order(size);
  std::iota(order.begin(), order.end(), 0U);
  std::vector<Numbers> all;
  do all.push_back(order);
  while (std::next_permutation(order.begin(), order.end()));
  return all;
}

/// Every way to put together so many of the parts.
std::vector<Numbers> combinations(const std::vector<Numbers>& parts, std::uint32_t count) {
  std::vector<Numbers> all{{}};
  for (std::uint32_t i = 0; i < count; ++i) {
    std::vector<Numbers> longer;
    for (const Numbers& start : all) {
      for (const Numbers& part : parts) {
        longer.push_back(start);
        longer.back().insert(longer.back().end(), part.begin(), part.end());
      }
    }
    all = std::move(longer);
  }
  return all;
}

/// Every memory map of a shape.
std::vector<MemoryMap> all_maps(const MemoryShape& shape, MemoryMapType type, bool dither) {
  const std::uint32_t sweeps = type == MemoryMapType::type3 ? 1 : shape.fan_out;
  std::vector<Numbers> reads;
  if (type == MemoryMapType::type1) {
    reads = orders(shape.depth());
  } else {
    for (std::uint32_t start = 0; start < shape.depth(); ++start) reads.push_back({start});
  }
  const auto banks = dither ? combinations(orders(shape.parallel), sweeps) : std::vector<Numbers>{{}};
  std::vector<MemoryMap> maps;
  for (const Numbers& rows : combinations(reads, sweeps * shape.parallel)) {
    for (const Numbers& order : banks) maps.push_back({shape, type, rows, order});
  }
  return maps;
}

/// For each right neuron its left neurons as bits: a pattern, even where a connection is there twice.
Numbers pattern_bits(const MemoryMap& map) {
  Numbers bits(map.shape.outputs);
  for (std::uint64_t i = 0; i < map.shape.connections(); ++i)
    bits[map.right_neuron_of(i)] |= 1U << map.left_neuron_of(i);
  return bits;
}

std::size_t different_patterns(const std::vector<MemoryMap>& maps) {
  std::set<Numbers> patterns;
  for (const MemoryMap& map : maps) patterns.insert(pattern_bits(map));
  return patterns.size();
}

std::size_t maps_without_repeats(const std::vector<MemoryMap>& maps) {
  return static_cast<std::size_t>(std::count_if(maps.begin(), maps.end(), [](const MemoryMap& map) {
    const Numbers bits = pattern_bits(map);
    return std::all_of(bits.begin(), bits.end(), [&map](std::uint32_t row) {
      return static_cast<std::uint32_t>(std::popcount(row)) == map.shape.fan_in();
    });
  }));
}

constexpr MemoryMapType types[] = {MemoryMapType::type1, MemoryMapType::type2, MemoryMapType::type3};
const MemoryShape dey_nine{.inputs = 9, .outputs = 6, .fan_out = 2, .parallel = 3};
const MemoryShape dey_twelve{.inputs = 12, .outputs = 12, .fan_out = 2, .parallel = 4};

}  // namespace

TEST_CASE("Dey's junction of nine neurons has 46,656 and 729 and 27 memory maps by formula") {
  CHECK(digits(dey_nine, MemoryMapType::type1, false) == "46656");
  CHECK(digits(dey_nine, MemoryMapType::type2, false) == "729");
  CHECK(digits(dey_nine, MemoryMapType::type3, false) == "27");
}

TEST_CASE("Dey's junction of nine neurons has as many patterns when all are drawn up") {
  CHECK(different_patterns(all_maps(dey_nine, MemoryMapType::type1, false)) == 46656);
  CHECK(different_patterns(all_maps(dey_nine, MemoryMapType::type2, false)) == 729);
  CHECK(different_patterns(all_maps(dey_nine, MemoryMapType::type3, false)) == 27);
}

TEST_CASE("dither adds no pattern where a right neuron takes all banks of its clocks") {
  for (const MemoryMapType type : types) CHECK(digits(dey_nine, type, true) == digits(dey_nine, type, false));
  CHECK(different_patterns(all_maps(dey_nine, MemoryMapType::type2, true)) == 729);
  CHECK(different_patterns(all_maps(dey_nine, MemoryMapType::type3, true)) == 27);
}

TEST_CASE("Dey's junction of twelve neurons with dither has 236,196 and 486 memory maps by formula") {
  CHECK(digits(dey_twelve, MemoryMapType::type1, true) == "60466176");  // "60M" in the published code
  CHECK(digits(dey_twelve, MemoryMapType::type2, true) == "236196");
  CHECK(digits(dey_twelve, MemoryMapType::type3, true) == "486");
}

TEST_CASE("Dey's junction of twelve neurons with dither has as many patterns when all are drawn up") {
  CHECK(different_patterns(all_maps(dey_twelve, MemoryMapType::type3, true)) == 486);
  // Its two sweeps serve different right neurons, so that any one goes with any other: 486 x 486.
  MemoryShape one_sweep = dey_twelve;
  one_sweep.fan_out = 1;
  one_sweep.outputs = 6;
  CHECK(different_patterns(all_maps(one_sweep, MemoryMapType::type2, true)) == 486);
  CHECK(486 * 486 == 236196);
}

TEST_CASE("no formula is known with dither where fan-in and banks do not divide each other") {
  const MemoryShape parasitic{.inputs = 6, .outputs = 4, .fan_out = 2, .parallel = 2};  // fan-in 3
  CHECK(!count_memory_maps(parasitic, MemoryMapType::type3, true));
  CHECK(!count_memory_maps_without_repeats(parasitic, MemoryMapType::type3, true));
  CHECK(digits(parasitic, MemoryMapType::type3, false) == "9");
}

TEST_CASE("no map connects two neurons twice where the fan-out divides the outputs") {
  for (const MemoryShape& shape : {dey_nine, MemoryShape{6, 4, 2, 2}, MemoryShape{8, 4, 2, 2}}) {
    for (const MemoryMapType type : types) {
      const auto maps = all_maps(shape, type, false);
      CHECK(maps_without_repeats(maps) == maps.size());
      CHECK(without_repeats(shape, type, false) == digits(shape, type, false));
    }
  }
}

TEST_CASE("maps that connect no two neurons twice are as many as when all are drawn up") {
  for (const MemoryShape& shape :
       {MemoryShape{6, 3, 2, 2}, MemoryShape{6, 3, 2, 3}, MemoryShape{6, 3, 2, 1}, MemoryShape{6, 3, 2, 6},
        MemoryShape{4, 4, 3, 2}, MemoryShape{4, 4, 3, 1}, MemoryShape{6, 9, 6, 3}, MemoryShape{4, 8, 6, 2},
        MemoryShape{8, 12, 9, 4}, MemoryShape{3, 3, 2, 1}, MemoryShape{5, 5, 4, 1}}) {
    CAPTURE(shape.inputs);
    CAPTURE(shape.outputs);
    CAPTURE(shape.parallel);
    for (const MemoryMapType type : types) {
      const double log10 = count_memory_maps(shape, type, false)->log10;
      if (log10 > 6) continue;
      const auto maps = all_maps(shape, type, false);
      CHECK(std::to_string(maps.size()) == digits(shape, type, false));
      CHECK(std::to_string(maps_without_repeats(maps)) == without_repeats(shape, type, false));
    }
  }
  // Some of them do not repeat, and some do.
  CHECK(without_repeats({6, 3, 2, 2}, MemoryMapType::type2, false) == "36");
  CHECK(digits({6, 3, 2, 2}, MemoryMapType::type2, false) == "81");
}

TEST_CASE("a count without repeats is not known with dither where sweeps meet in a right neuron") {
  CHECK(!count_memory_maps_without_repeats({6, 3, 2, 2}, MemoryMapType::type2, true));
  CHECK(count_memory_maps_without_repeats({6, 3, 2, 2}, MemoryMapType::type3, true));
}

TEST_CASE("a count has its logarithm and, up to a thousand digits, all of them") {
  const LargeCount small = *count_memory_maps(dey_nine, MemoryMapType::type1, false);
  CHECK(small.log10 == doctest::Approx(std::log10(46656.0)).epsilon(1e-12));
  // (10!^80)^20 with 800 inputs and 80 banks
  const LargeCount large = *count_memory_maps({800, 100, 20, 80}, MemoryMapType::type1, false);
  CHECK(large.digits.empty());
  CHECK(large.log10 == doctest::Approx(1600 * std::log10(3628800.0)).epsilon(1e-12));
  const LargeCount type3 = *count_memory_maps({800, 100, 20, 80}, MemoryMapType::type3, false);
  CHECK(type3.digits == "1" + std::string(80, '0'));
}

TEST_CASE("counts of a shape that cannot be are refused") {
  CHECK_THROWS_AS((void)count_memory_maps({9, 6, 2, 2}, MemoryMapType::type1, false), std::invalid_argument);
  CHECK_THROWS_AS((void)count_memory_maps_without_repeats({9, 6, 1, 3}, MemoryMapType::type1, false),
                  std::invalid_argument);
}
