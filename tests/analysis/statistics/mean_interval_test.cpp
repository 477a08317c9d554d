#include "analysis/statistics/mean_interval.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

// Student's t at .975 in closed form: tan(.475 pi) for one degree of freedom, .95 / sqrt(2 x .975 x .025) for
// two (12.706 and 4.303 in the tables).
const double t_one = std::tan(0.475 * std::acos(-1.0));
const double t_two = 0.95 / std::sqrt(2 * 0.975 * 0.025);

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-12);
}

}  // namespace

TEST_CASE("the half-width of few values is Student's t times deviation by the root of their number") {
  // 1 and 3: deviation sqrt(2), so t sqrt(2) / sqrt(2).
  REQUIRE(half_width_of_mean({1, 3}));
  CHECK(same(*half_width_of_mean({1, 3}), t_one));
  // 1, 2 and 4: squares 16/9 + 1/9 + 25/9 = 14/3, variance 7/3.
  CHECK(same(*half_width_of_mean({1, 2, 4}), t_two * std::sqrt(7.0 / 3 / 3)));
}

TEST_CASE("fewer than two values have no half-width") {
  CHECK_FALSE(half_width_of_mean({}));
  CHECK_FALSE(half_width_of_mean({5}));
}

TEST_CASE("values that do not differ have a half-width of zero") {
  CHECK(*half_width_of_mean({2, 2, 2, 2}) == 0.0);
}

TEST_CASE("the interval of ten normal values covers their mean in 95 of 100 cases") {
  RandomStream random(5);
  constexpr int cases = 20000;
  int covering = 0;
  for (int i = 0; i < cases; ++i) {
    std::vector<double> values;
    double sum = 0;
    for (int k = 0; k < 10; ++k) {
      values.push_back(random.normal());
      sum += values.back();
    }
    if (std::abs(sum / 10) <= *half_width_of_mean(values)) ++covering;
  }
  // Five standard errors: 5 sqrt(.95 x .05 / 20000) = .0077.
  CHECK(std::abs(covering / double{cases} - 0.95) < 0.0077);
}

TEST_CASE("the interval of no values has no mean, and of one value no half-width") {
  CHECK_FALSE(mean_interval({}).mean);
  CHECK(mean_interval({5}).mean == 5);
  CHECK_FALSE(mean_interval({5}).half_width);
  CHECK(same(*mean_interval({1, 3}).mean, 2));
  CHECK(same(*mean_interval({1, 3}).half_width, t_one));
}
