#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "sim/exit_rules/exit_rule.hpp"
#include "sim/exit_rules/score_shares.hpp"

namespace splitscape {
namespace {

/// Seconds that the device computes a sample that leaves at each exit, the end last.
std::vector<double> times(const CostTable& costs) {
  std::vector<double> all;
  const NetworkGraph& network = costs.network();
  double heads = 0;
  for (std::size_t exit = 1; exit < network.exit_count(); ++exit) {
    heads += costs.exit_time(0, exit).value;
    all.push_back(costs.time(0, 0, network.exit_position(exit)).value + heads);
  }
  all.push_back(costs.time(0, 0, costs.layers()).value + heads);
  return all;
}

std::vector<double> of_share(const SampleTrace& samples, double p) {
  return thresholds_for(samples, geometric_shares(p, samples.exits()));
}

/// The thresholds of the largest p of MSDNet's grid whose mean time is within the budget.
std::vector<double> of_budget(const SampleTrace& samples, double budget, const CostTable& costs) {
  constexpr int grid = 39;
  const auto each = times(costs);
  double least = std::numeric_limits<double>::infinity();
  for (int step = grid; step > 0; --step) {
    const auto thresholds = of_share(samples, step / 20.0);
    const auto shares = shares_at(samples, thresholds);
    const double mean = std::inner_product(each.begin(), each.end(), shares.begin(), 0.0);
    if (mean <= budget) return thresholds;
    least = std::min(least, mean);
  }
  throw std::invalid_argument(
      fmt::format("no thresholds keep a budget of {:g} s a sample: with the earliest exits it takes {:g} s",
                  budget, least));
}

class BudgetExit final : public ExitRule {
 public:
  BudgetExit(const Parameters& parameters, const PolicySetting& setting) : ExitRule(parameters, setting) {
    require_confidences(setting);
    if (parameters.has("p") && parameters.has("budget")) {
      throw std::invalid_argument("'p' and 'budget' both say how early samples leave: give one of them");
    }
    if (side_branches(setting) == 0) return;
    const SampleTrace& samples = calibration_of(setting);
    const double p = parameters.number("p", 1);
    if (!(p > 0))
      throw std::invalid_argument("'p' is more than 0: each exit lets p times as many samples go");
    thresholds_ = parameters.has("budget") ? of_budget(samples, parameters.number("budget", 0), setting.costs)
                                           : of_share(samples, p);
  }

 private:
  bool leaves(const ExitView& view) const override { return view.confidence >= thresholds_[view.exit - 1]; }

  std::vector<double> thresholds_{};
};

}  // namespace

PolicyEntry budget_exit_policy() {
  return {
      .name = "budget_exit",
      .summary =
          "Stops at the first exit whose confidence reaches a threshold of its own; the thresholds are found "
          "on the "
          "calibration part, so that the samples are spread over the exits as a budget says.",
      .source =
          "Huang et al., \"Multi-Scale Dense Networks\" (MSDNet), ICLR 2018: the search of its budgeted "
          "batches; "
          "here a budget is a time instead of operations",
      .parameters = {{.name = "p",
                      .kind = ParameterKind::amount,
                      .default_text = "1",
                      .meaning = "each exit lets p times as many samples go as the one before"},
                     {.name = "budget",
                      .kind = ParameterKind::seconds,
                      .default_text = "by p",
                      .meaning = "mean time that the device would compute a sample if it computed all: the "
                                 "largest of p = 0.05, 0.1, ... 1.95 that keeps it"},
                     cut_parameter()},
      .make = [](const Parameters& parameters, const PolicySetting& setting)
          -> std::unique_ptr<OffloadPolicy> { return std::make_unique<BudgetExit>(parameters, setting); }};
}

}  // namespace splitscape
