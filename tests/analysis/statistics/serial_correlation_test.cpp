#include "analysis/statistics/serial_correlation.hpp"

#include <doctest/doctest.h>

#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

/// How often neighbours are said to resemble each other in 1000 series x_t = phi x_(t-1) + e_t of 32 values.
int found(double phi) {
  int count = 0;
  for (std::uint64_t key = 1; key <= 1000; ++key) {
    RandomStream random(key);
    std::vector<double> values;
    double x = 0;
    for (int i = 0; i < 32; ++i) values.push_back(x = phi * x + random.normal());
    if (neighbours_resemble(values)) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("neighbours of independent values resemble each other in ten of a hundred series") {
  // Five standard errors: 5 sqrt(1000 x .1 x .9) = 47.
  CHECK(found(0) > 53);
  CHECK(found(0) < 147);
}

TEST_CASE("neighbours of correlated values resemble each other, of alternating ones they do not") {
  CHECK(found(0.6) > 900);
  CHECK(found(-0.6) < 10);
}

TEST_CASE("neighbours of two values, or of equal ones, tell nothing") {
  CHECK_FALSE(neighbours_resemble({1, 2}));
  CHECK_FALSE(neighbours_resemble({3, 3, 3, 3}));
}
