#include <doctest/doctest.h>

#include <stdexcept>

#include "sim/exit_prices.hpp"
#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Plays a policy with exits after a and b against a world in which every answer has its confidence, at once
/// and for nothing more than was expected.
struct Game {
  explicit Game(PolicyChoice choice) : policy(make_policy(choice, outlook.setting())) {}

  /// The cut of the next request, whose exits and end have these confidences.
  int play(double a, double b, double end) {
    const double confidence[] = {a, b, end};
    Observation observation = outlook.observation();
    observation.request = ++request;
    const Decision decision = policy->decide(observation);
    std::size_t exit = 3;
    for (std::size_t i = 1; i <= 2 && exit == 3; ++i) {
      if (!decision.exits.contains(i)) continue;
      const ExitAction action =
          policy->at_exit({.exit = i, .confidence = confidence[i - 1], .request = request});
      if (action == ExitAction::stop) exit = i;
    }
    policy->learn(
        {.decision = decision, .exit = exit, .confidence = confidence[exit - 1], .request = request});
    return decision.cuts.front();
  }

  Outlook outlook{1, {"a", "b"}};
  std::unique_ptr<OffloadPolicy> policy;
  std::uint64_t request = 0;
};

PolicyChoice splitee(double exploration) {
  return {.name = "splitee", .parameters = {{"threshold", 0.8}, {"exploration", exploration}}};
}

}  // namespace

TEST_CASE("splitee plays every split once and then the one with the best reward") {
  // Stopping at a costs .15 and at b .4, all on the device .7; offloading from a .153 more, from b .10.
  Game confident(splitee(0));
  CHECK(confident.play(.9, .95, .99) == 1);
  CHECK(confident.play(.9, .95, .99) == 2);
  CHECK(confident.play(.9, .95, .99) == 3);
  for (int i = 0; i < 5; ++i) CHECK(confident.play(.9, .95, .99) == 1);
}

TEST_CASE("splitee offloads from the first exit where that is worth more than stopping at the second") {
  // Offloaded from a: .99 less about .31; stopped at b: .81 - .4.
  Game game(splitee(0));
  for (int i = 0; i < 3; ++i) game.play(.5, .81, .99);
  for (int i = 0; i < 5; ++i) CHECK(game.play(.5, .81, .99) == 1);
}

TEST_CASE("splitee goes on trying the others as much as its exploration says") {
  Game daring(splitee(1));
  int others = 0;
  for (int i = 0; i < 200; ++i) others += daring.play(.9, .95, .99) != 1 ? 1 : 0;
  CHECK(others > 20);
  CHECK(others < 150);
}

TEST_CASE("splitee reckons with the delay that came where it is told to") {
  // Stopping at a takes a day, whatever was expected.
  PolicyChoice choice = splitee(0);
  choice.parameters.emplace_back("costs", "measured");
  const Outlook outlook(1, {"a", "b"});
  const auto policy = make_policy(choice, outlook.setting());
  std::vector<int> cuts;
  for (std::uint64_t request = 1; request <= 5; ++request) {
    const Decision decision = policy->decide(outlook.observation());
    cuts.push_back(decision.cuts.front());
    policy->learn({.decision = decision,
                   .exit = static_cast<std::size_t>(cuts.back()),
                   .delay = {cuts.back() == 1 ? 86400.0 : 0.1},
                   .confidence = .9});
  }
  CHECK(cuts == std::vector<int>{1, 2, 3, 2, 2});
}

TEST_CASE("splitee without a server, exits or confidences is refused") {
  CHECK_THROWS_WITH_AS(make_policy({.name = "splitee"}, Outlook(0, {"a"}).setting()),
                       "there is no server on the path to offload to", std::invalid_argument);
}
