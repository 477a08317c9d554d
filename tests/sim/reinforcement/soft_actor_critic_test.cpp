#include "sim/reinforcement/soft_actor_critic.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

using namespace splitscape;

namespace {

/// One state, in which action a is worth a / 2; without a next state.
Minibatch plain_batch() {
  Minibatch batch;
  for (std::size_t row = 0; row < 12; ++row) {
    batch.states.push_back(1);
    batch.actions.push_back(row % 3);
    batch.rewards.push_back(static_cast<double>(row % 3) / 2);
  }
  return batch;
}

double share_of_best(SoftActorCritic& agent, int draws) {
  RandomStream random(99);
  int best = 0;
  for (int i = 0; i < draws; ++i) best += agent.explore(std::vector<double>{1}, random) == 2 ? 1 : 0;
  return best / static_cast<double>(draws);
}

}  // namespace

TEST_CASE("soft actor-critic ends at the softmax of the worth over the temperature where that is fixed") {
  // The exact optimum of value + temperature x entropy: 1, e, e^2 over their sum at temperature .5.
  RandomStream random(1);
  SoftActorCritic agent(1, 3, {.hidden = 8, .learning_rate = 1e-2, .temperature = .5}, random);
  for (int step = 0; step < 2000; ++step) agent.train(plain_batch());
  CHECK(agent.best(std::vector<double>{1}) == 2);
  const double e = std::exp(1.0);
  CHECK(share_of_best(agent, 20000) == doctest::Approx(e * e / (1 + e + e * e)).epsilon(.02));
}

TEST_CASE("soft actor-critic finds the temperature at which its entropy is the wanted one") {
  RandomStream random(2);
  SoftActorCritic agent(1, 3, {.hidden = 8, .learning_rate = 1e-2, .target_entropy = .5}, random);
  for (int step = 0; step < 4000; ++step) agent.train(plain_batch());
  // With values 0, .5, 1 the entropy of softmax(value / t) is ln(3) / 2 at this t:
  const auto entropy = [](double t) {
    const double weights[] = {1, std::exp(.5 / t), std::exp(1 / t)};
    const double sum = weights[0] + weights[1] + weights[2];
    double found = 0;
    for (const double weight : weights) found -= weight / sum * std::log(weight / sum);
    return found;
  };
  double low = .05;
  double high = 1;
  for (int i = 0; i < 50; ++i)
    (entropy((low + high) / 2) < std::log(3.0) / 2 ? low : high) = (low + high) / 2;
  CHECK(agent.temperature() == doctest::Approx(low).epsilon(.03));
}

TEST_CASE("soft actor-critic counts what follows by its discount") {
  // Action 1 costs .1 and leads to state 1, where every action is worth 1; action 0 leads nowhere new.
  Minibatch batch;
  const auto add = [&batch](double state, std::size_t action, double reward, double next) {
    batch.states.push_back(state);
    batch.actions.push_back(action);
    batch.rewards.push_back(reward);
    batch.next_states.push_back(next);
  };
  add(0, 0, 0, 0);
  add(0, 1, -.1, 1);
  add(1, 0, 1, 0);
  add(1, 1, 1, 0);
  const auto best_at_0 = [&batch](double discount) {
    RandomStream random(3);
    SoftActorCritic agent(
        1, 2,
        {.hidden = 8, .learning_rate = 1e-2, .discount = discount, .target_share = .05, .temperature = .01},
        random);
    for (int step = 0; step < 1500; ++step) agent.train(batch);
    return agent.best(std::vector<double>{0});
  };
  CHECK(best_at_0(0) == 0);
  CHECK(best_at_0(.5) == 1);
}

TEST_CASE("what soft actor-critic has learned makes another one of its kind") {
  RandomStream random(4);
  SoftActorCritic agent(1, 3, {.hidden = 4}, random);
  for (int step = 0; step < 50; ++step) agent.train(plain_batch());
  SoftActorCritic other(1, 3, {.hidden = 4}, random);
  CHECK(other.values() != agent.values());
  other.set_values(agent.values());
  CHECK(other.values() == agent.values());
  CHECK(share_of_best(other, 500) == share_of_best(agent, 500));
  CHECK_THROWS_WITH_AS(other.set_values(std::vector<double>{1, 2}), "2 learned values, where 130 are needed",
                       std::invalid_argument);
}
