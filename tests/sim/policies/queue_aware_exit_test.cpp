#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/exit_rules/rule_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice with(const ParameterValue& threshold, double least, double queue) {
  return {.name = "queue_aware_exit",
          .parameters = {{"threshold", threshold}, {"least", least}, {"queue", queue}}};
}

}  // namespace

TEST_CASE("the threshold of queue aware exit falls with the others that wait until the queue is full") {
  const auto policy = RuleWorld().make(with(0.9, 0.5, 4));
  // Others 0, 1, 2, 3, 4, 9: .9, .8, .7, .6, .5, .5.
  const std::size_t waiting[] = {1, 2, 3, 4, 5, 10};
  const double thresholds[] = {0.9, 0.8, 0.7, 0.6, 0.5, 0.5};
  for (std::size_t i = 0; i < 6; ++i) {
    CAPTURE(waiting[i]);
    CHECK(leaves(*policy, {.exit = 1, .confidence = thresholds[i] + 1e-9, .waiting = waiting[i]}));
    CHECK_FALSE(leaves(*policy, {.exit = 1, .confidence = thresholds[i] - 1e-9, .waiting = waiting[i]}));
  }
}

TEST_CASE("a sample that leaves past some queue leaves past every longer one") {
  const auto policy = RuleWorld().make(with(std::vector<double>{0.95, 0.6}, 0.55, 10));
  for (const std::size_t exit : {1U, 2U}) {
    for (int step = 0; step <= 20; ++step) {
      bool left = false;
      for (std::size_t waiting = 1; waiting < 15; ++waiting) {
        const bool now = leaves(*policy, {.exit = exit, .confidence = step / 20.0, .waiting = waiting});
        CHECK((now || !left));
        left = now;
      }
    }
  }
}

TEST_CASE("a threshold that is below the least already stays, and so do those on a server") {
  const auto policy = RuleWorld().make(with(std::vector<double>{0.3, 0.9}, 0.5, 2));
  CHECK(leaves(*policy, {.exit = 1, .confidence = 0.3, .waiting = 9}));
  CHECK_FALSE(leaves(*policy, {.exit = 1, .confidence = 0.29, .waiting = 9}));
  CHECK_FALSE(leaves(*policy, {.exit = 2, .place = 1, .confidence = 0.89, .waiting = 9}));
  CHECK(leaves(*policy, {.exit = 2, .place = 0, .confidence = 0.89, .waiting = 9}));
}

TEST_CASE("queue aware exit needs a queue and samples with confidences") {
  RuleWorld world;
  CHECK_THROWS_WITH_AS(world.make(with(0.9, 0.5, 0)),
                       "the thresholds fall over a 'queue' of 1 request at least", std::invalid_argument);
  world.confidences = false;
  CHECK_THROWS_AS(world.make(with(0.9, 0.5, 1)), std::invalid_argument);
}
