#include <bit>

#include "sim/bandits/bandit.hpp"
#include "sim/bandits/believed_prices.hpp"
#include "sim/bandits/split_arms.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

class SplitEe final : public OffloadPolicy {
 public:
  SplitEe(const Parameters& parameters, const PolicySetting& setting)
      : threshold_(split_threshold_of(parameters)),
        measured_(costs_are_measured(parameters)),
        arms_(setting, SplitArms::Look::at_the_split),
        bandit_(arms_.size(), index_rule(parameters), exploration_of(parameters),
                Bandit::Clock::after_first_round, setting.random),
        prices_(setting) {}

  Decision decide(const Observation& observation) override {
    prices_.see(observation);
    return arms_.decision(bandit_.choose());
  }

  ExitAction at_exit(const ExitView& view) override {
    return view.confidence >= threshold_ ? ExitAction::stop : ExitAction::go_on;
  }

  void learn(const Feedback& feedback) override {
    const auto arm = arm_of(feedback.decision);
    if (arm && feedback.confidence) bandit_.learn(*arm, *feedback.confidence - cost(feedback, *arm));
  }

 private:
  /// The one exit that the decision looks at tells the arm.
  std::optional<std::size_t> arm_of(const Decision& decision) const {
    const ExitSet exits = decision.exits;
    return arms_.of_exit(exits.empty() ? arms_.exit_count()
                                       : static_cast<std::size_t>(std::countr_zero(exits.bits())) + 1);
  }

  double cost(const Feedback& feedback, std::size_t arm) {
    if (measured_) return prices_.of(feedback);
    const std::size_t exit = arms_.exit(arm);
    const ExitPrices& prices = prices_.by_exit();
    return feedback.exit == exit ? prices.stop[exit - 1] : prices.offload[exit - 1];
  }

  double threshold_;
  bool measured_;
  SplitArms arms_;
  Bandit bandit_;
  BelievedPrices prices_;
};

}  // namespace

PolicyEntry splitee_policy() {
  return {.name = "splitee",
          .summary =
              "Learns after which exit to split: a bandit whose arms are the exits, of which the one at "
              "the split answers where it is confident and the server where it is not.",
          .source = "SplitEE (Bajpai et al., arXiv 2309.09195) with the index of its released code",
          .parameters = {split_threshold_parameter(), exploration_parameter(), index_parameter(),
                         costs_parameter()},
          .make = [](const Parameters& parameters, const PolicySetting& setting)
              -> std::unique_ptr<OffloadPolicy> { return std::make_unique<SplitEe>(parameters, setting); }};
}

}  // namespace splitscape
