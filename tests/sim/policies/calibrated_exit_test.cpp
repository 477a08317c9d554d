#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/exit_rules/rule_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice with(double target, const std::string& scaling = "none") {
  return {.name = "calibrated_exit",
          .parameters = {{"target", target}, {"scaling", ParameterValue(scaling)}}};
}

/// Calibration samples that are all .99 sure; of a hundred these are right at exits 1, 2 and the end.
RuleWorld overconfident(int first, int second, int end) {
  RuleWorld world;
  world.calibration.emplace(3, true, false);
  for (int i = 0; i < 100; ++i) {
    const auto outcome = [i](int right) {
      return ExitOutcome{.confidence = 0.99, .correct = i < right ? Correctness::right : Correctness::wrong};
    };
    world.calibration->add({outcome(first), outcome(second), outcome(end)});
  }
  return world;
}

/// The exit that answers at the end with these confidences.
std::size_t at_end(OffloadPolicy& policy, double first, double second, double end) {
  const std::vector<ExitSeen> before{{.exit = 1, .confidence = first}, {.exit = 2, .confidence = second}};
  return policy.at_end({.exit = 3, .place = 1, .confidence = end, .before = before});
}

}  // namespace

TEST_CASE("calibrated exit looks at the exits on the device and cuts behind the last one") {
  const RuleWorld world;
  const Decision decision = world.make(with(0.8))->decide(world.outlook.observation());
  CHECK(positions(decision.cuts) == std::vector<int>{2});
  CHECK(decision.exits.bits() == 3);
  PolicyChoice earlier = with(0.8);
  earlier.parameters.emplace_back("cut", std::string("a"));
  CHECK(world.make(earlier)->decide(world.outlook.observation()).exits.bits() == 1);
  PolicyChoice server = with(0.8);
  server.parameters.emplace_back("cut", std::string("server_only"));
  CHECK(world.make(server)->decide(world.outlook.observation()).exits.empty());
}

TEST_CASE("calibrated exit stops where the confidence reaches the target") {
  const auto policy = RuleWorld().make(with(0.8));
  CHECK(leaves(*policy, {.exit = 1, .confidence = 0.8}));
  CHECK_FALSE(leaves(*policy, {.exit = 2, .confidence = 0.79}));
}

TEST_CASE("where the end is not sure either the most confident exit answers") {
  const auto policy = RuleWorld().make(with(0.8));
  CHECK(at_end(*policy, 0.7, 0.6, 0.9) == 3);
  CHECK(at_end(*policy, 0.7, 0.6, 0.65) == 1);
  CHECK(at_end(*policy, 0.6, 0.7, 0.65) == 2);
  CHECK(at_end(*policy, 0.6, 0.6, 0.65) == 3);
  CHECK(at_end(*policy, 0.7, 0.7, 0.7) == 3);
  CHECK(policy->at_end({.exit = 3, .confidence = 0.1}) == 3);  // it has looked at none
}

TEST_CASE("with a temperature for each exit a target is a share of right answers") {
  const auto policy = overconfident(60, 80, 90).make(with(0.75, "per_branch"));
  CHECK_FALSE(leaves(*policy, {.exit = 1, .confidence = 0.99}));  // .6
  CHECK(leaves(*policy, {.exit = 2, .confidence = 0.99}));        // .8
  // At the end .98 is about .87 and at exit 2 .98 is about .76: confidences of different exits are compared.
  CHECK(at_end(*overconfident(60, 80, 90).make(with(0.95, "per_branch")), 0.98, 0.985, 0.98) == 3);
}

TEST_CASE("a global temperature is one for all exits") {
  // 230 of 300 are right: .77 everywhere.
  const auto policy = overconfident(60, 80, 90).make(with(0.75, "global"));
  CHECK(leaves(*policy, {.exit = 1, .confidence = 0.99}));
  CHECK(leaves(*policy, {.exit = 2, .confidence = 0.99}));
  CHECK_FALSE(leaves(*policy, {.exit = 1, .confidence = 0.9}));
  CHECK_FALSE(leaves(*overconfident(60, 80, 90).make(with(0.78, "global")), {.exit = 2, .confidence = 0.99}));
}

TEST_CASE("an isotonic calibration is for any number of classes") {
  RuleWorld world = overconfident(60, 80, 90);
  world.classes = 10;
  const auto policy = world.make(with(0.75, "isotonic"));
  CHECK_FALSE(leaves(*policy, {.exit = 1, .confidence = 0.99}));
  CHECK(leaves(*policy, {.exit = 2, .confidence = 0.5}));
}

TEST_CASE("a temperature of samples that do not tell their logits is refused") {
  RuleWorld world = overconfident(60, 80, 90);
  world.classes = 10;
  for (const std::string scaling : {"global", "per_branch"}) {
    CHECK_THROWS_WITH_AS(
        world.make(with(0.75, scaling)),
        "a temperature needs all logits, and samples tell the largest probability: it follows for 2 classes, "
        "and these have 10; write 'scaling: isotonic', or 'scaling: none' with confidences that are scaled "
        "already",
        std::invalid_argument);
  }
  world.classes = 0;
  CHECK_THROWS_AS(world.make(with(0.75, "global")), std::invalid_argument);
}

TEST_CASE("calibrated exit needs confidences and samples to calibrate by") {
  RuleWorld world;
  CHECK_THROWS_AS(world.make(with(0.75, "per_branch")), std::invalid_argument);
  CHECK_NOTHROW(world.make(with(0.75)));
  world.confidences = false;
  CHECK_THROWS_AS(world.make(with(0.75)), std::invalid_argument);
}
