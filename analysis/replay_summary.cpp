#include "analysis/replay_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "analysis/statistics/mean_interval.hpp"

namespace splitscape {
namespace {

constexpr std::size_t most_checkpoints = 100;

/// What an answer is worth before its cost; absent where nobody knows.
std::optional<double> worth(const SampleTrace& trace, std::size_t row, std::size_t exit) {
  const ExitOutcome& outcome = trace.at(row, exit);
  if (trace.has_confidences()) return outcome.confidence;
  if (outcome.correct == Correctness::unknown) return std::nullopt;
  return outcome.correct == Correctness::right ? 0.0 : -1.0;
}

bool knows_worth(const SampleTrace& trace) {
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    for (std::size_t exit = 1; exit <= trace.exits(); ++exit) {
      if (!worth(trace, row, exit)) return false;
    }
  }
  return true;
}

/// An arm of a replay; a threshold below every confidence: always stop.
struct Candidate {
  std::size_t exit = 1;
  double threshold = -1;
};

std::vector<Candidate> candidates(const SampleTrace& trace, const std::vector<double>& thresholds) {
  std::vector<Candidate> all;
  for (std::size_t exit = 1; exit <= trace.exits(); ++exit) {
    if (exit == trace.exits() || !trace.has_confidences()) {
      all.push_back({.exit = exit});
      continue;
    }
    for (const double threshold : thresholds) all.push_back({.exit = exit, .threshold = threshold});
  }
  return all;
}

double reward(const SampleTrace& trace, std::size_t row, const Candidate& arm, const ExitPrices& prices) {
  const bool stops = arm.threshold < 0 || trace.at(row, arm.exit).confidence >= arm.threshold;
  const std::size_t exit = stops ? arm.exit : trace.exits();
  return *worth(trace, row, exit) - (stops ? prices.stop : prices.offload)[arm.exit - 1];
}

template <class Value>
Estimate over_orders(const std::vector<ReplayOrder>& orders, const Value& value) {
  std::vector<double> values;
  for (const ReplayOrder& order : orders) values.push_back(value(order));
  return mean_interval(values);
}

}  // namespace

std::optional<ReplayArm> best_replay_arm(const SampleTrace& trace, const AbstractCosts& costs,
                                         const std::vector<double>& thresholds) {
  if (trace.rows() == 0 || !knows_worth(trace)) return std::nullopt;
  const ExitPrices prices = abstract_prices(costs, trace.exits());
  const auto all = candidates(trace, thresholds);
  std::vector<double> totals(all.size());
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    for (std::size_t i = 0; i < all.size(); ++i) totals[i] += reward(trace, row, all[i], prices);
  }
  const auto best =
      all[static_cast<std::size_t>(std::max_element(totals.begin(), totals.end()) - totals.begin())];
  ReplayArm arm{.name = best.threshold < 0 ? fmt::format("exit {}", best.exit)
                                           : fmt::format("exit {} from {}", best.exit, best.threshold)};
  for (std::size_t row = 0; row < trace.rows(); ++row)
    arm.rewards.push_back(reward(trace, row, best, prices));
  return arm;
}

std::vector<std::size_t> replay_checkpoints(std::size_t samples) {
  const std::size_t count = std::min(samples, most_checkpoints);
  std::vector<std::size_t> checkpoints;
  for (std::size_t i = 1; i <= count; ++i) checkpoints.push_back(i * samples / count);
  return checkpoints;
}

ReplayTally::ReplayTally(const SampleTrace& trace, const ReplayArm* best, std::uint32_t seed,
                         std::size_t samples)
    : trace_(trace), best_(best), checkpoints_(replay_checkpoints(samples)) {
  sums_.seed = seed;
  sums_.exits.resize(trace.exits());
}

void ReplayTally::take(const ReplayStep& step) {
  const Correctness correct = trace_.at(step.sample, step.exit).correct;
  judged_ = judged_ && correct != Correctness::unknown;
  if (correct == Correctness::right) ++right_;
  if (step.offloaded) ++offloaded_;
  sums_.cost += step.cost;
  sums_.reward += step.reward;
  ++sums_.exits[step.exit - 1];
  ++taken_;
  if (best_ == nullptr) return;
  const double wrong = trace_.has_confidences() ? 0 : *worth(trace_, step.sample, step.exit);
  regret_ += best_->rewards[step.sample] - (step.reward + wrong);
  if (taken_ == checkpoints_[sums_.regret.size()]) sums_.regret.push_back(regret_);
}

ReplayOrder ReplayTally::order() const {
  ReplayOrder order = sums_;
  const double count = static_cast<double>(std::max<std::size_t>(1, taken_));
  if (judged_) order.accuracy = static_cast<double>(right_) / count;
  order.cost /= count;
  order.reward /= count;
  order.offload_rate = static_cast<double>(offloaded_) / count;
  return order;
}

ReplaySummary summary_of(const std::string& policy, const std::vector<ReplayOrder>& orders,
                         const ReplayArm* best) {
  ReplaySummary summary{.policy = policy, .orders = orders.size()};
  const auto& first = orders.front().exits;
  summary.samples = std::accumulate(first.begin(), first.end(), std::size_t{0});
  if (std::all_of(orders.begin(), orders.end(), [](const auto& order) { return order.accuracy.has_value(); }))
    summary.accuracy = over_orders(orders, [](const auto& order) { return *order.accuracy; });
  summary.cost = over_orders(orders, [](const auto& order) { return order.cost; });
  summary.offload_rate = over_orders(orders, [](const auto& order) { return order.offload_rate; });
  summary.reward = over_orders(orders, [](const auto& order) { return order.reward; });
  summary.exit_shares.resize(first.size());
  for (const ReplayOrder& order : orders) {
    for (std::size_t k = 0; k < first.size(); ++k) {
      summary.exit_shares[k] +=
          static_cast<double>(order.exits[k]) / static_cast<double>(summary.samples * orders.size());
    }
  }
  if (best == nullptr) return summary;
  summary.best_arm = best->name;
  for (std::size_t i = 0; i < orders.front().regret.size(); ++i)
    summary.curve.push_back(over_orders(orders, [i](const auto& order) { return order.regret[i]; }));
  if (!summary.curve.empty()) summary.regret = summary.curve.back();
  return summary;
}

}  // namespace splitscape
