#include "models/sparsity/memory_map.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <stdexcept>

using namespace splitscape;

namespace {

using Numbers = std::vector<std::uint32_t>;

/// Every bank read from its first row on.
MemoryMap from_the_top(const MemoryShape& shape) {
  return {.shape = shape, .type = MemoryMapType::type3, .rows = Numbers(shape.parallel, 0)};
}

}  // namespace

TEST_CASE("the interleaver takes connection 45 to row 1 neuron 13 and weight 27 as on Dey's slide") {
  const MemoryMap map = from_the_top({.inputs = 32, .outputs = 16, .fan_out = 2, .parallel = 8});
  CHECK(map.row_of(45) == 1);
  CHECK(map.bank_of(45) == 5);
  CHECK(map.left_neuron_of(45) == 13);
  CHECK(map.interleaved(45) == 27);
}

TEST_CASE("without starts and dither a sweep reads the left neurons in their order") {
  const MemoryMap map = from_the_top({.inputs = 12, .outputs = 8, .fan_out = 2, .parallel = 4});
  for (std::uint64_t i = 0; i < 24; ++i) {
    CHECK(map.left_neuron_of(i) == i % 12);
    CHECK(map.right_neuron_of(i) == i / 3);
    CHECK(map.interleaved(i) == i % 12 * 2 + i / 12);
  }
}

TEST_CASE("type 1 reads the rows of each bank in any order") {
  MemoryMap map{.shape = {.inputs = 6, .outputs = 6, .fan_out = 2, .parallel = 2},
                .type = MemoryMapType::type1,
                .rows = {2, 0, 1, /**/ 1, 0, 2, /**/ 0, 1, 2, /**/ 0, 2, 1}};
  Numbers left;
  for (std::uint64_t i = 0; i < 12; ++i) left.push_back(map.left_neuron_of(i));
  CHECK(left == Numbers{4, 3, 0, 1, 2, 5, 0, 1, 2, 5, 4, 3});
}

TEST_CASE("type 2 reads from a start on and wraps around") {
  MemoryMap map{.shape = {.inputs = 6, .outputs = 6, .fan_out = 2, .parallel = 2},
                .type = MemoryMapType::type2,
                .rows = {2, 0, 1, 1}};
  Numbers left;
  for (std::uint64_t i = 0; i < 12; ++i) left.push_back(map.left_neuron_of(i));
  CHECK(left == Numbers{4, 1, 0, 3, 2, 5, 2, 3, 4, 5, 0, 1});
}

TEST_CASE("dither changes the order in which a clock takes the banks") {
  MemoryMap map{.shape = {.inputs = 6, .outputs = 6, .fan_out = 2, .parallel = 2},
                .type = MemoryMapType::type2,
                .rows = {2, 0, 1, 1},
                .banks = {1, 0, 0, 1}};
  Numbers left;
  for (std::uint64_t i = 0; i < 12; ++i) left.push_back(map.left_neuron_of(i));
  CHECK(left == Numbers{1, 4, 3, 0, 5, 2, 2, 3, 4, 5, 0, 1});
  map.type = MemoryMapType::type3;
  map.rows = {2, 0};
  map.banks = {1, 0};
  for (std::uint64_t i = 0; i < 6; ++i) CHECK(map.left_neuron_of(i) == map.left_neuron_of(i + 6));
}

TEST_CASE("the interleaver is a permutation of the weights") {
  const MemoryMap map{.shape = {.inputs = 6, .outputs = 4, .fan_out = 2, .parallel = 3},
                      .type = MemoryMapType::type2,
                      .rows = {1, 0, 1, 0, 0, 1},
                      .banks = {2, 0, 1, 0, 1, 2}};
  std::vector<bool> met(12);
  for (std::uint64_t i = 0; i < 12; ++i) {
    REQUIRE(map.interleaved(i) < 12);
    CHECK(!met[map.interleaved(i)]);
    met[map.interleaved(i)] = true;
  }
}

TEST_CASE("banks that do not share the left neurons evenly are refused") {
  CHECK_NOTHROW(check(MemoryShape{.inputs = 32, .outputs = 16, .fan_out = 2, .parallel = 8}));
  CHECK_THROWS_WITH_AS(check(MemoryShape{.inputs = 32, .outputs = 16, .fan_out = 2, .parallel = 5}),
                       "32 left neurons do not share out over 5 memory banks", std::invalid_argument);
  CHECK_THROWS_AS(check(MemoryShape{.inputs = 32, .outputs = 16, .fan_out = 2}), std::invalid_argument);
  CHECK_THROWS_AS(check(MemoryShape{.inputs = 32, .outputs = 12, .fan_out = 2, .parallel = 8}),
                  std::invalid_argument);
}
