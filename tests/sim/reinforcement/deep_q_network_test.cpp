#include "sim/reinforcement/deep_q_network.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace splitscape;

TEST_CASE("a deep Q-network explores less and less, in a straight line") {
  RandomStream random(1);
  DeepQNetwork agent(1, 4, {.hidden = 4, .exploration = .2, .decay = 100}, random);
  CHECK(agent.exploration() == 1);
  for (int i = 0; i < 50; ++i) agent.explore(std::vector<double>{1}, random);
  CHECK(agent.exploration() == doctest::Approx(.6));
  for (int i = 0; i < 100; ++i) agent.explore(std::vector<double>{1}, random);
  CHECK(agent.exploration() == .2);
  const std::size_t best = agent.best(std::vector<double>{1});
  int others = 0;
  for (int i = 0; i < 20000; ++i) others += agent.explore(std::vector<double>{1}, random) == best ? 0 : 1;
  CHECK(others / 20000.0 == doctest::Approx(.2 * 3 / 4).epsilon(.05));
}

TEST_CASE("a deep Q-network counts what follows by its discount") {
  // A circle of two states: from 0 action 1 costs .1 and leads to 1, where all is worth 1 and leads to 0.
  Minibatch batch{.states = {0, 0, 1, 1},
                  .actions = {0, 1, 0, 1},
                  .rewards = {0, -.1, 1, 1},
                  .next_states = {0, 1, 0, 0}};
  const auto best_at_0 = [&batch](double discount) {
    RandomStream random(2);
    DeepQNetwork agent(1, 2, {.hidden = 8, .learning_rate = 1e-2, .discount = discount, .target_steps = 50},
                       random);
    for (int step = 0; step < 1500; ++step) agent.train(batch);
    return agent.best(std::vector<double>{0});
  };
  CHECK(best_at_0(0) == 0);
  CHECK(best_at_0(.5) == 1);
}

TEST_CASE("what a deep Q-network has learned makes another one of its kind, which explores no more") {
  RandomStream random(3);
  DeepQNetwork agent(1, 3, {.hidden = 4}, random);
  DeepQNetwork other(1, 3, {.hidden = 4}, random);
  CHECK(other.values() != agent.values());
  other.set_values(agent.values());
  CHECK(other.values() == agent.values());
  CHECK(other.exploration() == DeepQSettings{}.exploration);
  CHECK_THROWS_WITH_AS(other.set_values(std::vector<double>{1}), "1 learned values, where 43 are needed",
                       std::invalid_argument);
}
