#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const Outlook outlook(1, {"a", "b"});

PolicyChoice two_thresholds(double exploration) {
  return {.name = "ada_ee",
          .parameters = {{"thresholds", std::vector<double>{.4, .9}}, {"exploration", exploration}}};
}

/// How many of the last 20 of 100 requests are offloaded when exit 1 is .6 sure and the end so much.
int offloaded(double end) {
  const auto policy = make_policy(two_thresholds(0), outlook.setting());
  int count = 0;
  for (std::uint64_t request = 1; request <= 100; ++request) {
    Observation observation = outlook.observation();
    observation.request = request;
    const Decision decision = policy->decide(observation);
    const bool stops = policy->at_exit({.exit = 1, .confidence = .6, .request = request}) == ExitAction::stop;
    const std::vector<ExitSeen> seen{{.exit = 1, .confidence = .6}};
    policy->learn({.decision = decision,
                   .exit = stops ? 1U : 3U,
                   .confidence = stops ? .6 : end,
                   .request = request,
                   .seen = seen});
    if (request > 80 && !stops) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("ada_ee takes the threshold that goes on where going on gains more than it costs") {
  // Going on from a costs .053 + .05 + .0054 more than stopping.
  CHECK(offloaded(.8) == 20);
  CHECK(offloaded(.65) == 0);
}

TEST_CASE("ada_ee keeps apart the thresholds of requests that are there at once") {
  const auto policy = make_policy(two_thresholds(1), outlook.setting());
  for (const std::uint64_t request : {5U, 6U}) {
    Observation observation = outlook.observation();
    observation.request = request;
    CHECK(positions(policy->decide(observation).cuts) == std::vector<int>{1});
  }
  CHECK(policy->at_exit({.exit = 1, .confidence = .6, .request = 6}) == ExitAction::go_on);
  CHECK(policy->at_exit({.exit = 1, .confidence = .6, .request = 5}) == ExitAction::stop);
  // One that is not known takes the threshold that is best so far.
  CHECK(policy->at_exit({.exit = 1, .confidence = .6, .request = 1}) == ExitAction::stop);
}

TEST_CASE("ada_ee watches the exit that it is told to") {
  const auto policy = make_policy({.name = "ada_ee", .parameters = {{"exit", 2.0}}}, outlook.setting());
  const Decision decision = policy->decide(outlook.observation());
  CHECK(positions(decision.cuts) == std::vector<int>{2});
  CHECK(decision.exits.bits() == 0b10);
}

TEST_CASE("ada_ee without its exit, a server or a threshold is refused") {
  const auto refused = [](const PolicyChoice& choice, const Outlook& seen, const char* message) {
    CHECK_THROWS_WITH_AS(make_policy(choice, seen.setting()), message, std::invalid_argument);
  };
  refused({.name = "ada_ee", .parameters = {{"exit", 3.0}}}, outlook,
          "there is no exit 3: network 'abc' has 2");
  refused({.name = "ada_ee"}, Outlook(0, {"a"}), "there is no server on the path to offload to");
  refused({.name = "ada_ee", .parameters = {{"thresholds", std::vector<double>{}}}}, outlook,
          "there is no threshold to choose from");
}
