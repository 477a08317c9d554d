#include "sim/variation_factor.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace splitscape;

namespace {

struct Moments {
  double mean = 0;
  double coefficient = 0;
  double least = INFINITY;
};

Moments moments(const Variation& variation, int draws) {
  RandomStream stream(21);
  double sum = 0;
  double squares = 0;
  Moments result;
  for (int i = 0; i < draws; ++i) {
    const double factor = variation_factor(variation, stream);
    sum += factor;
    squares += factor * factor;
    result.least = std::min(result.least, factor);
  }
  result.mean = sum / draws;
  result.coefficient = std::sqrt(squares / draws - result.mean * result.mean) / result.mean;
  return result;
}

}  // namespace

TEST_CASE("without variation the factor is one and nothing is drawn") {
  RandomStream stream(1);
  RandomStream untouched(1);
  CHECK(variation_factor({}, stream) == 1.0);
  CHECK(stream.next() == untouched.next());
}

TEST_CASE("the exponential factor has mean one and a coefficient of variation of one") {
  const Moments found = moments({.law = Variation::Law::exponential}, 1000000);
  // Five standard errors of a mean of a million draws: 5 / 1000; of the deviation sqrt(8) times that / 2.
  CHECK(found.mean == doctest::Approx(1).epsilon(0.005));
  CHECK(found.coefficient == doctest::Approx(1).epsilon(0.01));
  CHECK(found.least > 0);
}

TEST_CASE("the lognormal factor has mean one and the coefficient of variation that was asked for") {
  for (const double coefficient : {0.05, 0.3, 1.0}) {
    CAPTURE(coefficient);
    const Moments found = moments({.law = Variation::Law::lognormal, .coefficient = coefficient}, 1000000);
    CHECK(std::abs(found.mean - 1) < 5 * coefficient / 1000);
    CHECK(found.coefficient == doctest::Approx(coefficient).epsilon(0.03));
    CHECK(found.least > 0);
  }
}

TEST_CASE("a lognormal factor without variation is one") {
  RandomStream stream(4);
  CHECK(variation_factor({.law = Variation::Law::lognormal, .coefficient = 0}, stream) == 1.0);
}

TEST_CASE("the logarithm of the lognormal factor is normal") {
  // Half of the draws lie below the median exp(-s^2/2), 84.134 % below one deviation above it.
  const double coefficient = 0.5;
  const double s = std::sqrt(std::log(1 + coefficient * coefficient));
  RandomStream stream(8);
  constexpr int draws = 100000;
  int below_median = 0;
  int below_deviation = 0;
  for (int i = 0; i < draws; ++i) {
    const double logarithm =
        std::log(variation_factor({.law = Variation::Law::lognormal, .coefficient = coefficient}, stream));
    below_median += logarithm < -s * s / 2;
    below_deviation += logarithm < -s * s / 2 + s;
  }
  CHECK(std::abs(below_median / double{draws} - 0.5) < 0.008);
  CHECK(std::abs(below_deviation / double{draws} - 0.84134) < 0.006);
}
