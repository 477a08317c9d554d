#include "analysis/exit_curves.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>

#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr auto right = Correctness::right;
constexpr auto wrong = Correctness::wrong;
constexpr auto unknown = Correctness::unknown;

ExitOutcome outcome(double confidence, Correctness correct, double entropy = 0) {
  return {.confidence = confidence, .correct = correct, .entropy = entropy};
}

/// Four samples at two exits. Exit 1: confidences .5, .6, .8, 1 with the last two right, entropies 1, .5,
/// .25, 0. Exit 2: all of confidence .9, the first three right, entropy .1.
SampleTrace four() {
  SampleTrace trace(2, true, false, true);
  trace.add({outcome(.5, wrong, 1), outcome(.9, right, .1)});
  trace.add({outcome(.6, wrong, .5), outcome(.9, right, .1)});
  trace.add({outcome(.8, right, .25), outcome(.9, right, .1)});
  trace.add({outcome(1, right, 0), outcome(.9, wrong, .1)});
  return trace;
}

SampleTrace random_trace(std::mt19937_64& random) {
  const std::size_t exits = 1 + random() % 5;
  const auto share = [&random] { return static_cast<double>(random() % 1001) / 1000; };
  SampleTrace trace(exits, true, false, true);
  const std::size_t rows = 1 + random() % 200;
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<ExitOutcome> outcomes;
    for (std::size_t k = 0; k < exits; ++k)
      outcomes.push_back(outcome(share(), random() % 2 == 0 ? right : wrong, 2.3 * share()));
    trace.add(outcomes);
  }
  return trace;
}

