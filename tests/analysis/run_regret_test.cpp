#include "analysis/run_regret.hpp"

#include <doctest/doctest.h>

#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// An answer of the end of the network, behind a cut.
RequestRecord answer(std::uint16_t cut) {
  RequestRecord record{.measured = true, .ending = Ending::finished_on_server, .exit = 1, .place = 1};
  record.decision.cuts = {cut};
  return record;
}

}  // namespace

TEST_CASE("the regret of a run is the cost of its cuts above that of the best, unloaded") {
  // .6 s on the device; all on the server .08 + .005 + .06 + .0004 + .005 s, the best; behind a .2134 s.
  RunRegret regret(idle_scenario());
  for (int i = 0; i < 10; ++i) regret.take(answer(1));
  const auto groups = regret.finish();
  REQUIRE(groups.size() == 1);
  CHECK(groups[0].best_arm == "cut after input");
  CHECK(groups[0].curve.size() == 10);
  CHECK(groups[0].curve.back().answers == 10);
  const double behind_a = 0.1 + 0.048 + 0.005 + 0.05 + 0.0004 + 0.005;
  const double of_input = 0.08 + 0.005 + 0.06 + 0.0004 + 0.005;
  CHECK(groups[0].curve.back().regret == doctest::Approx(10 * (behind_a - of_input)));
}

TEST_CASE("a regret curve has at most a hundred points, the last after all answers") {
  RunRegret regret(idle_scenario());
  for (int i = 0; i < 12345; ++i) regret.take(answer(1));
  const auto group = regret.finish().front();
  CHECK(group.curve.size() <= 100);
  CHECK(group.curve.size() > 45);
  CHECK(group.curve.back().answers == 12345);
  for (std::size_t i = 1; i < group.curve.size(); ++i) {
    CHECK(group.curve[i].answers > group.curve[i - 1].answers);
    CHECK(group.curve[i].regret > group.curve[i - 1].regret);
  }
}

TEST_CASE("what was not measured or not answered is in no regret") {
  RunRegret regret(idle_scenario());
  RequestRecord early = answer(1);
  early.measured = false;
  regret.take(early);
  RequestRecord dropped = answer(1);
  dropped.ending = Ending::dropped;
  regret.take(dropped);
  const auto group = regret.finish().front();
  CHECK(group.curve.empty());
  CHECK(group.best_arm.empty());
}
