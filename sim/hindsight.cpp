#include "sim/hindsight.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace splitscape {
namespace {

void add_to(LinkTerms& sum, const LinkTerms& terms) {
  for (std::size_t i = 0; i < terms.size(); ++i) sum[i] += terms[i];
}

CutPositions at(std::size_t position, const CostTable& costs) {
  return CutPositions(costs.places() - 1, static_cast<std::uint16_t>(position));
}

bool fits(std::size_t position, const CostTable& costs) {
  const bool alone = costs.places() == 1;
  return !costs.shortfall(0, 0, alone ? costs.layers() : position) &&
         (alone || !costs.shortfall(costs.places() - 1, position, costs.layers()));
}

}  // namespace

const std::vector<double>& arm_thresholds() {
  static const std::vector<double> thresholds = [] {
    constexpr int steps = 20;
    std::vector<double> made;
    for (int i = 0; i < steps; ++i) made.push_back(static_cast<double>(i) / steps);
    return made;
  }();
  return thresholds;
}

std::vector<FixedArm> fixed_arms(const CostTable& costs, bool has_confidences) {
  std::vector<FixedArm> arms;
  const std::size_t first = costs.places() > 1 ? 0 : costs.layers();
  for (std::size_t position = first; position <= costs.layers(); ++position) {
    if (fits(position, costs)) arms.push_back({.decision = {.cuts = at(position, costs)}});
  }
  for (std::size_t exit = 1; has_confidences && exit < costs.network().exit_count(); ++exit) {
    const std::size_t position = costs.network().exit_position(exit);
    if (!fits(position, costs)) continue;
    FixedArm arm{.decision = {.cuts = at(position, costs)}, .exit = exit};
    arm.decision.exits.insert(exit);
    for (const double threshold : arm_thresholds()) {
      arm.threshold = threshold;
      arms.push_back(arm);
    }
  }
  return arms;
}

std::string name_of(const FixedArm& arm, const CostTable& costs) {
  if (arm.exit != 0) return fmt::format("exit {} from {}", arm.exit, arm.threshold);
  const std::size_t position = arm.decision.cuts.empty() ? costs.layers() : arm.decision.cuts.front();
  return fmt::format("cut after {}", costs.network().cuts()[position].name);
}

Hindsight::Hindsight(const CostTable& costs, UnloadedPrices& prices, const SampleTrace* samples)
    : samples_(samples != nullptr && samples->has_confidences() ? samples : nullptr),
      arms_(fixed_arms(costs, samples_ != nullptr)),
      terms_(1 + 4 * (costs.places() - 1)) {
  const std::size_t end = costs.network().exit_count();
  for (const FixedArm& arm : arms_) {
    Priced& priced = prices_.emplace_back();
    priced.run = prices.of(arm.decision, end);
    if (arm.exit != 0) priced.stop = prices.of(arm.decision, arm.exit);
  }
  if (samples_ != nullptr) {
    bins_.assign(end - 1,
                 std::vector<Bin>(arm_thresholds().size() + 1, Bin{.terms = LinkTerms(terms_.size())}));
  }
}

void Hindsight::add(std::size_t sample, const LinkTerms& terms) {
  add_to(terms_, terms);
  if (samples_ == nullptr) return;
  const double at_end = samples_->at(sample, samples_->exits()).confidence;
  at_end_ += at_end;
  const auto& thresholds = arm_thresholds();
  for (std::size_t exit = 1; exit <= bins_.size(); ++exit) {
    const double confidence = samples_->at(sample, exit).confidence;
    const auto above = std::upper_bound(thresholds.begin(), thresholds.end(), confidence);
    Bin& bin = bins_[exit - 1][static_cast<std::size_t>(above - thresholds.begin())];
    bin.confidence += confidence;
    bin.at_end += at_end;
    add_to(bin.terms, terms);
  }
}

std::vector<double> Hindsight::rewards() const {
  std::vector<double> rewards;
  for (std::size_t i = 0; i < arms_.size(); ++i) {
    rewards.push_back(arms_[i].exit == 0 ? at_end_ - price(prices_[i].run, terms_)
                                         : reward_of_exit(arms_[i], prices_[i]));
  }
  return rewards;
}

double Hindsight::reward_of_exit(const FixedArm& arm, const Priced& priced) const {
  const auto& thresholds = arm_thresholds();
  const auto& bins = bins_[arm.exit - 1];
  double reward = 0;
  for (std::size_t reached = 0; reached < bins.size(); ++reached) {
    const bool answers = reached > 0 && thresholds[reached - 1] >= arm.threshold;
    const Bin& bin = bins[reached];
    reward +=
        answers ? bin.confidence - price(priced.stop, bin.terms) : bin.at_end - price(priced.run, bin.terms);
  }
  return reward;
}

}  // namespace splitscape
