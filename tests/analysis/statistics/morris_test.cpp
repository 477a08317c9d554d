#include "analysis/statistics/morris.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <set>
#include <stdexcept>

using namespace splitscape;

namespace {

constexpr double pi = std::numbers::pi;

template <class Function>
std::vector<double> outcomes_of(const std::vector<std::vector<double>>& design, const Function& function) {
  std::vector<double> outcomes;
  for (const auto& point : design) outcomes.push_back(function(point));
  return outcomes;
}

doctest::Approx near(double value) {
  return doctest::Approx(value).epsilon(1e-12);
}

}  // namespace

TEST_CASE("a Morris design moves every factor once in each of its walks, by its step, on its grid") {
  constexpr std::size_t factors = 5;
  constexpr std::size_t walks = 40;
  for (const unsigned levels : {2U, 4U, 6U}) {
    CAPTURE(levels);
    const double step = levels / (2.0 * (levels - 1));
    const auto design = morris_design(factors, walks, levels, 3);
    REQUIRE(design.size() == walks * (factors + 1));
    for (std::size_t walk = 0; walk < walks; ++walk) {
      std::set<std::size_t> moved;
      for (std::size_t i = walk * (factors + 1); i + 1 < (walk + 1) * (factors + 1); ++i) {
        for (std::size_t factor = 0; factor < factors; ++factor) {
          const double move = std::abs(design[i + 1][factor] - design[i][factor]);
          if (move == 0) continue;
          CHECK(move == near(step));
          CHECK(moved.insert(factor).second);
        }
      }
      CHECK(moved.size() == factors);
    }
    for (const auto& point : design) {
      for (const double value : point) {
        const double level = value * (levels - 1);
        CHECK(std::abs(level - std::round(level)) < 1e-12);
        CHECK(level >= 0);
        CHECK(level <= levels - 1);
      }
    }
  }
}

TEST_CASE("every level of a Morris design is as likely as the others, and so is every order of the factors") {
  const auto design = morris_design(2, 4000, 4, 1);
  double at_level[4] = {};
  double first_moves_first = 0;
  for (std::size_t i = 0; i < design.size(); ++i) {
    at_level[std::lround(3 * design[i][0])] += 1.0 / static_cast<double>(design.size());
    if (i % 3 == 0 && design[i][0] != design[i + 1][0]) first_moves_first += 1.0 / 4000;
  }
  // Five standard errors of a share of 4000 walks.
  for (const double share : at_level) CHECK(std::abs(share - 0.25) < 5 * std::sqrt(0.25 * 0.75 / 4000));
  CHECK(std::abs(first_moves_first - 0.5) < 5 * std::sqrt(0.25 / 4000));
}

TEST_CASE("a Morris design depends on its seed, and more walks leave the first ones alone") {
  const auto few = morris_design(3, 4, 4, 7);
  const auto more = morris_design(3, 9, 4, 7);
  CHECK(std::vector(more.begin(), more.begin() + 16) == few);
  CHECK(morris_design(3, 4, 4, 8) != few);
}

TEST_CASE("the Morris effects of a linear function are its coefficients, and they do not spread") {
  const auto design = morris_design(4, 6, 4, 1);
  const auto effects = morris_effects(design, outcomes_of(design, [](const std::vector<double>& x) {
                                        return 12 + 3 * x[0] - 5 * x[1] + 0.25 * x[2];
                                      }));
  REQUIRE(effects.size() == 4);
  const double coefficients[] = {3, -5, 0.25, 0};
  for (std::size_t i = 0; i < 4; ++i) {
    CAPTURE(i);
    CHECK(std::abs(effects[i].mu - coefficients[i]) < 1e-12);
    CHECK(std::abs(effects[i].mu_star - std::abs(coefficients[i])) < 1e-12);
    CHECK(*effects[i].sigma < 1e-12);
    CHECK(*effects[i].mu_half_width < 1e-12);
    CHECK(*effects[i].mu_star_half_width < 1e-12);
  }
}

TEST_CASE("effects that change their sign cancel out in mu and not in mu*") {
  // Of x1 x2 moved about its middle, (x1 - 1/2)(x2 - 1/2): the effect of x1 is x2 - 1/2, which on two levels
  // is 1/2 or -1/2.
  const auto design = morris_design(2, 2000, 2, 1);
  const auto effects =
      morris_effects(design, outcomes_of(design, [](const auto& x) { return (x[0] - 0.5) * (x[1] - 0.5); }));
  for (const MorrisEffect& effect : effects) {
    CHECK(effect.mu_star == near(0.5));
    CHECK(*effect.mu_star_half_width < 1e-12);
    CHECK(std::abs(effect.mu) < 5 * 0.5 / std::sqrt(2000));
    CHECK(*effect.sigma == doctest::Approx(0.5).epsilon(0.01));
    CHECK(*effect.mu_half_width == doctest::Approx(1.96 * 0.5 / std::sqrt(2000)).epsilon(0.01));
  }
}