std::string refusal_of(const SampleTrace& trace, ExitRule rule,
                       const std::optional<std::vector<Macs>>& macs) {
  try {
    (void)exit_point(trace, rule, .5, macs);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

}  // namespace

// ---- exits

TEST_CASE("the quality of an exit is that of all samples at it") {
  const auto qualities = exit_qualities(four());
  REQUIRE(qualities.size() == 2);
  CHECK(qualities[0].accuracy == .5);
  CHECK(qualities[0].confidence == doctest::Approx(2.9 / 4));
  CHECK(qualities[0].entropy == doctest::Approx(1.75 / 4));
  // Each in a bin of its own: |0 - .5| + |0 - .6| + |1 - .8| + |1 - 1|, a quarter each.
  CHECK(qualities[0].calibration_error == doctest::Approx(1.3 / 4));
  CHECK(qualities[1].accuracy == .75);
  CHECK(qualities[1].calibration_error == doctest::Approx(.15));
}

TEST_CASE("what a trace does not tell of an exit is not made up") {
  SampleTrace predictions(1, false, true);
  predictions.add({outcome(0, right)});
  CHECK(exit_qualities(predictions) == std::vector<ExitQuality>{{.accuracy = 1}});
  SampleTrace confidences(1, true, false);
  confidences.add({outcome(.5, right)});
  confidences.add({outcome(.75, unknown)});
  CHECK(exit_qualities(confidences) == std::vector<ExitQuality>{{.confidence = .625}});
  CHECK(exit_qualities(SampleTrace(1, true, true, true)) == std::vector<ExitQuality>{{}});
  CHECK(!accuracy_of_best_exits(confidences));
  CHECK(!exit_point(confidences, ExitRule::confidence, .5, std::nullopt).accuracy);
}

TEST_CASE("the best exits are right where at least one is") {
  CHECK(accuracy_of_best_exits(four()) == 1);
  SampleTrace trace(2, true, false);
  trace.add({outcome(1, wrong), outcome(1, wrong)});
  trace.add({outcome(1, right), outcome(1, wrong)});
  trace.add({outcome(1, wrong), outcome(1, right)});
  trace.add({outcome(1, right), outcome(1, right)});
  CHECK(accuracy_of_best_exits(trace) == .75);
}

// ---- costs

TEST_CASE("a sample pays for the layers up to its exit and for every head on the way") {
  // Layers of 1, 2 and 3 MMAC, heads of half a MMAC.
  CHECK(macs_to_exits(NetworkGraph(three_layers({"a", "b"}))) == std::vector<Macs>{{1.5e6}, {4e6}, {7e6}});
  CHECK(macs_to_exits(NetworkGraph(three_layers())) == std::vector<Macs>{{6e6}});
}

TEST_CASE("costs to the exits are unknown where the work of a layer or a head is") {
  NetworkProfile layer = three_layers({"a"});
  layer.layers[2].cost.macs.reset();
  CHECK(!macs_to_exits(NetworkGraph(layer)));
  NetworkProfile head = three_layers({"a"});
  head.exits[0].cost.macs.reset();
  CHECK(!macs_to_exits(NetworkGraph(head)));
}

// ---- points

TEST_CASE("a sample leaves at the first exit whose confidence reaches the threshold") {
  const std::vector<Macs> macs{{100}, {1000}};
  const ExitPoint point = exit_point(four(), ExitRule::confidence, .8, macs);
  CHECK(point.shares == std::vector<double>{.5, .5});  // .8 reaches .8
  CHECK(point.accuracy == 1);
  CHECK(point.mean_exit == 1.5);
  CHECK(point.macs == Macs{550});
  CHECK(exit_point(four(), ExitRule::confidence, .5, macs).shares == std::vector<double>{1, 0});
  CHECK(exit_point(four(), ExitRule::confidence, 1, macs).accuracy == 1);
  CHECK(exit_point(four(), ExitRule::confidence, 1.5, macs).accuracy == .75);
}

TEST_CASE("a sample leaves at the first exit whose entropy is below the threshold") {
  const ExitPoint point = exit_point(four(), ExitRule::entropy, .25, std::nullopt);
  CHECK(point.shares == std::vector<double>{.25, .75});  // .25 is not below .25
  CHECK(point.accuracy == 1);
  CHECK(!point.macs);
  CHECK(exit_point(four(), ExitRule::entropy, 2, std::nullopt).accuracy == .5);
}

TEST_CASE("shares sum to one and fewer samples leave early as a rule gets stricter") {
  std::mt19937_64 random(5);
  for (int i = 0; i < 100; ++i) {
    const SampleTrace trace = random_trace(random);
    std::vector<Macs> macs(trace.exits());
    for (std::size_t k = 0; k < macs.size(); ++k) macs[k] = {static_cast<double>(k * k + 1)};
    for (const ExitRule rule : {ExitRule::confidence, ExitRule::entropy}) {
      std::vector<double> thresholds = usual_thresholds(rule);
      if (rule == ExitRule::entropy)
        std::reverse(thresholds.begin(), thresholds.end());  // stricter and stricter
      std::vector<double> left_before(trace.exits(), 1);
      double macs_before = 0;
      for (const double threshold : thresholds) {
        const ExitPoint point = exit_point(trace, rule, threshold, macs);
        double left = 0;
        for (std::size_t k = 0; k < trace.exits(); ++k) {
          left += point.shares[k];
          CHECK(left <= left_before[k] + 1e-12);
          left_before[k] = left;
        }
        CHECK(left == doctest::Approx(1).epsilon(1e-12));
        CHECK(point.macs->value >= macs_before - 1e-9);
        CHECK(point.accuracy.value() <= accuracy_of_best_exits(trace).value());
        macs_before = point.macs->value;
      }
    }
  }
}

TEST_CASE("the end of a network answers whatever its confidence and entropy") {
  SampleTrace trace(1, true, false, true);
  trace.add({outcome(0, right, 9)});
  for (const ExitRule rule : {ExitRule::confidence, ExitRule::entropy}) {
    const ExitPoint point = exit_point(trace, rule, .5, std::nullopt);
    CHECK(point.shares == std::vector<double>{1});
    CHECK(point.accuracy == 1);
  }
}

TEST_CASE("the usual thresholds rise") {
  for (const ExitRule rule : {ExitRule::confidence, ExitRule::entropy}) {
    const auto& thresholds = usual_thresholds(rule);
    CHECK(std::is_sorted(thresholds.begin(), thresholds.end()));
    CHECK(thresholds.size() == 14);
  }
}

TEST_CASE("a point that a trace cannot give is refused") {
  const SampleTrace bare = [] {
    SampleTrace trace(2, false, true);
    trace.add({outcome(0, right), outcome(0, right)});
    return trace;
  }();
  CHECK(refusal_of(bare, ExitRule::confidence, std::nullopt) == "the trace has no confidences");
  CHECK(refusal_of(bare, ExitRule::entropy, std::nullopt) == "the trace has no entropies");
  CHECK(refusal_of(SampleTrace(2, true, true), ExitRule::confidence, std::nullopt) ==
        "the trace has no samples");
  CHECK(refusal_of(four(), ExitRule::confidence, std::vector<Macs>{{1}}) ==
        "costs of 1 exits for a trace of 2");
}
