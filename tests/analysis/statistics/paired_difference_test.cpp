#include "analysis/statistics/paired_difference.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace splitscape;

namespace {

// Extra hours of sleep of ten patients under two drugs: the data of Student, "The probable error of a mean",
// Biometrika 6 (1908).
const std::vector<double> first_drug{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> second_drug{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

}  // namespace

TEST_CASE("Student's data of sleep have the interval and the p-value that are published") {
  const PairedDifference difference = paired_difference(first_drug, second_drug);
  CHECK(difference.n == 10);
  CHECK(difference.mean == doctest::Approx(-1.58));
  // R's t.test(paired = TRUE) on its data set "sleep": -2.4598858 to -0.7001142, p = 0.002833.
  REQUIRE(difference.half_width);
  CHECK(*difference.half_width == doctest::Approx(0.8798858).epsilon(1e-7));
  REQUIRE(difference.p);
  CHECK(*difference.p == doctest::Approx(0.002833).epsilon(2e-4));
  CHECK_FALSE(difference.always_the_same);
  // Ten values: numbers 2 and 9 of them in rising order, -2.4 and -.8.
  CHECK(*difference.median_low == doctest::Approx(-2.4));
  CHECK(*difference.median_high == doctest::Approx(-0.8));
}

TEST_CASE("a difference the other way round has the other sign and the same p-value") {
  const PairedDifference one = paired_difference(first_drug, second_drug);
  const PairedDifference other = paired_difference(second_drug, first_drug);
  CHECK(one.mean == -other.mean);
  CHECK(*one.half_width == *other.half_width);
  CHECK(*one.p == *other.p);
}

TEST_CASE("pairs that all differ by the same leave nothing to chance") {
  const PairedDifference difference = paired_difference({1.5, 2.5, 7.5}, {1, 2, 7});
  CHECK(difference.always_the_same);
  CHECK(difference.mean == 0.5);
  CHECK(difference.half_width == 0.0);
  CHECK_FALSE(difference.p);
}

TEST_CASE("pairs that are the same to a billionth do not differ") {
  const PairedDifference difference = paired_difference({1, 2 + 1e-12, 3}, {1, 2, 3 + 1e-12});
  CHECK(difference.always_the_same);
  CHECK(difference.mean == 0.0);
}

TEST_CASE("pairs that differ by more than a billionth are told from each other") {
  const PairedDifference difference = paired_difference({1, 2 + 1e-7, 3}, {1, 2, 3});
  CHECK_FALSE(difference.always_the_same);
  CHECK(difference.mean > 0);
  CHECK(difference.p);
}

TEST_CASE("one pair has a difference and no interval") {
  const PairedDifference difference = paired_difference({3}, {1});
  CHECK(difference.mean == 2);
  CHECK(difference.n == 1);
  CHECK_FALSE(difference.half_width);
  CHECK_FALSE(difference.p);
  CHECK_FALSE(difference.always_the_same);
}

TEST_CASE("fewer than six pairs have no distribution-free interval") {
  CHECK_FALSE(paired_difference({1, 2, 3, 4, 6}, {0, 0, 0, 0, 0}).median_low);
  CHECK(*paired_difference({1, 2, 3, 4, 6, 5}, {0, 0, 0, 0, 0, 0}).median_low == 1);
  CHECK(*paired_difference({1, 2, 3, 4, 6, 5}, {0, 0, 0, 0, 0, 0}).median_high == 6);
}

TEST_CASE("values without partners are refused") {
  CHECK_THROWS_AS(paired_difference({1, 2}, {1}), std::invalid_argument);
  CHECK_THROWS_AS(paired_difference({}, {}), std::invalid_argument);
}