TEST_CASE("the mean Morris effects of the Ishigami function are those of its closed form") {
  // f = sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 over (-pi, pi)^3 (Ishigami, Homma 1990) on four levels: x is
  // -pi, -pi/3, pi/3 or pi, and a move is 4 pi / 3, two thirds of the range. sin x1 goes from 0 to sqrt(3)/2
  // or from -sqrt(3)/2 to 0, always up: the effect is (1 + 0.1 x3^4) sqrt(3)/2 x 3/2, with x3^4 = pi^4 or
  // (pi/3)^4 in equal parts. sin^2 x2 goes from 0 to 3/4 or from 3/4 to 0: +- 7 x 3/4 x 3/2. x3^4 goes from
  // pi^4 to (pi/3)^4 or back, times sin x1, which is 0 in half of the cases and +- sqrt(3)/2 in the others.
  const double high = std::pow(pi, 4);
  const double low = std::pow(pi / 3, 4);
  const double sine = std::sqrt(3.0) / 2;
  constexpr std::size_t walks = 5000;
  const auto design = morris_design(3, walks, 4, 5);
  const auto effects = morris_effects(design, outcomes_of(design, [](const std::vector<double>& u) {
                                        const double x1 = pi * (2 * u[0] - 1);
                                        const double x2 = pi * (2 * u[1] - 1);
                                        const double x3 = pi * (2 * u[2] - 1);
                                        return std::sin(x1) + 7 * std::pow(std::sin(x2), 2) +
                                               0.1 * std::pow(x3, 4) * std::sin(x1);
                                      }));
  const double of_first = (1 + 0.1 * (high + low) / 2) * sine * 1.5;
  const double spread_of_first = 0.1 * (high - low) / 2 * sine * 1.5;
  const double most_of_third = 0.1 * (high - low) * sine * 1.5;
  const double error = 5 / std::sqrt(static_cast<double>(walks));
  CHECK(std::abs(effects[0].mu - of_first) < error * spread_of_first);
  CHECK(effects[0].mu_star == near(effects[0].mu));
  CHECK(*effects[0].sigma == doctest::Approx(spread_of_first).epsilon(0.02));
  CHECK(std::abs(effects[1].mu) < error * 7.875);
  CHECK(effects[1].mu_star == near(7.875));
  CHECK(std::abs(effects[2].mu) < error * most_of_third);
  CHECK(std::abs(effects[2].mu_star - most_of_third / 2) < error * most_of_third / 2);
}

TEST_CASE("the interval of a mean Morris effect covers it in 93 to 97 of 100 designs") {
  // The effect of x1 of x1 x2 + x1 x3 on six levels is x2 + x3, whose mean is 1.
  int covering = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    const auto design = morris_design(3, 10, 6, seed);
    const auto effect =
        morris_effects(design, outcomes_of(design, [](const auto& x) { return x[0] * (x[1] + x[2]); }))
            .front();
    if (std::abs(effect.mu - 1) <= *effect.mu_half_width) ++covering;
  }
  CHECK(covering >= 930);
  CHECK(covering <= 970);
}

TEST_CASE("one walk has effects and no intervals") {
  const auto design = morris_design(2, 1, 4, 1);
  const auto effects = morris_effects(design, outcomes_of(design, [](const auto& x) { return 2 * x[1]; }));
  CHECK(effects[1].mu == near(2));
  CHECK_FALSE(effects[1].sigma);
  CHECK_FALSE(effects[1].mu_half_width);
  CHECK_FALSE(effects[1].mu_star_half_width);
}

TEST_CASE("what is no Morris design is refused") {
  CHECK_THROWS_WITH_AS(morris_design(0, 4, 4, 1), "a Morris design needs a factor and a trajectory",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(morris_design(4, 0, 4, 1), "a Morris design needs a factor and a trajectory",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(morris_design(4, 4, 3, 1), "the levels of a Morris design are an even number",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(morris_design(4, 4, 0, 1), "the levels of a Morris design are an even number",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(morris_effects({}, {}), "a Morris design has points", std::invalid_argument);
  CHECK_THROWS_WITH_AS(morris_effects({{0}, {1}}, {1}), "a Morris design has as many outcomes as points",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(morris_effects({{0}, {1}, {0}}, {1, 2, 3}),
                       "a walk of a Morris design has a point more than there are factors",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(morris_effects({{0, 0}, {1, 1}, {1, 0}}, {1, 2, 3}),
                       "a step of a Morris design moves two factors", std::invalid_argument);
  CHECK_THROWS_WITH_AS(morris_effects({{0, 0}, {0, 0}, {1, 0}}, {1, 2, 3}),
                       "a step of a Morris design moves no factor", std::invalid_argument);
  CHECK_THROWS_WITH_AS(morris_effects({{0, 0}, {1, 0}, {0, 0}}, {1, 2, 3}),
                       "a walk of a Morris design moves every factor once", std::invalid_argument);
}
