#include "sim/exit_rules/score_shares.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>

using namespace splitscape;

namespace {

constexpr double none = std::numeric_limits<double>::infinity();

SampleTrace random_samples(std::mt19937_64& random, std::size_t exits, int rows) {
  SampleTrace trace(exits, true, false);
  std::vector<ExitOutcome> row(exits);
  for (int i = 0; i < rows; ++i) {
    for (auto& outcome : row) outcome.confidence = static_cast<double>(random() >> 11) * 0x1p-53;
    trace.add(row);
  }
  return trace;
}

}  // namespace

TEST_CASE("geometric shares are p times those of the exit before and sum to 1") {
  const auto shares = geometric_shares(0.5, 3);
  CHECK(shares[0] == doctest::Approx(4.0 / 7).epsilon(1e-15));
  CHECK(shares[1] == doctest::Approx(2.0 / 7).epsilon(1e-15));
  CHECK(shares[2] == doctest::Approx(1.0 / 7).epsilon(1e-15));
  for (const double share : geometric_shares(1, 5)) CHECK(share == 0.2);
}

TEST_CASE("thresholds are confidences at which the shares leave one exit after the other") {
  SampleTrace samples(3, true, false);
  for (const double first : {0.9, 0.8, 0.7, 0.6, 0.5}) {
    // Those that are sure at exit 1 are not sure at exit 2, and the other way round.
    samples.add({{.confidence = first}, {.confidence = 1.4 - first}, {.confidence = 1}});
  }
  // Two of five leave at exit 1: .9, .8. Of the others (.7, .8, .9 at exit 2) one.
  const auto thresholds = thresholds_for(samples, {0.4, 0.2, 0.4});
  REQUIRE(thresholds.size() == 2);
  CHECK(thresholds[0] == 0.8);
  CHECK(thresholds[1] == doctest::Approx(0.9).epsilon(1e-15));
  const auto shares = shares_at(samples, thresholds);
  CHECK(shares[0] == doctest::Approx(0.4).epsilon(1e-15));
  CHECK(shares[1] == doctest::Approx(0.2).epsilon(1e-15));
  CHECK(shares[2] == doctest::Approx(0.4).epsilon(1e-15));
}

TEST_CASE("an exit that is to let nobody go has no threshold that can be reached") {
  SampleTrace samples(3, true, false);
  samples.add({{.confidence = 1}, {.confidence = 1}, {.confidence = 1}});
  samples.add({{.confidence = 1}, {.confidence = 1}, {.confidence = 1}});
  CHECK(thresholds_for(samples, {0.3, 0.3, 0.4}) == std::vector<double>{none, none});
  // Both are equally sure at exit 1, so that both leave and none is left for exit 2.
  CHECK(thresholds_for(samples, {0.5, 0.5, 0}) == std::vector<double>{1, none});
  CHECK(shares_at(samples, {1, none}) == std::vector<double>{1, 0, 0});
}

TEST_CASE("on any samples the shares at the thresholds are those asked for to one sample an exit") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 40; ++round) {
    const std::size_t exits = 2 + random() % 6;
    const int rows = 1 + static_cast<int>(random() % 300);
    const SampleTrace samples = random_samples(random, exits, rows);
    for (const double p : {0.05, 0.7, 1.0, 1.95}) {
      const auto asked = geometric_shares(p, exits);
      const auto real = shares_at(samples, thresholds_for(samples, asked));
      for (std::size_t k = 0; k + 1 < exits; ++k) {
        CHECK(real[k] <= asked[k] + 1e-9);
        CHECK(real[k] > asked[k] - 1.0 / rows - 1e-9);
      }
      // What rounding down leaves over goes to the end.
      CHECK(real.back() < asked.back() + static_cast<double>(exits - 1) / rows + 1e-9);
    }
  }
}
