#include <doctest/doctest.h>

#include <stdexcept>

#include "sim/exit_rules/score_shares.hpp"
#include "tests/sim/exit_rules/rule_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A world whose calibration part has 60 samples, as sure as their number at every exit.
RuleWorld calibrated() {
  RuleWorld world;
  world.calibration.emplace(3, true, false);
  for (int i = 1; i <= 60; ++i) {
    const double confidence = i / 60.0;
    world.calibration->add({{.confidence = confidence}, {.confidence = confidence}, {.confidence = 1}});
  }
  return world;
}

PolicyChoice with(const std::string& parameter, double value) {
  return {.name = "budget_exit", .parameters = {{parameter, value}}};
}

/// Which of the calibration samples leave at exits 1 and 2, and go to the end.
std::vector<int> spread(OffloadPolicy& policy, const SampleTrace& samples) {
  std::vector<int> counts(3);
  for (std::size_t row = 0; row < samples.rows(); ++row) {
    std::size_t exit = 1;
    while (exit < 3 && !leaves(policy, {.exit = exit, .confidence = samples.at(row, exit).confidence})) ++exit;
    ++counts[exit - 1];
  }
  return counts;
}

}  // namespace

TEST_CASE("budget exit spreads the calibration samples as its p says") {
  const RuleWorld world = calibrated();
  CHECK(spread(*world.make({.name = "budget_exit"}), *world.calibration) == std::vector<int>{20, 20, 20});
  // p = 2: 1/7, 2/7, 4/7 of 60: 8.6 and 17.1, rounded down.
  CHECK(spread(*world.make(with("p", 2)), *world.calibration) == std::vector<int>{8, 17, 35});
}

TEST_CASE("budget exit takes the latest exits that its budget pays for") {
  const RuleWorld world = calibrated();
  // Exits take .15, .4 and .7 s. p = 1: a third each, .41667 s; p = .95: 21, 19, 20, .41250 s.
  CHECK(spread(*world.make(with("budget", 0.4167)), *world.calibration) == std::vector<int>{20, 20, 20});
  CHECK(spread(*world.make(with("budget", 0.4166)), *world.calibration) == std::vector<int>{21, 19, 20});
  // p = 1.95, the last of the grid: shares .148, .288, .563.
  CHECK(spread(*world.make(with("budget", 10)), *world.calibration) == std::vector<int>{8, 17, 35});
}

TEST_CASE("a budget that the earliest exits exceed is refused") {
  // p = .05: shares .9501, .0475, .0024: 57, 2 and 1 samples, (57 x .15 + 2 x .4 + .7) / 60 s.
  CHECK_THROWS_WITH_AS(
      calibrated().make(with("budget", 0.1)),
      "no thresholds keep a budget of 0.1 s a sample: with the earliest exits it takes 0.1675 s",
      std::invalid_argument);
}

TEST_CASE("budget exit needs one budget and a calibration part and confidences") {
  RuleWorld world = calibrated();
  PolicyChoice both = with("p", 1);
  both.parameters.emplace_back("budget", 1.0);
  CHECK_THROWS_WITH_AS(world.make(both), "'p' and 'budget' both say how early samples leave: give one of them",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(world.make(with("p", 0)),
                       "'p' is more than 0: each exit lets p times as many samples go", std::invalid_argument);
  world.calibration.reset();
  CHECK_THROWS_AS(world.make(with("p", 1)), std::invalid_argument);
  world = calibrated();
  world.confidences = false;
  CHECK_THROWS_AS(world.make(with("p", 1)), std::invalid_argument);
}

TEST_CASE("budget exit on a network without exits needs no calibration part") {
  const RuleWorld world(1, {});
  CHECK(world.make({.name = "budget_exit"})->decide(world.outlook.observation()).exits.empty());
}
