#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

#include "models/random_stream.hpp"
#include "sim/expectation.hpp"
#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice splits() {
  return {.name = "dee", .parameters = {{"arms", "splits"}}};
}

}  // namespace

TEST_CASE("dee learns which exit suits which inputs") {
  // A feature of 0: exit 1 is right and cheap. Of 1: only the end is confident.
  const Outlook outlook(1, {"a", "b"});
  const auto policy = make_policy({.name = "dee"}, outlook.setting());
  RandomStream world(2);
  int right = 0;
  for (std::uint64_t request = 1; request <= 2000; ++request) {
    const double feature = world.uniform() < .5 ? 0 : 1;
    Observation observation = outlook.observation();
    observation.request = request;
    observation.features = {&feature, 1};
    const Decision decision = policy->decide(observation);
    const bool first = decision.exits.contains(1);
    const bool last = decision.exits.empty();
    const double confidence = last ? .99 : feature == 0 ? .9 : .2;
    const Seconds delay{first ? .1 : last ? .4 : .3};
    policy->learn({.decision = decision,
                   .exit = last    ? 3U
                           : first ? 1U
                                   : 2U,
                   .delay = delay,
                   .confidence = confidence,
                   .request = request});
    if (request > 1000 && (feature == 0 ? first : last)) ++right;
  }
  CHECK(right > 950);
}

TEST_CASE("dee learns where to split from the estimate of the link") {
  Outlook outlook(1, {"a", "b"});
  const auto policy = make_policy(splits(), outlook.setting());
  RandomStream world(3);
  double regret = 0;
  for (std::uint64_t request = 1; request <= 3000; ++request) {
    outlook.links.front().up = {world.uniform() < .5 ? 1e6 : 5e4};
    Observation observation = outlook.observation();
    observation.request = request;
    const Decision decision = policy->decide(observation);
    const auto time = [&](std::uint16_t cut) { return expect(outlook.observation(), {cut}).total(); };
    const Seconds delay = time(decision.cuts.front());
    policy->learn({.decision = decision, .exit = 3, .delay = delay, .confidence = .9, .request = request});
    // .15 s at cut 0 on the fast link, .6 s on the device on the slow one.
    if (request > 2000) regret += (delay - (outlook.links.front().up.value > 5e5 ? time(0) : time(3))).value;
  }
  CHECK(regret / 1000 < .01);
}

TEST_CASE("dee makes do with a dead link and with features that are missing") {
  Outlook outlook(1, {"a"});
  outlook.links.front().up = {0};
  const auto policy = make_policy(splits(), outlook.setting());
  const double feature = 1;
  Observation observation = outlook.observation();
  observation.features = {&feature, 1};
  observation.request = 1;
  const Decision decision = policy->decide(observation);
  policy->learn({.decision = decision, .exit = 2, .delay = {1}, .confidence = .9, .request = 1});
  observation.features = {};
  observation.request = 2;
  CHECK(policy->decide(observation).cuts.front() <= 3);
}

TEST_CASE("dee with contradictory arms, without a server or without confidences is refused") {
  const Outlook outlook(1, {"a"});
  CHECK_THROWS_WITH_AS(
      make_policy({.name = "dee", .parameters = {{"arms", "splits"}, {"cut", "a"}}}, outlook.setting()),
      "'cut' is for 'arms: exits': splits are learned", std::invalid_argument);
  CHECK_THROWS_WITH_AS(make_policy(splits(), Outlook(0, {"a"}).setting()),
                       "there is no server on the path to offload to", std::invalid_argument);
  Hardware tiny = slow_device();
  tiny.memory = Figure<Bytes>{{10}};
  const Outlook small(CostTable(NetworkGraph(three_layers({"a"})), {&tiny, &tiny}));
  CHECK_THROWS_WITH_AS(make_policy(splits(), small.setting()), "the memories hold the network in no split",
                       std::invalid_argument);
}
