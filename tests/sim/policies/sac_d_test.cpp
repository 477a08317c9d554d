#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/reinforcement/varying_channel.hpp"
#include "tests/support/simulated.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::vector<double> levels{2e5, 5e5, 2e6, 1e7};

PolicyChoice with(const std::string& name, double value) {
  return {.name = "sac_d", .parameters = {{name, value}}};
}

}  // namespace

TEST_CASE("sac_d comes within 3 % of the best action on a fixed channel") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    CAPTURE(seed);
    VaryingChannel channel({1e6});
    const auto policy = make_policy({.name = "sac_d"}, channel.setting(seed));
    const double online = channel.run(*policy, 2500, 2000);
    CHECK(online > .97 * channel.best());
    CHECK(channel.of_policy(*frozen("sac_d", *policy, channel.setting(seed))) > .97 * channel.best());
  }
}

TEST_CASE("sac_d is above every action that never changes on a varying channel") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    CAPTURE(seed);
    VaryingChannel channel(levels);
    const auto policy = make_policy({.name = "sac_d"}, channel.setting(seed));
    const double online = channel.run(*policy, 3000, 2000);
    CHECK(online > channel.best_static());
    const double learned = channel.of_policy(*frozen("sac_d", *policy, channel.setting(seed)));
    CHECK(learned > channel.best_static());
    CHECK(learned > .97 * channel.best_dynamic());
    CHECK(learned <= channel.best_dynamic());
  }
}

TEST_CASE("sac_d decides and learns the same bits every time, and others with another seed") {
  const auto learned = [](std::uint64_t seed) {
    VaryingChannel channel(levels);
    const auto policy = make_policy({.name = "sac_d"}, channel.setting(seed));
    channel.run(*policy, 300);
    return policy->learned();
  };
  CHECK(learned(1) == learned(1));
  CHECK(learned(1) != learned(2));
}

TEST_CASE("sac_d goes on from where it was") {
  VaryingChannel channel(levels);
  const auto policy = make_policy({.name = "sac_d"}, channel.setting(1));
  channel.run(*policy, 2000);
  const PolicyChoice choice{.name = "sac_d", .parameters = {{"start", policy->learned()}}};
  const auto other = make_policy(choice, channel.setting(2));
  CHECK(other->learned() == policy->learned());
  CHECK(channel.run(*other, 400) > channel.best_static());  // from its first request on
}

TEST_CASE("sac_d in a simulation pays less than every cut that never moves") {
  // A request every 2 s, 3 minutes on each level; measured behind 20 minutes.
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  scenario.duration = Seconds{3600};
  scenario.warmup = Seconds{1200};
  scenario.links.front().up = {.steps = {{{0}, {2e5}}, {{180}, {1e7}}}, .period = {360}};
  auto& arrivals = scenario.devices.front().workload.arrivals;
  arrivals = PeriodicArrivals{.period = {2}, .phase = Seconds{}};
  double best = 1e9;
  for (const char* layer : {"input", "a", "b", "c"}) {
    best = std::min(best, simulated(scenario, cut_after({layer})).summary.number(0, "latency_mean_s"));
  }
  const auto learned = simulated(scenario, {.name = "sac_d"});
  CHECK(learned.summary.number(0, "latency_mean_s") < best);
}

TEST_CASE("sac_d with parameters that do not fit is refused") {
  const auto refused = [](const PolicyChoice& choice) { make_policy(choice, Outlook(1).setting()); };
  CHECK_THROWS_WITH_AS(refused(with("hidden", 0)), "'hidden' is at least 1", std::invalid_argument);
  CHECK_THROWS_WITH_AS(
      refused({.name = "sac_d", .parameters = {{"temperature", .1}, {"target_entropy", .1}}}),
      "a fixed 'temperature' has no 'target_entropy': leave one of them out", std::invalid_argument);
}
