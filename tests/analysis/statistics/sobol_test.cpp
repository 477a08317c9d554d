#include "analysis/statistics/sobol.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <set>
#include <stdexcept>

#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

constexpr double pi = std::numbers::pi;

template <class Function>
std::vector<SobolIndices> indices_of(std::size_t factors, std::size_t samples, std::uint64_t seed,
                                     const Function& function) {
  std::vector<double> outcomes;
  for (const auto& point : sobol_design(factors, samples, seed)) outcomes.push_back(function(point));
  const auto indices = sobol_indices(outcomes, factors);
  REQUIRE(indices);
  return *indices;
}

double ishigami(const std::vector<double>& u) {
  const double x1 = pi * (2 * u[0] - 1);
  const double x2 = pi * (2 * u[1] - 1);
  const double x3 = pi * (2 * u[2] - 1);
  return std::sin(x1) + 7 * std::pow(std::sin(x2), 2) + 0.1 * std::pow(x3, 4) * std::sin(x1);
}

/// Of Ishigami and Homma 1990 with a = 7 and b = 0.1.
struct Ishigami {
  double first[3];
  double total[3];
};

Ishigami ishigami_truth() {
  const double a = 7;
  const double b = 0.1;
  const double of_first = 0.5 * std::pow(1 + b * std::pow(pi, 4) / 5, 2);
  const double of_second = a * a / 8;
  const double of_both = b * b * std::pow(pi, 8) * (1.0 / 18 - 1.0 / 50);
  const double all = of_first + of_second + of_both;
  return {{of_first / all, of_second / all, 0}, {(of_first + of_both) / all, of_second / all, of_both / all}};
}

/// Sobol's g-function: the product of (|4 x - 2| + a) / (1 + a).
const double g_coefficients[] = {0, 1, 4.5, 9};

double g_function(const std::vector<double>& x) {
  double product = 1;
  for (std::size_t i = 0; i < 4; ++i) {
    product *= (std::abs(4 * x[i] - 2) + g_coefficients[i]) / (1 + g_coefficients[i]);
  }
  return product;
}

}  // namespace

TEST_CASE("a Sobol design is A, A with each column of B, and B, row by row") {
  const auto design = sobol_design(3, 8, 5);
  REQUIRE(design.size() == 8 * 5);
  for (std::size_t row = 0; row < 8; ++row) {
    const auto* block = &design[5 * row];
    for (std::size_t factor = 0; factor < 3; ++factor) {
      for (std::size_t i = 0; i < 3; ++i) {
        CHECK(block[1 + factor][i] == (i == factor ? block[4][i] : block[0][i]));
      }
    }
  }
}

TEST_CASE("each coordinate of A and B has one point in each of so many equal parts, whatever the seed") {
  constexpr std::size_t samples = 64;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const auto design = sobol_design(7, samples, seed);
    for (std::size_t i = 0; i < 7; ++i) {
      std::set<int> parts_of_a;
      std::set<int> parts_of_b;
      for (std::size_t row = 0; row < samples; ++row) {
        const double a = design[row * 9][i];
        CHECK(a > 0);
        CHECK(a < 1);
        parts_of_a.insert(static_cast<int>(a * samples));
        parts_of_b.insert(static_cast<int>(design[row * 9 + 8][i] * samples));
      }
      CHECK(parts_of_a.size() == samples);
      CHECK(parts_of_b.size() == samples);
    }
  }
  CHECK(sobol_design(2, 4, 1) != sobol_design(2, 4, 2));
}

TEST_CASE("more samples of a Sobol design leave the first ones alone") {
  const auto few = sobol_design(3, 8, 7);
  const auto more = sobol_design(3, 20, 7);
  CHECK(std::vector(more.begin(), more.begin() + 40) == few);
}

TEST_CASE("the Sobol indices of the Ishigami function are those of its closed form") {
  const Ishigami truth = ishigami_truth();
  const auto indices = indices_of(3, 8192, 1, ishigami);
  for (std::size_t i = 0; i < 3; ++i) {
    CAPTURE(i);
    CHECK(std::abs(indices[i].first.value - truth.first[i]) < 0.005);
    CHECK(std::abs(indices[i].total.value - truth.total[i]) < 0.005);
    CHECK(indices[i].first.low < truth.first[i]);
    CHECK(indices[i].first.high > truth.first[i]);
    CHECK(indices[i].total.low < truth.total[i]);
    CHECK(indices[i].total.high > truth.total[i]);
  }
}

