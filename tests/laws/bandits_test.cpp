// What holds for every bandit: labels do not matter, the same run decides the same, and requests that are
// never answered neither block it nor pile up.
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "models/random_stream.hpp"
#include "sim/replay/replay.hpp"
#include "sim/truth.hpp"
#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::vector<std::string> bandits{
    "splitee", "splitee_s", "splitee_s_released", "i_splitee", "uee_ucb", "ada_ee", "ans", "lee", "dee"};
const std::vector<std::string> with_index{
    "splitee", "splitee_s", "splitee_s_released", "i_splitee", "uee_ucb", "ada_ee", "lee"};

/// 600 random samples of four exits. @param right what the labels say, of all samples and exits
SampleTrace random_trace(Correctness right) {
  SampleTrace trace(4, true, true);
  RandomStream random(9);
  for (int row = 0; row < 600; ++row) {
    std::vector<ExitOutcome> outcomes;
    for (int exit = 1; exit <= 4; ++exit) {
      outcomes.push_back({.confidence = .5 + .5 * random.uniform(),
                          .prediction = random.uniform() < .7 ? 1 : 0,
                          .correct = right});
    }
    trace.add(outcomes);
  }
  return trace;
}

struct Taken {
  Decision decision;
  std::size_t exit;

  friend bool operator==(const Taken&, const Taken&) = default;
};

std::vector<Taken> decisions(const PolicyChoice& policy, Correctness right) {
  const SampleTrace trace = random_trace(right);
  std::vector<std::uint32_t> order(trace.rows());
  std::iota(order.begin(), order.end(), 0U);
  std::vector<Taken> found;
  replay(trace, {}, policy, order, 1, [&](const ReplayStep& step) {
    found.push_back({step.decision, step.exit});
  });
  return found;
}

}  // namespace

TEST_CASE("a bandit decides the same whatever the labels are, and twice the same") {
  for (const std::string& name : bandits) {
    CAPTURE(name);
    const auto found = decisions({.name = name}, Correctness::right);
    CHECK(found == decisions({.name = name}, Correctness::wrong));
    CHECK(found == decisions({.name = name}, Correctness::right));
  }
}

TEST_CASE("a bandit with another index decides otherwise, and twice the same") {
  for (const std::string& name : with_index) {
    const auto first = decisions({.name = name}, Correctness::unknown);
    for (const char* index : {"ucb_v", "ucb_tuned", "thompson"}) {
      CAPTURE(name);
      CAPTURE(index);
      const PolicyChoice choice{.name = name, .parameters = {{"index", index}}};
      const auto found = decisions(choice, Correctness::unknown);
      CHECK(found != first);
      CHECK(found == decisions(choice, Correctness::unknown));
    }
  }
}

TEST_CASE("a bandit whose requests are never answered goes on deciding") {
  const Outlook outlook(1, {"a", "b"});
  PolicySetting setting = outlook.setting();
  setting.has_predictions = true;
  const WorldTruth world;  // without samples
  setting.truth = &world;
  for (const std::string& name : bandits) {
    CAPTURE(name);
    const auto policy = make_policy({.name = name}, setting);
    for (std::uint64_t request = 0; request < 5000; ++request) {
      Observation observation = outlook.observation();
      observation.request = request;
      const Decision decision = policy->decide(observation);
      REQUIRE(decision.cuts.size() == 1);
      REQUIRE(decision.cuts.front() <= 3);
    }
  }
}
