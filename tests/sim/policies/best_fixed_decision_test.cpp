#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Decision decided(const Outlook& outlook, const WorldTruth& world) {
  PolicySetting setting = outlook.setting();
  setting.truth = &world;
  return make_policy({.name = "best_fixed_decision"}, setting)->decide(outlook.observation());
}

}  // namespace

TEST_CASE("the best fixed decision weighs the rates of the whole run") {
  const Outlook outlook(1);
  // Fast for a tenth of the time: a byte takes 7.2e-5 s in the mean. Behind b that is .3 + .216 + .03 s, the
  // least; on the device .6 s, all on the server .72 + .06 s. By the mean rate, 10.1 Mbps, it would be the
  // server.
  const RateTrace mostly_slow{.steps = {{{0}, {1e8}}, {{1}, {1e5}}}, .period = {10}};
  const Link slow{.name = "air", .up = mostly_slow, .down = mostly_slow};
  CHECK(positions(decided(outlook, {.links = {&slow}, .server_loads = {1.0}}).cuts) == std::vector<int>{2});
  const Link fast{.name = "air", .up = RateTrace::constant({1e8}), .down = RateTrace::constant({1e8})};
  CHECK(positions(decided(outlook, {.links = {&fast}, .server_loads = {1.0}}).cuts) == std::vector<int>{0});
}

TEST_CASE("the best fixed decision weighs the samples that requests take, and those only") {
  const Outlook outlook(1, {"a"});
  SampleTrace samples(2, true, false);
  for (int i = 0; i < 3; ++i) samples.add({{.confidence = 0.9}, {.confidence = 0.9}});
  for (int i = 0; i < 7; ++i) samples.add({{.confidence = 0.1}, {.confidence = 1.0}});
  const Link slow{.name = "air", .up = RateTrace::constant({1e3}), .down = RateTrace::constant({1e3})};
  WorldTruth world{.links = {&slow}, .server_loads = {1.0}, .samples = &samples};
  const std::vector<std::uint32_t> sure{0, 1, 2};
  // On the device the end costs .6 s, exit 1 .15 s.
  CHECK(decided(outlook, world).exits.empty());
  world.rows = sure;
  CHECK(decided(outlook, world).exits.contains(1));
}

TEST_CASE("the best fixed decision is none without the truth") {
  CHECK_THROWS_WITH_AS(make_policy({.name = "best_fixed_decision"}, Outlook(1).setting()),
                       "a bound was not told the truth", std::logic_error);
}
