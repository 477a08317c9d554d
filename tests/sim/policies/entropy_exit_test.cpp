#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/exit_rules/rule_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice with(const ParameterValue& threshold) {
  return {.name = "entropy_exit", .parameters = {{"threshold", threshold}}};
}

}  // namespace

TEST_CASE("entropy exit stops where the entropy is below the threshold") {
  const auto policy = RuleWorld().make(with(0.5));
  for (const std::size_t exit : {1U, 2U}) {
    CHECK(leaves(*policy, {.exit = exit, .entropy = 0.499}));
    CHECK_FALSE(leaves(*policy, {.exit = exit, .entropy = 0.5}));
  }
}

TEST_CASE("entropy exit may have a threshold for each exit") {
  const auto policy = RuleWorld().make(with(std::vector<double>{0.025, 1.5}));
  CHECK_FALSE(leaves(*policy, {.exit = 1, .entropy = 0.03}));
  CHECK(leaves(*policy, {.exit = 2, .entropy = 1.4}));
}

TEST_CASE("entropy exit needs samples with entropies") {
  RuleWorld world;
  world.entropies = false;
  CHECK_THROWS_AS(world.make(with(0.5)), std::invalid_argument);
}
