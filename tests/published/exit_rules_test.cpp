// Exit rules on public traces against figures that were computed from these traces by other means, and against
// each other.
#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "models/sample_split.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/sample_file.hpp"
#include "sim/exit_rules/score_shares.hpp"
#include "sim/replay/replay.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// 872 samples at 12 exits of a BERT, two classes.
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

/// The exit of every sample, in the order of the trace.
std::vector<std::size_t> exits(const SampleTrace& trace, const PolicyChoice& policy,
                               const SampleTrace* calibration = nullptr) {
  std::vector<std::uint32_t> order(trace.rows());
  std::iota(order.begin(), order.end(), 0U);
  std::vector<std::size_t> all;
  replay(
      trace, {}, policy, order, 1, [&all](const ReplayStep& step) { all.push_back(step.exit); }, calibration);
  return all;
}

struct Figures {
  double of;  ///< the parameter
  double accuracy;
  double mean_exit;
};

void check_figures(const SampleTrace& trace, const std::string& name, const std::string& parameter,
                   const std::vector<Figures>& known) {
  for (const Figures& row : known) {
    CAPTURE(row.of);
    const auto found = exits(trace, rule(name, parameter, row.of));
    double right = 0;
    double sum = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      right += trace.at(i, found[i]).correct == Correctness::right ? 1 : 0;
      sum += static_cast<double>(found[i]);
    }
    const auto rows = static_cast<double>(found.size());
    CHECK(std::abs(right / rows - row.accuracy) < 5.1e-6);
    CHECK(std::abs(sum / rows - row.mean_exit) < 5.1e-6);
  }
}

}  // namespace

TEST_CASE("12 exits: confidence exit has the known accuracies and mean exits") {
  if (const auto trace = bert()) {
    check_figures(*trace, "confidence_exit", "threshold",
                  {{.6, .84289, 2.38417},
                   {.7, .86697, 3.30619},
                   {.75, .87729, 3.91628},
                   {.8, .87959, 4.70298},
                   {.85, .88532, 5.65940},
                   {.9, .89450, 7.01261},
                   {.95, .89908, 9.0}});
  }
}

TEST_CASE("12 exits: patience exit has the known accuracies and mean exits of PABEE") {
  if (const auto trace = bert()) {
    check_figures(*trace, "patience_exit", "patience",
                  {{1, .79702, 2.47133},
                   {2, .83372, 3.69151},
                   {3, .87271, 4.93005},
                   {4, .88991, 6.06766},
                   {5, .89220, 7.15596},
                   {6, .89450, 8.16284},
                   {7, .89220, 9.08372}});
  }
}

TEST_CASE("12 exits: of two classes the entropy rules are the confidence rule at another threshold") {
  const auto trace = bert();
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
  const auto trace = bert();
  if (!trace) return;
  const SampleSplit split = split_samples(trace->rows(), 0.5, 1, "bert");
  const SampleTrace part = rows_of(*trace, split.calibration);
  const auto rows = static_cast<double>(part.rows());
  for (int step = 1; step <= 39; ++step) {
    const double p = step / 20.0;
    CAPTURE(p);
    const auto asked = geometric_shares(p, 12);
    std::vector<double> counts(12);
    for (const std::size_t exit : exits(part, rule("budget_exit", "p", p), &part)) ++counts[exit - 1];
    for (std::size_t k = 0; k < 11; ++k) {
      CHECK(counts[k] / rows <= asked[k] + 1e-9);
      CHECK(counts[k] / rows > asked[k] - 1 / rows - 1e-9);
    }
  }
}

TEST_CASE("12 exits: temperatures change no prediction and calibrated exit keeps its target") {
  const auto trace = bert();
  if (!trace) return;
  const SampleSplit split = split_samples(trace->rows(), 0.5, 1, "bert");
  const SampleTrace part = rows_of(*trace, split.calibration);
  const SampleTrace rest = rows_of(*trace, split.requests);
  for (const std::string scaling : {"none", "global", "per_branch", "isotonic"}) {
    PolicyChoice choice = rule("calibrated_exit", "target", 0.85);
    choice.parameters.emplace_back("scaling", scaling);
    const auto found = exits(rest, choice, &part);
    double right = 0;
    double on_device = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i] == 12) continue;
      ++on_device;
      right += rest.at(i, found[i]).correct == Correctness::right ? 1 : 0;
    }
    MESSAGE(scaling << ": " << on_device / static_cast<double>(found.size()) << " by side branches, right "
                    << right / on_device);
  }
}
