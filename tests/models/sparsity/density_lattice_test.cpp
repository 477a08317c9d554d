#include "models/sparsity/density_lattice.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <stdexcept>
#include <vector>

using namespace splitscape;

namespace {

struct Sides {
  std::uint64_t inputs;
  std::uint64_t outputs;
};

/// Sizes with few and with many common divisors.
std::vector<Sides> random_sides(int count) {
  std::mt19937_64 random(1);
  std::vector<Sides> sides;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t common = 1 + random() % 12;
    sides.push_back({common * (1 + random() % 20), common * (1 + random() % 20)});
  }
  return sides;
}

}  // namespace

TEST_CASE("the admissible densities are exactly those with whole fan-ins and fan-outs") {
  for (const auto& [inputs, outputs] : random_sides(300)) {
    const DensityLattice lattice(inputs, outputs);
    std::vector<Connectivity> expected;
    for (std::uint64_t fan_out = 1; fan_out <= outputs; ++fan_out) {
      if (inputs * fan_out % outputs != 0) continue;
      const double density = static_cast<double>(fan_out) / static_cast<double>(outputs);
      expected.push_back({inputs * fan_out / outputs, fan_out, density});
    }
    REQUIRE(lattice.size() == expected.size());
    CHECK(lattice.size() == std::gcd(inputs, outputs));
    for (std::size_t k = 1; k <= expected.size(); ++k) {
      CHECK(lattice.at(k).fan_in == expected[k - 1].fan_in);
      CHECK(lattice.at(k).fan_out == expected[k - 1].fan_out);
      CHECK(lattice.at(k).density == doctest::Approx(expected[k - 1].density).epsilon(1e-14));
    }
  }
}

TEST_CASE("the junctions of Dey and of Capogrosso have the densities of the publications") {
  CHECK(DensityLattice(800, 100).with_fan_out(50) == Connectivity{400, 50, .5});
  CHECK(DensityLattice(800, 100).with_fan_out(20) == Connectivity{160, 20, .2});
  CHECK(DensityLattice(800, 40).with_fan_out(2) == Connectivity{40, 2, .05});
  CHECK(DensityLattice(40, 40).with_fan_out(9) == Connectivity{9, 9, .225});
  CHECK(DensityLattice(40, 10).with_fan_out(10) == Connectivity{40, 10, 1});
}

TEST_CASE("a density a fan-in and a fan-out that exist find each other") {
  for (const auto& [inputs, outputs] : random_sides(200)) {
    const DensityLattice lattice(inputs, outputs);
    for (std::uint64_t k = 1; k <= lattice.size(); ++k) {
      const Connectivity wanted = lattice.at(k);
      CHECK(lattice.with_density(wanted.density) == wanted);
      CHECK(lattice.with_fan_in(wanted.fan_in) == wanted);
      CHECK(lattice.with_fan_out(wanted.fan_out) == wanted);
    }
  }
}

TEST_CASE("the nearest density is the one that no other is nearer than") {
  std::mt19937_64 random(2);
  for (const auto& [inputs, outputs] : random_sides(200)) {
    const DensityLattice lattice(inputs, outputs);
    const double wanted = static_cast<double>(random() % 10001) / 10000;
    const double found = std::abs(lattice.nearest(wanted).density - wanted);
    for (std::uint64_t k = 1; k <= lattice.size(); ++k)
      CHECK(found <= std::abs(lattice.at(k).density - wanted) + 1e-12);
  }
  CHECK(DensityLattice(100, 100).nearest(0).density == .01);
  CHECK(DensityLattice(100, 100).nearest(7).density == 1);
}

TEST_CASE("a density may be written as exactly as one writes it") {
  CHECK(DensityLattice(9, 6).with_density(.333333).fan_in == 3);
  CHECK(DensityLattice(25088, 4096).with_density(.05078125).fan_out == 208);
  CHECK_THROWS_AS((void)DensityLattice(9, 6).with_density(.3333), std::invalid_argument);
}

TEST_CASE("a density that does not exist is refused with the two nearest") {
  CHECK_THROWS_WITH_AS(
      (void)DensityLattice(800, 100).with_density(.125),
      "a junction of 800 x 100 has no density 12.5 %; the nearest are 12 % (fan-in 96, fan-out "
      "12) and 13 % (fan-in 104, fan-out 13)",
      std::invalid_argument);
  CHECK_THROWS_WITH_AS(
      (void)DensityLattice(40, 10).with_density(.01),
      "a junction of 40 x 10 has no density 1 %; the nearest are 10 % (fan-in 4, fan-out 1) and "
      "20 % (fan-in 8, fan-out 2)",
      std::invalid_argument);
  CHECK_THROWS_WITH_AS(
      (void)DensityLattice(40, 10).with_density(.99),
      "a junction of 40 x 10 has no density 99 %; the nearest are 90 % (fan-in 36, fan-out 9) "
      "and 100 % (fan-in 40, fan-out 10)",
      std::invalid_argument);
}

TEST_CASE("a fan-in or a fan-out that does not exist is refused with the two nearest") {
  CHECK_THROWS_WITH_AS(
      (void)DensityLattice(800, 100).with_fan_in(20),
      "a junction of 800 x 100 has no fan-in 20; the nearest are 2 % (fan-in 16, fan-out 2) and "
      "3 % (fan-in 24, fan-out 3)",
      std::invalid_argument);
  CHECK_THROWS_WITH_AS(
      (void)DensityLattice(8, 12).with_fan_out(13),
      "a junction of 8 x 12 has no fan-out 13; the nearest are 75 % (fan-in 6, fan-out 9) and "
      "100 % (fan-in 8, fan-out 12)",
      std::invalid_argument);
  CHECK_THROWS_AS((void)DensityLattice(8, 12).with_fan_out(0), std::invalid_argument);
}

TEST_CASE("a junction without a common divisor exists only dense") {
  CHECK(DensityLattice(7, 10).with_density(1) == Connectivity{7, 10, 1});
  CHECK_THROWS_WITH_AS(
      (void)DensityLattice(7, 10).with_density(.5),
      "a junction of 7 x 10 has no density 50 %; it exists only dense, since the two have no "
      "common divisor",
      std::invalid_argument);
}

TEST_CASE("a density that is none and a junction that is none are refused") {
  for (const double none : {0.0, -.1, 1.1, std::nan("")}) {
    CAPTURE(none);
    CHECK_THROWS_AS((void)DensityLattice(8, 8).with_density(none), std::invalid_argument);
  }
  CHECK_THROWS_WITH_AS((void)DensityLattice(8, 8).with_density(1.5),
                       "a density is more than 0 and at most 100 %, not 150 %", std::invalid_argument);
  CHECK_THROWS_WITH_AS(DensityLattice(0, 8), "a junction of 0 x 8 has no neurons on a side",
                       std::invalid_argument);
}
