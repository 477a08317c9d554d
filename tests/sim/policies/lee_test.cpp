#include <doctest/doctest.h>

#include "models/random_stream.hpp"
#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// How many of the last 100 of 1000 requests exit 1, exit 2 and the end answer, with confidences .7, .9, .95
/// and delays that are exponential with these means.
std::vector<int> answers(const std::vector<double>& delays) {
  const Outlook outlook(1, {"a", "b"});
  const auto policy = make_policy({.name = "lee"}, outlook.setting());
  RandomStream world(11);
  const double confidences[] = {.7, .9, .95};
  std::vector<int> counts(3);
  for (std::uint64_t request = 1; request <= 4000; ++request) {
    const Decision decision = policy->decide(outlook.observation());
    const std::size_t exit = decision.exits.contains(1) ? 1 : decision.exits.contains(2) ? 2 : 3;
    if (exit < 3) CHECK(policy->at_exit({.exit = exit}) == ExitAction::stop);
    policy->learn({.decision = decision,
                   .exit = exit,
                   .delay = {world.exponential(delays[exit - 1])},
                   .confidence = confidences[exit - 1]});
    if (request > 3900) ++counts[exit - 1];
  }
  return counts;
}

}  // namespace

TEST_CASE("lee finds the exit whose confidence is worth the delays that come") {
  CHECK(answers({.01, .02, .9})[1] > 60);
  CHECK(answers({.01, .9, .02})[2] > 60);
  CHECK(answers({.01, .9, .9})[0] > 60);
}
