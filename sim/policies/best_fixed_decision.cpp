#include <algorithm>
#include <stdexcept>
#include <vector>

#include "sim/hindsight.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

/// The fixed arm that earns most over all samples and the whole time.
FixedArm best_arm(const PolicySetting& setting) {
  if (setting.truth == nullptr) throw std::logic_error("a bound was not told the truth");
  const WorldTruth& world = *setting.truth;
  UnloadedPrices prices(setting.costs, world, setting.prices);
  Hindsight hindsight(setting.costs, prices, world.samples);
  if (hindsight.arms().empty())
    throw std::invalid_argument("no cut leaves the device and the last server what their memories hold");
  const LinkTerms terms = mean_link_terms(world);
  if (world.samples == nullptr) {
    hindsight.add(0, terms);
  } else if (world.rows.empty()) {
    for (std::size_t row = 0; row < world.samples->rows(); ++row) hindsight.add(row, terms);
  } else {
    for (const std::uint32_t row : world.rows) hindsight.add(row, terms);
  }
  const auto rewards = hindsight.rewards();
  const auto best = std::max_element(rewards.begin(), rewards.end()) - rewards.begin();
  return hindsight.arms()[static_cast<std::size_t>(best)];
}

class BestFixedDecision final : public OffloadPolicy {
 public:
  explicit BestFixedDecision(const PolicySetting& setting) : arm_(best_arm(setting)) {}

  Decision decide(const Observation&) override { return arm_.decision; }

  ExitAction at_exit(const ExitView& view) override {
    return view.confidence >= arm_.threshold ? ExitAction::stop : ExitAction::go_on;
  }

 private:
  FixedArm arm_;
};

}  // namespace

PolicyEntry best_fixed_decision_policy() {
  return {
      .name = "best_fixed_decision",
      .summary = "A bound: the one decision that earns most over all samples and the rates of the whole run.",
      .source =
          "Best arm in hindsight, as regret is defined (Auer, Cesa-Bianchi, Fischer 2002); arms of "
          "docs/policies/bounds.md, unloaded costs",
      .parameters = {},
      .knows_truth = true,
      .make = [](const Parameters&, const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
        return std::make_unique<BestFixedDecision>(setting);
      }};
}

}  // namespace splitscape
