#include "analysis/exit_curves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/training/calibration.hpp"

namespace splitscape {
namespace {

/// Share of the right answers; absent where one cannot be judged.
class Judged {
 public:
  void add(Correctness correct) {
    ++answers_;
    if (correct == Correctness::right) ++right_;
    if (correct == Correctness::unknown) known_ = false;
  }
  std::optional<double> accuracy() const {
    if (!known_ || answers_ == 0) return std::nullopt;
    return static_cast<double>(right_) / static_cast<double>(answers_);
  }

 private:
  std::size_t answers_ = 0;
  std::size_t right_ = 0;
  bool known_ = true;
};

template <class Value>
double mean_of(const std::vector<ExitOutcome>& outcomes, Value value) {
  double sum = 0;
  for (const ExitOutcome& outcome : outcomes) sum += value(outcome);
  return sum / static_cast<double>(outcomes.size());
}

ExitQuality quality_of(const SampleTrace& trace, std::size_t exit) {
  std::vector<ExitOutcome> outcomes;
  Judged judged;
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    outcomes.push_back(trace.at(row, exit));
    judged.add(outcomes.back().correct);
  }
  ExitQuality quality{.accuracy = judged.accuracy()};
  if (outcomes.empty()) return quality;
  if (trace.has_confidences()) {
    quality.confidence = mean_of(outcomes, [](const ExitOutcome& one) { return one.confidence; });
    if (quality.accuracy) quality.calibration_error = expected_calibration_error(outcomes);
  }
  if (trace.has_entropies())
    quality.entropy = mean_of(outcomes, [](const ExitOutcome& one) { return one.entropy; });
  return quality;
}

bool leaves(const ExitOutcome& outcome, ExitRule rule, double threshold) {
  return rule == ExitRule::confidence ? outcome.confidence >= threshold : outcome.entropy < threshold;
}

std::size_t exit_of(const SampleTrace& trace, std::size_t row, ExitRule rule, double threshold) {
  std::size_t exit = 1;
  while (exit < trace.exits() && !leaves(trace.at(row, exit), rule, threshold)) ++exit;
  return exit;
}

void check(const SampleTrace& trace, ExitRule rule, const std::optional<std::vector<Macs>>& macs) {
  if (trace.rows() == 0) throw std::invalid_argument("the trace has no samples");
  if (rule == ExitRule::confidence && !trace.has_confidences())
    throw std::invalid_argument("the trace has no confidences");
  if (rule == ExitRule::entropy && !trace.has_entropies())
    throw std::invalid_argument("the trace has no entropies");
  if (macs && macs->size() != trace.exits()) {
    throw std::invalid_argument(
        fmt::format("costs of {} exits for a trace of {}", macs->size(), trace.exits()));
  }
}

}  // namespace

std::vector<ExitQuality> exit_qualities(const SampleTrace& trace) {
  std::vector<ExitQuality> qualities;
  for (std::size_t exit = 1; exit <= trace.exits(); ++exit) qualities.push_back(quality_of(trace, exit));
  return qualities;
}

std::optional<double> accuracy_of_best_exits(const SampleTrace& trace) {
  Judged judged;
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    Correctness best = Correctness::wrong;
    for (std::size_t exit = 1; exit <= trace.exits(); ++exit) {
      const Correctness correct = trace.at(row, exit).correct;
      if (correct == Correctness::unknown) return std::nullopt;
      if (correct == Correctness::right) best = correct;
    }
    judged.add(best);
  }
  return judged.accuracy();
}

std::optional<std::vector<Macs>> macs_to_exits(const NetworkGraph& network) {
  std::vector<Macs> to_exits;
  Macs trunk{};
  Macs heads{};
  std::size_t position = 0;
  const auto run_up_to = [&](std::size_t end) {
    for (; position < end; ++position) {
      const auto& macs = network.layers()[position].cost.macs;
      if (!macs) return false;
      trunk += *macs;
    }
    return true;
  };
  for (std::size_t exit = 1; exit < network.exit_count(); ++exit) {
    const auto& head = network.exit_head(exit).cost.macs;
    if (!head || !run_up_to(network.exit_position(exit))) return std::nullopt;
    heads += *head;
    to_exits.push_back(trunk + heads);
  }
  if (!run_up_to(network.layers().size())) return std::nullopt;
  to_exits.push_back(trunk + heads);
  return to_exits;
}

const std::vector<double>& usual_thresholds(ExitRule rule) {
  static const std::vector<double> confidences{.5,   .6,  .7,   .75, .8,  .85,  .9,
                                               .925, .95, .975, .98, .99, .995, .999};
  static const std::vector<double> entropies{.0001, .0005, .001, .005, .01, .025, .05,
                                             .075,  .1,    .25,  .5,   .75, 1,    2};
  return rule == ExitRule::confidence ? confidences : entropies;
}

ExitPoint exit_point(const SampleTrace& trace, ExitRule rule, double threshold,
                     const std::optional<std::vector<Macs>>& macs) {
  check(trace, rule, macs);
  std::vector<std::size_t> counts(trace.exits());
  Judged judged;
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    const std::size_t exit = exit_of(trace, row, rule, threshold);
    ++counts[exit - 1];
    judged.add(trace.at(row, exit).correct);
  }
  ExitPoint point{.rule = rule, .threshold = threshold, .accuracy = judged.accuracy()};
  if (macs) point.macs = Macs{};
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const double share = static_cast<double>(counts[k]) / static_cast<double>(trace.rows());
    point.shares.push_back(share);
    point.mean_exit += share * static_cast<double>(k + 1);
    if (macs) *point.macs += share * (*macs)[k];
  }
  return point;
}

}  // namespace splitscape
