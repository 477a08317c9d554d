#include "sim/bandits/answering_exits.hpp"
#include "sim/bandits/bandit.hpp"
#include "sim/bandits/split_arms.hpp"
#include "sim/exit_prices.hpp"
#include "sim/exit_rules/exit_rule.hpp"

namespace splitscape {
namespace {

class Lee final : public OffloadPolicy {
 public:
  Lee(const Parameters& parameters, const PolicySetting& setting)
      : arms_(parameters, setting),
        bandit_(arms_.size(), index_rule(parameters), exploration_of(parameters), Bandit::Clock::all_plays,
                setting.random),
        prices_(setting.prices) {
    require_confidences(setting);
  }

  Decision decide(const Observation&) override { return arms_.decision(bandit_.choose()); }

  ExitAction at_exit(const ExitView&) override { return ExitAction::stop; }

  void learn(const Feedback& feedback) override {
    if (!feedback.confidence) return;
    bandit_.learn(arms_.of(feedback.decision), *feedback.confidence - price_of(feedback, prices_));
  }

 private:
  AnsweringExits arms_;
  Bandit bandit_;
  Prices prices_;
};

}  // namespace

PolicyEntry lee_policy() {
  return {.name = "lee",
          .summary = "Learns which exit is to answer from the confidence and from the delay that came.",
          .source =
              "After LEE (CCGrid 2021), of which only the abstract was read: the exit is chosen by a bandit, "
              "the reward is the confidence less a term of the latency, durations are random",
          .parameters = {answering_cut_parameter(), exploration_parameter(), index_parameter()},
          .make = [](const Parameters& parameters, const PolicySetting& setting)
              -> std::unique_ptr<OffloadPolicy> { return std::make_unique<Lee>(parameters, setting); }};
}

}  // namespace splitscape
