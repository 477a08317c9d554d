#include "analysis/replay_summary.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

namespace {

/// Three samples at two exits.
SampleTrace three_samples(bool confidences) {
  constexpr auto right = Correctness::right;
  constexpr auto wrong = Correctness::wrong;
  SampleTrace trace(2, confidences, true);
  trace.add({{.confidence = 0.9, .correct = right}, {.confidence = 0.9, .correct = right}});
  trace.add({{.confidence = 0.3, .correct = wrong}, {.confidence = 0.9, .correct = right}});
  trace.add({{.confidence = 0.8, .correct = wrong}, {.confidence = 0.7, .correct = right}});
  return trace;
}

const AbstractCosts costs{.layer = 0.1, .offload = 0.2};

ReplayOrder tallied(const SampleTrace& trace, const ReplayArm* best) {
  const Decision decision;
  ReplayTally tally(trace, best, 5, 3);
  // Exit 1 on the device answers the first, the end on the server the second, the end on the device the
  // third.
  tally.take({.sample = 0, .exit = 1, .cost = 0.1, .reward = 0.8, .decision = decision});
  tally.take({.sample = 1, .exit = 2, .offloaded = true, .cost = 0.3, .reward = 0.6, .decision = decision});
  tally.take({.sample = 2, .exit = 2, .cost = 0.2, .reward = 0.5, .decision = decision});
  return tally.order();
}

}  // namespace

TEST_CASE("the best fixed arm of a replay earns most over all samples") {
  // Exit 1 from .5: .8 + (.9 - .1 - .2) + .7 = 2.1; the end: 2.5 - .6 = 1.9; exit 1 always: 1.7.
  const auto best = best_replay_arm(three_samples(true), costs, {0.5});
  REQUIRE(best);
  CHECK(best->name == "exit 1 from 0.5");
  CHECK(best->rewards[0] == doctest::Approx(0.8));
  CHECK(best->rewards[1] == doctest::Approx(0.6));
  CHECK(best->rewards[2] == doctest::Approx(0.7));
  CHECK(best_replay_arm(three_samples(true), {.layer = 1, .offload = 9}, {0, 0.5})->name == "exit 1 from 0");
}

TEST_CASE("without confidences a wrong answer costs 1") {
  const auto best = best_replay_arm(three_samples(false), costs, {0.5});
  REQUIRE(best);
  CHECK(best->name == "exit 2");
  CHECK(best->rewards == std::vector<double>(3, best->rewards[0]));
  CHECK(best->rewards[0] == doctest::Approx(-0.2));
  // Exit 1 is wrong twice: 2.3 against 3 x .2.
  const auto near = best_replay_arm(three_samples(false), {.layer = 2, .offload = 9}, {});
  CHECK(near->name == "exit 1");
  CHECK(near->rewards[1] == doctest::Approx(-3));
}

TEST_CASE("without confidences and labels there is no regret") {
  SampleTrace trace(2, false, true);
  trace.add({{.prediction = 1}, {.prediction = 1}});
  CHECK_FALSE(best_replay_arm(trace, costs, {0.5}));
}

TEST_CASE("an order is added up sample by sample") {
  const SampleTrace trace = three_samples(true);
  const auto best = best_replay_arm(trace, costs, {0.5});
  const ReplayOrder order = tallied(trace, &*best);
  CHECK(order.seed == 5);
  CHECK(*order.accuracy == 1);
  CHECK(order.cost == doctest::Approx(0.2));
  CHECK(order.offload_rate == doctest::Approx(1.0 / 3));
  CHECK(order.reward == doctest::Approx(1.9 / 3));
  CHECK(order.exits == std::vector<std::uint64_t>{1, 2});
  REQUIRE(order.regret.size() == 3);
  CHECK(order.regret[0] == doctest::Approx(0));
  CHECK(order.regret[2] == doctest::Approx(2.1 - 1.9));
}

TEST_CASE("several orders have means and half-widths") {
  const SampleTrace trace = three_samples(true);
  const auto best = best_replay_arm(trace, costs, {0.5});
  std::vector<ReplayOrder> orders{tallied(trace, &*best), tallied(trace, &*best)};
  orders[1].cost += 0.1;
  const ReplaySummary summary = summary_of("p", orders, &*best);
  CHECK(summary.samples == 3);
  CHECK(*summary.cost.mean == doctest::Approx(0.25));
  CHECK(*summary.cost.half_width == doctest::Approx(12.7062 * 0.05).epsilon(1e-5));  // t with one degree
  CHECK(*summary.accuracy.half_width == 0);
  CHECK(summary.exit_shares[1] == doctest::Approx(2.0 / 3));
  CHECK(summary.best_arm == "exit 1 from 0.5");
  CHECK(*summary.regret.mean == doctest::Approx(0.2));
  CHECK_FALSE(summary_of("p", {orders[0]}, nullptr).regret.mean);
}

TEST_CASE("a regret is told at most a hundred times, the last after all samples") {
  CHECK(replay_checkpoints(3) == std::vector<std::size_t>{1, 2, 3});
  const auto many = replay_checkpoints(872);
  CHECK(many.size() == 100);
  CHECK(many.front() == 8);
  CHECK(many.back() == 872);
}
