#include "sim/reinforcement/pending_actions.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

namespace {

struct Waiting {
  explicit Waiting(bool needs_next) : pending(1, needs_next), experiences(100000, 1, needs_next) {}

  void decide(std::uint64_t request) {
    const std::vector<double> state{static_cast<double>(request)};
    pending.decided(request, state, static_cast<std::size_t>(request), experiences);
  }
  bool answer(std::uint64_t request) {
    return pending.answered(request, static_cast<double>(10 * request), experiences);
  }

  PendingActions pending;
  ReplayBuffer experiences;
};

}  // namespace

TEST_CASE("answers that come in any order find their actions") {
  Waiting waiting(false);
  for (const std::uint64_t request : {3U, 4U, 7U}) waiting.decide(request);
  CHECK(waiting.answer(7));
  CHECK(waiting.answer(3));
  CHECK(waiting.experiences.size() == 2);
  CHECK_FALSE(waiting.answer(3));
  CHECK_FALSE(waiting.answer(5));
  CHECK(waiting.answer(4));
  CHECK(waiting.pending.size() == 0);
  RandomStream random(1);
  Minibatch batch;
  waiting.experiences.draw(50, random, batch);
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    CHECK(batch.states[row] == static_cast<double>(batch.actions[row]));
    CHECK(batch.rewards[row] == 10 * batch.states[row]);
  }
}

TEST_CASE(
    "an action whose future counts is an experience when the next one was decided and its answer came") {
  Waiting waiting(true);
  waiting.decide(1);
  CHECK(waiting.answer(1));
  CHECK(waiting.experiences.size() == 0);
  waiting.decide(2);
  CHECK(waiting.experiences.size() == 1);
  waiting.decide(5);
  CHECK(waiting.answer(2));
  CHECK(waiting.experiences.size() == 2);
  RandomStream random(1);
  Minibatch batch;
  waiting.experiences.draw(20, random, batch);
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    CHECK(batch.next_states[row] == (batch.states[row] == 1 ? 2 : 5));
  }
}

TEST_CASE("requests that are lost fill no memory and hold nobody up") {
  Waiting waiting(false);
  for (std::uint64_t request = 0; request < 3 * PendingActions::most; ++request) {
    waiting.decide(request);
    if (request % 3 == 0) CHECK(waiting.answer(request));
  }
  CHECK(waiting.pending.size() == PendingActions::most);
  CHECK(waiting.experiences.size() == PendingActions::most);
  CHECK_FALSE(waiting.answer(1));  // given up
  CHECK(waiting.answer(3 * PendingActions::most - 1));
}
