#include <stdexcept>

#include "sim/bandits/bandit.hpp"
#include "sim/bandits/believed_prices.hpp"
#include "sim/bandits/plays_in_flight.hpp"
#include "sim/bandits/split_arms.hpp"
#include "sim/policy_catalogue.hpp"
#include "sim/truth.hpp"

namespace splitscape {
namespace {

/// The released code lets an arm that would have offloaded learn the confidence of the end of the network
/// even where the sample stopped on the device and nobody computed it. So all that it learns of a sample is
/// taken from the truth, when the arm is chosen.
class SplitEeSReleased final : public OffloadPolicy {
 public:
  SplitEeSReleased(const Parameters& parameters, const PolicySetting& setting)
      : threshold_(split_threshold_of(parameters)),
        arms_(setting, SplitArms::Look::on_the_way),
        bandit_(arms_.size(), index_rule(parameters), exploration_of(parameters),
                Bandit::Clock::after_first_round, setting.random),
        prices_(setting),
        samples_(samples_of(setting)) {}

  void reveal(const Truth& truth) override { sample_ = truth.sample; }

  Decision decide(const Observation& observation) override {
    prices_.see(observation);
    const std::size_t played = bandit_.choose();
    // In the first round the code plays each arm by itself.
    const std::size_t first = bandit_.plays() <= bandit_.size() ? played : 0;
    for (std::size_t arm = first; samples_ != nullptr && arm <= played; ++arm)
      bandit_.learn(arm, reward(arm));
    plays_.remember(observation.request, played);
    return arms_.decision(played);
  }

  ExitAction at_exit(const ExitView& view) override {
    const std::size_t* arm = plays_.find(view.request);
    if (arm != nullptr && arms_.exit(*arm) != view.exit) return ExitAction::go_on;
    return view.confidence >= threshold_ ? ExitAction::stop : ExitAction::go_on;
  }

  void learn(const Feedback& feedback) override { plays_.take(feedback.request); }

 private:
  static const SampleTrace* samples_of(const PolicySetting& setting) {
    if (setting.truth == nullptr) throw std::logic_error("a bound was not told the truth");
    return setting.truth->samples;
  }

  double reward(std::size_t arm) {
    const std::size_t exit = arms_.exit(arm);
    const ExitPrices& prices = prices_.by_exit();
    const double confidence = samples_->at(sample_, exit).confidence;
    if (arms_.stays(arm) || confidence >= threshold_) return confidence - prices.stop[exit - 1];
    return samples_->at(sample_, arms_.exit_count()).confidence - prices.offload[exit - 1];
  }

  double threshold_;
  SplitArms arms_;
  Bandit bandit_;
  BelievedPrices prices_;
  PlaysInFlight<std::size_t> plays_{};
  const SampleTrace* samples_;
  std::size_t sample_ = 0;
};

}  // namespace

PolicyEntry splitee_s_released_policy() {
  return {.name = "splitee_s_released",
          .summary =
              "SplitEE-S as its released code learns: from the end of the network even where a sample never "
              "got there, which no device can know.",
          .source =
              "SplitEE_S.py of the repository Div290/SplitEE (arXiv 2309.09195); it is told each sample's "
              "confidences",
          .parameters = {split_threshold_parameter(), exploration_parameter(), index_parameter()},
          .knows_truth = true,
          .make = [](const Parameters& parameters,
                     const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
            return std::make_unique<SplitEeSReleased>(parameters, setting);
          }};
}

}  // namespace splitscape
