#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/reinforcement/varying_channel.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::vector<double> levels{2e5, 5e5, 2e6, 1e7};

PolicyChoice with(const std::string& name, double value) {
  return {.name = "dqn", .parameters = {{name, value}}};
}

}  // namespace

TEST_CASE("dqn comes within 3 % of the best action on a fixed channel") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    CAPTURE(seed);
    VaryingChannel channel({1e6});
    const auto policy = make_policy({.name = "dqn"}, channel.setting(seed));
    const double online = channel.run(*policy, 2500, 2000);
    CHECK(online > .97 * channel.best());
    CHECK(channel.of_policy(*frozen("dqn", *policy, channel.setting(seed))) > .97 * channel.best());
  }
}

TEST_CASE("dqn is above every action that never changes on a varying channel") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    CAPTURE(seed);
    VaryingChannel channel(levels);
    const auto policy = make_policy({.name = "dqn"}, channel.setting(seed));
    const double online = channel.run(*policy, 3000, 2000);
    CHECK(online > channel.best_static());
    const double learned = channel.of_policy(*frozen("dqn", *policy, channel.setting(seed)));
    CHECK(learned > channel.best_static());
    CHECK(learned > .97 * channel.best_dynamic());
    CHECK(learned <= channel.best_dynamic());
  }
}

TEST_CASE("dqn decides and learns the same bits every time, and others with another seed") {
  const auto learned = [](std::uint64_t seed) {
    VaryingChannel channel(levels);
    const auto policy = make_policy({.name = "dqn"}, channel.setting(seed));
    channel.run(*policy, 300);
    return policy->learned();
  };
  CHECK(learned(1) == learned(1));
  CHECK(learned(1) != learned(2));
}

TEST_CASE("dqn goes on from where it was") {
  VaryingChannel channel(levels);
  const auto policy = make_policy({.name = "dqn"}, channel.setting(1));
  channel.run(*policy, 2000);
  const PolicyChoice choice{.name = "dqn", .parameters = {{"start", policy->learned()}}};
  const auto other = make_policy(choice, channel.setting(2));
  CHECK(other->learned() == policy->learned());
  CHECK(channel.run(*other, 400) > channel.best_static());  // from its first request on
}

TEST_CASE("dqn with parameters that do not fit is refused") {
  const auto refused = [](const PolicyChoice& choice) { make_policy(choice, Outlook(1).setting()); };
  CHECK_THROWS_WITH_AS(refused(with("hidden", 0)), "'hidden' is at least 1", std::invalid_argument);
  CHECK_THROWS_WITH_AS(refused(with("target_steps", 0)), "'target_steps' is at least 1",
                       std::invalid_argument);
}
