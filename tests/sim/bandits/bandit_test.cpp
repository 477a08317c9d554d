#include "sim/bandits/bandit.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace splitscape;

namespace {

Bandit of(std::size_t arms, IndexRule rule = IndexRule::ucb1,
          Bandit::Clock clock = Bandit::Clock::all_plays) {
  return {arms, rule, 1, clock, RandomStream(1)};
}

/// How often each of three arms is played in so many rounds when arm a brings a random reward of mean a / 4.
std::vector<std::size_t> plays(IndexRule rule, int rounds) {
  Bandit bandit = of(3, rule);
  RandomStream world(7);
  std::vector<std::size_t> counts(3);
  for (int round = 0; round < rounds; ++round) {
    const std::size_t arm = bandit.choose();
    ++counts[arm];
    bandit.learn(arm, world.uniform() < static_cast<double>(arm + 1) / 4 ? 1 : 0);
  }
  return counts;
}

}  // namespace

TEST_CASE("a bandit plays each arm once, in order, and then by its index") {
  Bandit bandit = of(3);
  for (std::size_t arm = 0; arm < 3; ++arm) {
    CHECK(bandit.choose() == arm);
    bandit.learn(arm, arm == 1 ? 1 : 0);
  }
  CHECK(bandit.choose() == 1);
  CHECK(bandit.best() == 1);
}

TEST_CASE("a bandit plays the first of equal arms") {
  Bandit bandit = of(2);
  for (int round = 0; round < 2; ++round) bandit.learn(bandit.choose(), .5);
  CHECK(bandit.choose() == 0);
}

TEST_CASE("the clock of a bandit is that of the released codes") {
  // Two arms of mean 0 and .8, the better one known from 4 rewards: arm 0 is played again when
  // sqrt(L) > .8 + sqrt(L / 4), so from L > 2.56 on, t >= 13.
  const auto first_return = [](Bandit::Clock clock) {
    Bandit bandit = of(2, IndexRule::ucb1, clock);
    bandit.choose();
    bandit.choose();
    bandit.learn(0, 0);
    bandit.learn(1, .8, 4);
    while (bandit.choose() == 1) {
    }
    return bandit.plays() - 1;
  };
  CHECK(first_return(Bandit::Clock::all_plays) == 13);
  CHECK(first_return(Bandit::Clock::all_plays_and_this) == 12);
  CHECK(first_return(Bandit::Clock::after_first_round) == 14);
}

TEST_CASE("every index finds the best arm") {
  for (const IndexRule rule :
       {IndexRule::ucb1, IndexRule::ucb_v, IndexRule::ucb_tuned, IndexRule::thompson}) {
    const auto counts = plays(rule, 4000);
    CAPTURE(static_cast<int>(rule));
    CHECK(counts[2] > 3000);
    CHECK(counts[0] > 1);
    CHECK(counts == plays(rule, 4000));
  }
}

TEST_CASE("an arm whose answers are all lost is played ever more rarely, and does not hold up the others") {
  Bandit bandit = of(3);
  std::size_t lost = 0;
  for (int round = 0; round < 10000; ++round) {
    const std::size_t arm = bandit.choose();
    if (arm == 0) {
      ++lost;
    } else {
      bandit.learn(arm, .1);
    }
  }
  CHECK(lost > 5);
  CHECK(lost < 20);  // plays 1, 2, 4, 8 ...
}

TEST_CASE("a bandit that is never answered takes its arms in turn") {
  Bandit bandit = of(3);
  std::vector<int> counts(3);
  for (int round = 0; round < 300; ++round) ++counts[bandit.choose()];
  for (const int count : counts) CHECK(count > 50);
}

TEST_CASE("a bandit that knows nothing calls its first arm the best") {
  CHECK(of(3).best() == 0);
}
