#include "sim/exit_rules/exit_rule.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/exit_rules/rule_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Lets a sample leave where it is sure.
class Sure final : public ExitRule {
 public:
  Sure(const PolicyChoice& choice, const PolicySetting& setting) : ExitRule(Parameters(choice), setting) {}

 private:
  bool leaves(const ExitView& view) const override { return view.confidence == 1; }
};

}  // namespace

TEST_CASE("an exit rule looks at all exits wherever they are and stops where its rule says") {
  const RuleWorld world(2);
  const PolicyChoice choice{.name = "any", .parameters = {{"cut", std::vector<std::string>{"input", "a"}}}};
  Sure rule(choice, world.setting());
  const Decision decision = rule.decide(world.outlook.observation());
  CHECK(decision.exits.bits() == 3);
  CHECK(positions(decision.cuts) == std::vector<int>{0, 1});
  CHECK(leaves(rule, {.exit = 1, .confidence = 1}));
  CHECK_FALSE(leaves(rule, {.exit = 1, .confidence = 0.99}));
  CHECK(rule.at_end({.exit = 3}) == 3);
}

TEST_CASE("one value stands for all exits, else there is one for each") {
  const RuleWorld world;
  CHECK(for_each_exit({0.5}, world.setting(), "things") == std::vector<double>{0.5, 0.5});
  CHECK(for_each_exit({0.5, 0.7}, world.setting(), "things") == std::vector<double>{0.5, 0.7});
  CHECK_THROWS_WITH_AS(for_each_exit({1, 2, 3}, world.setting(), "things"),
                       "3 things for the 2 side branches of network 'abc'", std::invalid_argument);
  CHECK(for_each_exit({0.5}, RuleWorld(1, {}).setting(), "things").empty());
}

TEST_CASE("what an exit rule looks at must be known") {
  RuleWorld world;
  CHECK_NOTHROW(require_confidences(world.setting()));
  world.confidences = world.predictions = world.entropies = false;
  world.classes = 0;
  const PolicySetting blind = world.setting();
  CHECK_THROWS_WITH_AS(require_confidences(blind), "network 'abc' has no samples with confidences to look at",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(require_predictions(blind), "network 'abc' has no samples with predictions to look at",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(require_entropies(blind),
                       "network 'abc' has no samples with entropies to look at: a table needs a column for them "
                       "(samples: {..., entropy: COLUMN}), or, of two classes, confidences",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(require_classes(blind),
                       "network 'abc' has no samples with a known number of classes: write samples: {..., "
                       "classes: NUMBER}",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(calibration_of(blind),
                       "network 'abc' has no calibration part: write samples: {..., calibration: 20%}, or "
                       "--calibration 20% for a replay",
                       std::invalid_argument);
}

TEST_CASE("a network without exits needs no samples") {
  RuleWorld world(1, {});
  world.confidences = world.predictions = world.entropies = false;
  world.classes = 0;
  CHECK_NOTHROW(require_confidences(world.setting()));
  CHECK_NOTHROW(require_entropies(world.setting()));
  CHECK_NOTHROW(require_predictions(world.setting()));
  CHECK_NOTHROW(require_classes(world.setting()));
}
