#include "analysis/statistics/quantile_interval.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

using namespace splitscape;

namespace {

/// n over k.
double choose(std::size_t n, std::size_t k) {
  double value = 1;
  for (std::size_t i = 1; i <= k; ++i)
    value = value * static_cast<double>(n - k + i) / static_cast<double>(i);
  return value;
}

}  // namespace

TEST_CASE("the median of six values lies between the least and the most with 31 of 32 chances") {
  const auto numbers = order_statistics_around(6, 0.5);
  REQUIRE(numbers);
  CHECK(numbers->low == 1);
  CHECK(numbers->high == 6);
  CHECK(numbers->confidence == doctest::Approx(31.0 / 32));
}

TEST_CASE("five values are too few for an interval of the median") {
  CHECK_FALSE(order_statistics_around(5, 0.5));
  CHECK_FALSE(order_statistics_around(0, 0.5));
}

TEST_CASE("the numbers for the median are those of the tables of the sign test") {
  // The interval of the median that goes with the sign test: n = 20 and 100.
  const auto twenty = order_statistics_around(20, 0.5);
  CHECK(twenty->low == 6);
  CHECK(twenty->high == 15);
  CHECK(twenty->confidence == doctest::Approx(0.9586).epsilon(1e-4));
  const auto hundred = order_statistics_around(100, 0.5);
  CHECK(hundred->low == 40);
  CHECK(hundred->high == 61);
  CHECK(hundred->confidence == doctest::Approx(0.9648).epsilon(1e-4));
}

TEST_CASE(
    "the confidence is the sum of binomial chances between the two, and a narrower one misses too often") {
  for (const std::size_t n : {10UL, 37UL, 60UL}) {
    for (const double p : {0.3, 0.5, 0.9}) {
      CAPTURE(n);
      CAPTURE(p);
      const auto numbers = order_statistics_around(n, p);
      if (!numbers) continue;
      double below_low = 0;
      double between = 0;
      double above_high = 0;
      for (std::size_t k = 0; k <= n; ++k) {
        const double chance =
            choose(n, k) * std::pow(p, static_cast<double>(k)) * std::pow(1 - p, static_cast<double>(n - k));
        (k < numbers->low ? below_low : k < numbers->high ? between : above_high) += chance;
        if (k == numbers->low) CHECK(below_low + chance > 0.025);
      }
      CHECK(below_low <= 0.025);
      CHECK(above_high <= 0.025);
      CHECK(numbers->confidence == doctest::Approx(between).epsilon(1e-9));
    }
  }
}

TEST_CASE("a high percentile needs many values") {
  CHECK_FALSE(order_statistics_around(71, 0.95));
  CHECK(order_statistics_around(72, 0.95));  // .95^72 = .0249: nothing lies above in at most 2.5 %
  CHECK_FALSE(order_statistics_around(367, 0.99));
  CHECK(order_statistics_around(368, 0.99));
}

TEST_CASE("the interval of a quantile is two of the values, in whatever order they come") {
  std::vector<double> values(100);
  std::iota(values.begin(), values.end(), 1.0);
  std::swap(values[3], values[77]);
  const auto interval = quantile_interval(values, 0.5);
  REQUIRE(interval);
  CHECK(interval->low == 40);
  CHECK(interval->high == 61);
  CHECK(interval->confidence >= 0.95);
  CHECK_FALSE(quantile_interval({1, 2, 3}, 0.5));
}
