#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/exit_rules/rule_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice with(double patience) {
  return {.name = "patience_exit", .parameters = {{"patience", patience}}};
}

/// Whether a sample leaves at the last of exits that said this.
bool leaves_after(OffloadPolicy& policy, const std::vector<std::int32_t>& predictions) {
  std::vector<ExitSeen> before;
  for (std::size_t i = 0; i + 1 < predictions.size(); ++i)
    before.push_back({.exit = i + 1, .prediction = predictions[i]});
  return leaves(policy,
                {.exit = predictions.size(), .prediction = predictions.back(), .before = before});
}

}  // namespace

TEST_CASE("patience exit stops where so many exits in a row have confirmed the one before") {
  const auto policy = RuleWorld().make(with(2));
  CHECK_FALSE(leaves_after(*policy, {1}));
  CHECK_FALSE(leaves_after(*policy, {1, 1}));
  CHECK(leaves_after(*policy, {1, 1, 1}));
  CHECK(leaves_after(*policy, {0, 1, 1, 1}));
}

TEST_CASE("another prediction begins the count anew") {
  const auto policy = RuleWorld().make(with(2));
  CHECK_FALSE(leaves_after(*policy, {1, 1, 0}));
  CHECK_FALSE(leaves_after(*policy, {1, 0, 1, 1}));
  CHECK(leaves_after(*policy, {1, 0, 1, 1, 1}));
}

TEST_CASE("requests on their way at one time do not disturb each other's patience") {
  const auto policy = RuleWorld().make(with(1));
  const std::vector<ExitSeen> one{{.exit = 1, .prediction = 4}};
  const std::vector<ExitSeen> other{{.exit = 1, .prediction = 5}};
  CHECK_FALSE(leaves(*policy, {.exit = 1, .prediction = 4, .request = 1}));
  CHECK_FALSE(leaves(*policy, {.exit = 1, .prediction = 5, .request = 2}));
  CHECK(leaves(*policy, {.exit = 2, .prediction = 4, .request = 1, .before = one}));
  CHECK_FALSE(leaves(*policy, {.exit = 2, .prediction = 4, .request = 2, .before = other}));
}

TEST_CASE("patience exit needs a patience and samples with predictions") {
  RuleWorld world;
  CHECK_THROWS_WITH_AS(world.make(with(0)),
                       "a patience of 0 is none: give 1 to stop as soon as two exits agree",
                       std::invalid_argument);
  world.predictions = false;
  CHECK_THROWS_AS(world.make(with(1)), std::invalid_argument);
}
