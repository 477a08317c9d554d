#include "sim/reinforcement/replay_buffer.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace splitscape;

namespace {

/// Experience i: state (i, -i), action i, reward 10 i, next state (i + 1, -i - 1).
void add(ReplayBuffer& buffer, int i) {
  const double x = i;
  const std::vector<double> state{x, -x};
  const std::vector<double> next{x + 1, -x - 1};
  buffer.add(state, static_cast<std::size_t>(i), 10 * x, next);
}

}  // namespace

TEST_CASE("a replay buffer keeps the parts of an experience together and forgets the oldest") {
  ReplayBuffer buffer(3, 2, true);
  for (int i = 0; i < 5; ++i) add(buffer, i);
  CHECK(buffer.size() == 3);
  RandomStream random(1);
  Minibatch batch;
  buffer.draw(100, random, batch);
  REQUIRE(batch.rows() == 100);
  std::set<std::size_t> drawn;
  for (std::size_t row = 0; row < 100; ++row) {
    const double x = static_cast<double>(batch.actions[row]);
    drawn.insert(batch.actions[row]);
    CHECK(batch.states[2 * row] == x);
    CHECK(batch.states[2 * row + 1] == -x);
    CHECK(batch.rewards[row] == 10 * x);
    CHECK(batch.next_states[2 * row] == x + 1);
  }
  CHECK(drawn == std::set<std::size_t>{2, 3, 4});
}

TEST_CASE("a replay buffer keeps no next state where the future does not count") {
  ReplayBuffer buffer(3, 2, false);
  add(buffer, 1);
  RandomStream random(1);
  Minibatch batch;
  buffer.draw(4, random, batch);
  CHECK(batch.rows() == 4);
  CHECK(batch.next_states.empty());
}
