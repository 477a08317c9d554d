#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "tests/sim/exit_rules/rule_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice with(const ParameterValue& speed) {
  return {.name = "normalised_entropy_exit", .parameters = {{"speed", speed}}};
}

}  // namespace

TEST_CASE("normalised entropy exit stops up to a share of the largest entropy") {
  RuleWorld world;
  world.classes = 10;
  const auto policy = world.make(with(0.5));
  CHECK(leaves(*policy, {.exit = 1, .entropy = 0.499 * std::log(10.0)}));
  CHECK_FALSE(leaves(*policy, {.exit = 1, .entropy = 0.501 * std::log(10.0)}));
  const auto always = world.make(with(1.0));
  CHECK(leaves(*always, {.exit = 2, .entropy = std::log(10.0)}));
  const auto sure = world.make(with(0.0));
  CHECK(leaves(*sure, {.exit = 2, .entropy = 0}));
  CHECK_FALSE(leaves(*sure, {.exit = 2, .entropy = 1e-9}));
}

TEST_CASE("normalised entropy exit needs a number of classes and entropies") {
  RuleWorld world;
  world.classes = 0;
  CHECK_THROWS_AS(world.make(with(0.5)), std::invalid_argument);
  world.classes = 2;
  CHECK_NOTHROW(world.make(with(0.5)));
  world.entropies = false;
  CHECK_THROWS_AS(world.make(with(0.5)), std::invalid_argument);
}
