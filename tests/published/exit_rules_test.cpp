// Exit rules on a public trace against each other. Against figures that were computed from it by other means:
// scenarios/reproduce/exit_rules.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "models/sample_split.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/sample_file.hpp"
#include "sim/exit_rules/score_shares.hpp"
#include "sim/replay/replay.hpp"
#include "tests/support/shared_data.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// 872 samples at 12 exits of a BERT.
std::optional<SampleTrace> bert() {
  const auto path = shared_data("exit_traces/bert12exit_872samples_buffer_threshold.csv");
  if (!path) return std::nullopt;
  const SampleFileLayout layout{.sample = "Sample_ID",
                                .exit = "Exit",
                                .confidence = "Confidence",
                                .prediction = "Prediction",
                                .label = "Label",
                                .first_exit = 0};
  return read_samples(CsvTable(read_text_file(*path), *path, true), layout, 12);
}

PolicyChoice rule(const std::string& name, const std::string& parameter, const ParameterValue& value) {
  return {.name = name, .parameters = {{parameter, value}}};
}

/// The same as if its network told two classes apart: confidences below 1/2 raised to it.
std::optional<SampleTrace> of_two_classes(const std::optional<SampleTrace>& trace) {
  if (!trace) return std::nullopt;
  SampleTrace raised(trace->exits(), true, true);
  raised.set_classes(2);
  std::vector<ExitOutcome> outcomes(trace->exits());
  for (std::size_t row = 0; row < trace->rows(); ++row) {
    for (std::size_t exit = 1; exit <= trace->exits(); ++exit) {
      outcomes[exit - 1] = trace->at(row, exit);
      outcomes[exit - 1].confidence = std::max(0.5, outcomes[exit - 1].confidence);
    }
    raised.add(outcomes);
  }
  return with_binary_entropies(raised);
}

SampleTrace without_exit_1(const SampleTrace& trace) {
  SampleTrace rest(trace.exits() - 1, true, true);
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    std::vector<ExitOutcome> outcomes;
    for (std::size_t exit = 2; exit <= trace.exits(); ++exit) outcomes.push_back(trace.at(row, exit));
    rest.add(outcomes);
  }
  return rest;
}

/// Replays the trace in its order.
void take(const SampleTrace& trace, const PolicyChoice& policy, const SampleTrace* calibration,
          const std::function<void(const ReplayStep&)>& step) {
  std::vector<std::uint32_t> order(trace.rows());
  std::iota(order.begin(), order.end(), 0U);
  replay(trace, {}, policy, order, 1, step, calibration);
}

/// The exit of every sample.
std::vector<std::size_t> exits(const SampleTrace& trace, const PolicyChoice& policy,
                               const SampleTrace* calibration = nullptr) {
  std::vector<std::size_t> all;
  take(trace, policy, calibration, [&all](const ReplayStep& step) { all.push_back(step.exit); });
  return all;
}

}  // namespace

TEST_CASE("12 exits: a trace with confidences below a half is none of two classes, whatever it predicts") {
  const auto trace = bert();
  if (!trace) return;
  CHECK(trace->classes() == 2);  // by its predictions and labels
  int below = 0;
  for (std::size_t row = 0; row < trace->rows(); ++row) {
    for (std::size_t exit = 1; exit <= 12; ++exit) below += trace->at(row, exit).confidence < 0.5 ? 1 : 0;
  }
  CHECK(below == 86);
  CHECK_FALSE(trace->has_entropies());
}

TEST_CASE("12 exits: of two classes the entropy rules are the confidence rule at another threshold") {
  const auto trace = of_two_classes(bert());
  if (!trace) return;
  REQUIRE(trace->has_entropies());
  for (const double threshold : {.55, .6, .7, .8, .9, .95, .99}) {
    CAPTURE(threshold);
    // No confidence of the trace is one of these thresholds, so that < and <= say the same.
    const double entropy = binary_entropy(threshold);
    const auto by_confidence = exits(*trace, rule("confidence_exit", "threshold", threshold));
    CHECK(exits(*trace, rule("entropy_exit", "threshold", entropy)) == by_confidence);
    CHECK(exits(*trace, rule("normalised_entropy_exit", "speed", entropy / std::log(2.0))) == by_confidence);
  }
}

TEST_CASE("12 exits: budget exit spreads its calibration part as p says to one sample an exit") {
  const auto whole = bert();
  if (!whole) return;
  // Exit 1 is equally sure of all samples (.50142): they leave or stay together there. From exit 2 on the
  // confidences of an exit differ.
  const SampleSplit split = split_samples(whole->rows(), 0.5, 1, "bert");
  const SampleTrace part = without_exit_1(rows_of(*whole, split.calibration));
  const auto rows = static_cast<double>(part.rows());
  for (int step = 1; step <= 39; ++step) {
    const double p = step / 20.0;
    CAPTURE(p);
    const auto asked = geometric_shares(p, 11);
    std::vector<double> counts(11);
    for (const std::size_t exit : exits(part, rule("budget_exit", "p", p), &part)) ++counts[exit - 1];
    for (std::size_t k = 0; k < 10; ++k) {
      CHECK(counts[k] / rows <= asked[k] + 1e-9);
      CHECK(counts[k] / rows > asked[k] - 1 / rows - 1e-9);
    }
  }
}

TEST_CASE("12 exits: an exit that is equally sure of all lets them go where more than half are to leave") {
  const auto trace = bert();
  if (!trace) return;
  for (const double p : {.1, .4, .6, 1.0}) {
    CAPTURE(p);
    const bool early = geometric_shares(p, 12).front() > 0.5;
    for (const std::size_t exit : exits(*trace, rule("budget_exit", "p", p), &*trace))
      CHECK((exit == 1) == early);
  }
}
