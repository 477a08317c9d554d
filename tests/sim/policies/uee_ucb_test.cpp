#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicySetting with_predictions(const Outlook& outlook) {
  PolicySetting setting = outlook.setting();
  setting.has_predictions = true;
  return setting;
}

/// The exits that answer when exits 1, 2 and the end say these classes each time.
std::vector<std::size_t> answers(const std::vector<std::int32_t>& classes, int requests) {
  const Outlook outlook(1, {"a", "b"});
  const auto policy =
      make_policy({.name = "uee_ucb", .parameters = {{"exploration", 0.1}}}, with_predictions(outlook));
  std::vector<std::size_t> found;
  for (std::uint64_t request = 1; request <= static_cast<std::uint64_t>(requests); ++request) {
    Observation observation = outlook.observation();
    observation.request = request;
    const Decision decision = policy->decide(observation);
    CHECK(decision.cuts.front() == 3);
    std::vector<ExitSeen> seen;
    std::size_t answering = 3;
    for (std::size_t exit = 1; exit <= 2 && answering == 3; ++exit) {
      if (!decision.exits.contains(exit)) continue;
      const ExitAction action = policy->at_exit({.exit = exit, .request = request});
      seen.push_back({.exit = exit, .prediction = classes[exit - 1]});
      if (action == ExitAction::stop) answering = exit;
    }
    policy->learn({.decision = decision,
                   .exit = answering,
                   .prediction = classes[answering - 1],
                   .request = request,
                   .seen = seen});
    found.push_back(answering);
  }
  return found;
}

}  // namespace

TEST_CASE("uee_ucb begins with the last exit and stays at the first where none disagrees") {
  const auto found = answers({1, 1, 1}, 100);
  CHECK(found.front() == 3);
  CHECK(found.back() == 1);
}

TEST_CASE("uee_ucb goes to the exit that disagrees for the least more") {
  // b costs .25 more than a, the end .55 (heads included); both disagree always.
  CHECK(answers({1, 2, 2}, 100).back() == 2);
  CHECK(answers({1, 1, 2}, 100).back() == 3);
}

TEST_CASE("uee_ucb without predictions or exits is refused") {
  CHECK_THROWS_WITH_AS(make_policy({.name = "uee_ucb"}, Outlook(1, {"a"}).setting()),
                       "network 'abc' has no samples with predictions to compare", std::invalid_argument);
  const Outlook bare(1);
  CHECK_THROWS_WITH_AS(make_policy({.name = "uee_ucb"}, with_predictions(bare)),
                       "network 'abc' has no exits to choose from", std::invalid_argument);
}
