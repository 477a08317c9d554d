#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "tests/sim/exit_rules/rule_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice with(double threshold, double decay) {
  return {.name = "decaying_exit", .parameters = {{"threshold", threshold}, {"decay", decay}}};
}

/// The confidence from which samples leave, to a millionth.
double threshold_of(OffloadPolicy& policy, std::size_t exit) {
  double low = 0;
  double high = 1;
  while (high - low > 1e-7) {
    const double middle = (low + high) / 2;
    (leaves(policy, {.exit = exit, .confidence = middle}) ? high : low) = middle;
  }
  return high;
}

}  // namespace

TEST_CASE("the threshold of decaying exit falls by the decay from nine tenths and one more tenth") {
  const auto policy = RuleWorld().make(with(0.8, 3));  // three exits with the end
  CHECK(threshold_of(*policy, 1) == doctest::Approx(0.72 + 0.1).epsilon(1e-6));
  CHECK(threshold_of(*policy, 2) == doctest::Approx(0.72 + 0.1 * std::exp(-1.0)).epsilon(1e-6));
}

TEST_CASE("without a decay the threshold of decaying exit is one for all") {
  const auto policy = RuleWorld().make(with(0.5, 0));
  CHECK(threshold_of(*policy, 1) == doctest::Approx(0.55).epsilon(1e-6));
  CHECK(threshold_of(*policy, 2) == doctest::Approx(0.55).epsilon(1e-6));
}

TEST_CASE("decaying exit needs samples with confidences") {
  RuleWorld world;
  world.confidences = false;
  CHECK_THROWS_AS(world.make(with(0.5, 1)), std::invalid_argument);
}
