#include "sim/replay/order.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace splitscape;

using Order = std::vector<std::uint32_t>;

TEST_CASE("a replay's order is that of numpy's RandomState") {
  // numpy.random.RandomState(seed).permutation(10), as its users print it.
  CHECK(numpy_permutation(0, 10) == Order{2, 8, 4, 9, 1, 6, 7, 3, 0, 5});
  CHECK(numpy_permutation(1, 10) == Order{2, 9, 6, 4, 0, 3, 1, 7, 8, 5});
  CHECK(numpy_permutation(42, 10) == Order{8, 1, 5, 0, 7, 2, 9, 4, 3, 6});
}

TEST_CASE("a replay's order holds every row once") {
  for (const std::uint32_t count : {0U, 1U, 2U, 1000U}) {
    Order order = numpy_permutation(7, count);
    CHECK(order.size() == count);
    std::sort(order.begin(), order.end());
    for (std::uint32_t row = 0; row < count; ++row) CHECK(order[row] == row);
  }
}
