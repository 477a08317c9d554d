#include "sim/reinforcement/learned_offloading.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Always takes the last action and writes down what it is taught.
class Scribe final : public LearningAgent {
 public:
  explicit Scribe(std::size_t actions, std::vector<double>& rewards) : actions_(actions), rewards_(rewards) {}

  std::size_t best(std::span<const double>) override { return 0; }
  std::size_t explore(std::span<const double>, RandomStream&) override { return actions_ - 1; }
  void train(const Minibatch& batch) override { rewards_ = batch.rewards; }
  std::vector<double> values() const override { return {1, 2}; }
  void set_values(std::span<const double> values) override {
    if (values.size() != 2) throw std::invalid_argument("not two");
  }

 private:
  std::size_t actions_;
  std::vector<double>& rewards_;
};

struct Taught {
  explicit Taught(const LearningChoice& choice, const PolicyChoice& given = {.name = "x"})
      : policy(Parameters(given), setting(), choice, [this](std::size_t, std::size_t actions, RandomStream&) {
          return std::make_unique<Scribe>(actions, rewards);
        }) {}

  PolicySetting setting() const {
    PolicySetting setting = outlook.setting();
    setting.prices = {.second = 2, .joule = .5};
    return setting;
  }
  Decision decide(std::uint64_t request) {
    Observation observation = outlook.observation();
    observation.request = request;
    return policy.decide(observation);
  }

  Outlook outlook{1, {"a"}};
  std::vector<double> rewards{};
  LearnedOffloading policy;
};

}  // namespace

TEST_CASE("a learner is rewarded by confidence less the priced costs in units of computing on the device") {
  Taught taught({.batch = 1});
  const Decision decision = taught.decide(5);
  CHECK(decision == taught.policy.actions().back());
  // The device alone: .6 s and 1.8 J cost 2 x .6 + .5 x 1.8 = 2.1, so the unit is 3.1.
  taught.policy.learn(
      {.decision = decision, .exit = 2, .delay = {.1}, .energy = Joules{.2}, .confidence = .9, .request = 5});
  REQUIRE(taught.rewards.size() == 1);
  CHECK(taught.rewards.front() == doctest::Approx((.9 - .2 - .1) / 3.1));
  CHECK(taught.policy.pending() == 0);
}

TEST_CASE(
    "a learner takes no reward for worse than its worst and knows confidence and energy may be unknown") {
  Taught taught({.batch = 1, .worst = .5});
  taught.policy.learn({.decision = taught.decide(1), .exit = 2, .delay = {1000}, .request = 1});
  CHECK(taught.rewards == std::vector<double>{-.5});
}

TEST_CASE("a learner stops at the exit of its action") {
  Taught taught({.batch = 1});
  CHECK(taught.policy.at_exit({.exit = 1, .confidence = 0}) == ExitAction::stop);
}

TEST_CASE("a learner leaves exits alone where the samples tell no confidences") {
  Taught taught({.batch = 1});
  CHECK(taught.policy.actions().size() == 6);
  Outlook outlook(1, {"a"});
  outlook.has_confidences = false;
  const PolicyChoice choice{.name = "x"};
  std::vector<double> rewards;
  const LearnedOffloading policy(Parameters(choice), outlook.setting(), {},
                                 [&](std::size_t, std::size_t actions, RandomStream&) {
                                   return std::make_unique<Scribe>(actions, rewards);
                                 });
  CHECK(policy.actions().size() == 4);
}

TEST_CASE("a learner may be limited to some cuts") {
  const Taught taught({.batch = 1},
                      {.name = "x", .parameters = {{"cuts", std::vector<std::string>{"c", "input"}}}});
  CHECK(taught.policy.actions().size() == 4);
}

TEST_CASE("a learner that does not train takes the best and waits for nothing") {
  Taught taught({.batch = 1, .trains = false},
                {.name = "x", .parameters = {{"start", std::vector<double>{9, 6, 1, 2}}}});
  const Decision decision = taught.decide(1);
  CHECK(decision == taught.policy.actions().front());
  CHECK(taught.policy.pending() == 0);
  taught.policy.learn({.decision = decision, .exit = 2, .delay = {.1}, .confidence = .9, .request = 1});
  CHECK(taught.rewards.empty());
  CHECK(taught.policy.learned() == std::vector<double>{9, 6, 1, 2});
}

TEST_CASE("a learner decides blindly first where it is asked to") {
  Taught taught({.batch = 1, .random_first = 50});
  int last = 0;
  for (std::uint64_t request = 0; request < 50; ++request) {
    last += taught.decide(request) == taught.policy.actions().back() ? 1 : 0;
  }
  CHECK(last < 40);
  for (std::uint64_t request = 50; request < 60; ++request) {
    CHECK(taught.decide(request) == taught.policy.actions().back());
  }
}

TEST_CASE("learned values of another setting are refused") {
  const auto starting = [](const std::vector<double>& values) {
    return Taught({.batch = 1}, {.name = "x", .parameters = {{"start", values}}});
  };
  CHECK_THROWS_WITH_AS(starting({9, 7, 1, 2}),
                       "'start' holds what was learned of 9 numbers and 7 actions; here there are 9 and 6",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(starting({9, 6, 1}), "'start' does not fit 'hidden', or is of another policy: not two",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(Taught({.batch = 1, .trains = false}),
                       "'train: no' needs 'start': the learned values that it acts by",
                       std::invalid_argument);
}

TEST_CASE("parameters with which nothing can be learned are refused") {
  const auto with = [](const std::string& name, double value) {
    const PolicyChoice choice{.name = "x", .parameters = {{name, value}}};
    return learning_choice(Parameters(choice), {});
  };
  CHECK(with("batch", 5).batch == 5);
  CHECK_THROWS_WITH_AS(with("batch", 0), "'batch' is at least 1", std::invalid_argument);
  CHECK_THROWS_WITH_AS(with("buffer", 0), "'buffer' is at least 1", std::invalid_argument);
  CHECK_THROWS_WITH_AS(with("discount", 1), "'discount' is less than 1", std::invalid_argument);
  CHECK_THROWS_WITH_AS(with("buffer", 10), "a 'batch' of 32 is never found in a 'buffer' of 10",
                       std::invalid_argument);
}