TEST_CASE("the Sobol indices of the g-function are those of its closed form") {
  double of[4];
  double all = 1;
  for (std::size_t i = 0; i < 4; ++i) {
    of[i] = 1 / (3 * std::pow(1 + g_coefficients[i], 2));
    all *= 1 + of[i];
  }
  const double variance = all - 1;
  const auto indices = indices_of(4, 8192, 1, g_function);
  for (std::size_t i = 0; i < 4; ++i) {
    CAPTURE(i);
    CHECK(std::abs(indices[i].first.value - of[i] / variance) < 0.005);
    CHECK(std::abs(indices[i].total.value - of[i] * all / (1 + of[i]) / variance) < 0.005);
  }
}

TEST_CASE("the Sobol indices of a linear function are the squares of its coefficients by their sum") {
  const auto indices =
      indices_of(4, 4096, 2, [](const auto& x) { return 1e6 + 3 * x[0] - 4 * x[1] + 5 * x[2]; });
  const double shares[] = {9 / 50.0, 16 / 50.0, 25 / 50.0, 0};
  for (std::size_t i = 0; i < 4; ++i) {
    CAPTURE(i);
    CHECK(std::abs(indices[i].first.value - shares[i]) < 0.003);
    CHECK(std::abs(indices[i].total.value - shares[i]) < 0.003);
  }
  // What does not matter has no share at all, by rounding.
  CHECK(std::abs(indices[3].first.value) < 1e-9);
  CHECK(indices[3].total.value < 1e-9);
  CHECK(indices[3].total.high < 1e-9);
}

TEST_CASE("the only factor that matters has all of the variance, whatever the outcome does with it") {
  const auto indices = indices_of(2, 4096, 2, [](const auto& x) { return std::exp(3 * x[1]); });
  CHECK(std::abs(indices[1].first.value - 1) < 0.003);
  CHECK(std::abs(indices[1].total.value - 1) < 0.003);
  CHECK(std::abs(indices[0].total.value) < 1e-12);
}

TEST_CASE("the points of the sequence estimate better than random ones") {
  const Ishigami truth = ishigami_truth();
  double of_sequence = 0;
  double of_random = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const auto even = indices_of(3, 512, seed, ishigami);
    of_sequence += std::pow(even[1].first.value - truth.first[1], 2);
    RandomStream random(seed);
    std::vector<double> outcomes;
    for (std::size_t row = 0; row < 512; ++row) {
      std::vector<double> a{random.uniform(), random.uniform(), random.uniform()};
      const std::vector<double> b{random.uniform(), random.uniform(), random.uniform()};
      outcomes.push_back(ishigami(a));
      for (std::size_t i = 0; i < 3; ++i) {
        auto ab = a;
        ab[i] = b[i];
        outcomes.push_back(ishigami(ab));
      }
      outcomes.push_back(ishigami(b));
    }
    of_random += std::pow(sobol_indices(outcomes, 3)->at(1).first.value - truth.first[1], 2);
  }
  CHECK(of_sequence < of_random / 2);
}

TEST_CASE("an outcome that does not vary has no Sobol indices") {
  CHECK_FALSE(sobol_indices(std::vector<double>(20, 0.1), 3));
}

TEST_CASE("what is no Sobol design is refused") {
  CHECK_THROWS_WITH_AS(sobol_design(0, 4, 1), "a Sobol design needs a factor and a sample",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(sobol_design(4, 0, 1), "a Sobol design needs a factor and a sample",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(sobol_design(2000, 1, 1), "a Sobol design has fewer factors", std::invalid_argument);
  CHECK_THROWS_WITH_AS(sobol_indices({1, 2, 3}, 2), "a Sobol design has factors + 2 outcomes a row",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(sobol_indices({}, 2), "a Sobol design has factors + 2 outcomes a row",
                       std::invalid_argument);
}
