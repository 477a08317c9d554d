#include "sim/sample_walk.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace splitscape;

namespace {

constexpr std::size_t rows = 97;

std::vector<std::size_t> pass(const SampleWalk& walk, std::size_t number, std::size_t length = rows) {
  std::vector<std::size_t> taken;
  for (std::size_t i = 0; i < length; ++i) taken.push_back(walk.row(number * length + i));
  return taken;
}

StreamName stream_of(std::uint64_t device, std::uint64_t run = 0) {
  return {.seed = 1, .run = run, .purpose = Purpose::samples, .owner = "devices", .index = device};
}

bool is_permutation_of_rows(std::vector<std::size_t> taken) {
  std::sort(taken.begin(), taken.end());
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (taken[i] != i) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a shuffled walk takes every row once in each pass") {
  for (const std::size_t size : {1U, 2U, 3U, 16U, 97U, 1000U}) {
    const SampleWalk walk(SampleOrder::shuffled, size, stream_of(0), 0, 1);
    for (std::size_t number = 0; number < 3; ++number) {
      CAPTURE(size);
      CHECK(is_permutation_of_rows(pass(walk, number, size)));
    }
  }
}

TEST_CASE("a shuffled walk takes the rows in another order in each pass") {
  const SampleWalk walk(SampleOrder::shuffled, rows, stream_of(0), 0, 1);
  CHECK(pass(walk, 0) != pass(walk, 1));
  CHECK(pass(walk, 1) != pass(walk, 2));
  std::vector<std::size_t> in_order(rows);
  for (std::size_t i = 0; i < rows; ++i) in_order[i] = i;
  CHECK(pass(walk, 0) != in_order);
}

TEST_CASE("each device and each replication walks in an order of its own that can be repeated") {
  const SampleWalk walk(SampleOrder::shuffled, rows, stream_of(0), 0, 2);
  CHECK(pass(walk, 0) == pass(SampleWalk(SampleOrder::shuffled, rows, stream_of(0), 0, 2), 0));
  CHECK(pass(walk, 0) != pass(SampleWalk(SampleOrder::shuffled, rows, stream_of(1), 1, 2), 0));
  CHECK(pass(walk, 0) != pass(SampleWalk(SampleOrder::shuffled, rows, stream_of(0, 1), 0, 2), 0));
}

TEST_CASE("the order of a shuffled walk does not depend on how many devices there are") {
  CHECK(pass(SampleWalk(SampleOrder::shuffled, rows, stream_of(1), 1, 2), 0) ==
        pass(SampleWalk(SampleOrder::shuffled, rows, stream_of(1), 1, 50), 0));
}

TEST_CASE("a walk in file order goes round from where its device starts") {
  // Three devices in ten rows start at 0, 3 and 6.
  const auto walk = [](std::size_t device) {
    return SampleWalk(SampleOrder::file, 10, stream_of(device), device, 3);
  };
  CHECK(pass(walk(0), 0, 10) == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  CHECK(pass(walk(1), 0, 10) == std::vector<std::size_t>{3, 4, 5, 6, 7, 8, 9, 0, 1, 2});
  CHECK(pass(walk(2), 0, 10) == std::vector<std::size_t>{6, 7, 8, 9, 0, 1, 2, 3, 4, 5});
  CHECK(pass(walk(2), 1, 10) == pass(walk(2), 0, 10));
}
