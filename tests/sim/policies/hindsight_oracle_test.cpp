#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Two samples: exit 1 is as sure as the end of the first one, and not of the second.
SampleTrace two_samples() {
  SampleTrace trace(3, true, false);
  trace.add({{.confidence = 0.9}, {.confidence = 0.9}, {.confidence = 0.9}});
  trace.add({{.confidence = 0.1}, {.confidence = 0.1}, {.confidence = 0.9}});
  return trace;
}

}  // namespace

TEST_CASE("the oracle stops where it pays and offloads where that pays, by sample and rate") {
  const Outlook outlook(1, {"a", "b"});
  const SampleTrace samples = two_samples();
  Link link{.name = "air", .up = RateTrace::constant({1e6}), .down = RateTrace::constant({1e6})};
  const WorldTruth world{.links = {&link}, .server_loads = {1.0}, .samples = &samples};
  PolicySetting setting = outlook.setting();
  setting.truth = &world;
  const auto oracle = make_policy({.name = "hindsight_oracle"}, setting);
  const auto decided = [&](std::size_t sample, double rate) {
    const std::vector<LinkTruth> links{{.up = {rate}, .down = {rate}}};
    oracle->reveal({links, sample});
    return oracle->decide(outlook.observation());
  };
  // At 1 Mbps: exit 1 on the device costs .15 s; cutting behind a .1 + .048 + .05 = .198 s, the input .08 +
  // .06 s. Exit 1 on the server, fed with the input, costs .08 + .01 + .005 = .095 s, which is the least.
  const Decision slow = decided(0, 1e6);
  CHECK(positions(slow.cuts) == std::vector<int>{0});
  CHECK(slow.exits.contains(1));
  const Decision unsure = decided(1, 1e6);
  CHECK(positions(unsure.cuts) == std::vector<int>{0});
  CHECK(unsure.exits.empty());
  // At 100 kbps sending the input takes .8 s: exit 1 answers on the device, and everything runs there else.
  const Decision near = decided(0, 1e5);
  CHECK(positions(near.cuts).front() > 0);
  CHECK(near.exits.contains(1));
  const Decision far = decided(1, 1e5);
  CHECK(far.exits.empty());
  CHECK(positions(far.cuts).front() >= 2);
  CHECK(oracle->at_exit({.exit = 1, .confidence = 0}) == ExitAction::stop);
}

TEST_CASE("the oracle is none without the truth") {
  const Outlook outlook(1);
  CHECK_THROWS_WITH_AS(make_policy({.name = "hindsight_oracle"}, outlook.setting()),
                       "a bound was not told the truth", std::logic_error);
  const Link link{.name = "air", .up = RateTrace::constant({1e6}), .down = RateTrace::constant({1e6})};
  const WorldTruth world{.links = {&link}, .server_loads = {1.0}};
  PolicySetting setting = outlook.setting();
  setting.truth = &world;
  const auto oracle = make_policy({.name = "hindsight_oracle"}, setting);
  CHECK_THROWS_WITH_AS(oracle->decide(outlook.observation()), "a bound was not told the truth",
                       std::logic_error);
}

TEST_CASE("the oracle needs a cut that fits") {
  Hardware tiny = slow_device();
  tiny.memory = Figure<Bytes>{{1}};
  const Outlook nowhere(CostTable(NetworkGraph(three_layers()), {&tiny}));
  const WorldTruth world{};
  PolicySetting setting = nowhere.setting();
  setting.truth = &world;
  for (const char* name : {"hindsight_oracle", "best_fixed_decision"}) {
    CHECK_THROWS_WITH_AS(make_policy({.name = name}, setting),
                         "no cut leaves the device and the last server what their memories hold",
                         std::invalid_argument);
  }
}
