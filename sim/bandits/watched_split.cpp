#include "sim/bandits/watched_split.hpp"

#include <optional>
#include <vector>

#include "sim/bandits/bandit.hpp"
#include "sim/bandits/believed_prices.hpp"
#include "sim/bandits/plays_in_flight.hpp"
#include "sim/bandits/split_arms.hpp"

namespace splitscape {
namespace {

class WatchedSplit final : public OffloadPolicy {
 public:
  WatchedSplit(const Parameters& parameters, const PolicySetting& setting, SideCounting counting,
               double default_threshold)
      : counting_(counting),
        threshold_(parameters.number("threshold", default_threshold)),
        measured_(costs_are_measured(parameters)),
        arms_(setting, SplitArms::Look::on_the_way),
        bandit_(arms_.size(), index_rule(parameters), exploration_of(parameters),
                counting == SideCounting::once ? Bandit::Clock::after_first_round
                                               : Bandit::Clock::all_plays_and_this,
                setting.random),
        prices_(setting),
        exited_(arms_.size()) {}

  Decision decide(const Observation& observation) override {
    prices_.see(observation);
    const std::size_t arm = bandit_.choose();
    plays_.remember(observation.request, arm);
    return arms_.decision(arm);
  }

  ExitAction at_exit(const ExitView& view) override {
    const std::size_t* arm = plays_.find(view.request);
    if (arm != nullptr && arms_.exit(*arm) != view.exit) return ExitAction::go_on;
    return view.confidence >= threshold_ ? ExitAction::stop : ExitAction::go_on;
  }

  void learn(const Feedback& feedback) override {
    const auto arm = plays_.take(feedback.request);
    if (!arm || !feedback.confidence) return;
    if (counting_ == SideCounting::once) {
      count_once(feedback, *arm);
    } else {
      count_as_released(feedback, *arm);
    }
  }

 private:
  double reward(const Feedback& feedback, std::size_t arm) {
    if (measured_) return *feedback.confidence - prices_.of(feedback);
    const std::size_t exit = arms_.exit(arm);
    const ExitPrices& prices = prices_.by_exit();
    const bool stopped = feedback.exit == exit;
    return *feedback.confidence - (stopped ? prices.stop[exit - 1] : prices.offload[exit - 1]);
  }

  /// What an exit that was only looked at would have brought; absent where it would have been offloaded and
  /// the end of the network was not reached.
  std::optional<double> side_reward(const Feedback& feedback, const ExitSeen& seen) {
    const ExitPrices& prices = prices_.by_exit();
    if (seen.confidence >= threshold_) return seen.confidence - prices.stop[seen.exit - 1];
    if (feedback.exit != arms_.exit_count()) return std::nullopt;
    return *feedback.confidence - prices.offload[seen.exit - 1];
  }

  void learn_aside(const Feedback& feedback, std::size_t played) {
    for (const ExitSeen& seen : feedback.seen) {
      const auto arm = arms_.of_exit(seen.exit);
      if (!arm || *arm >= played) continue;
      if (const auto reward = side_reward(feedback, seen)) bandit_.learn(*arm, *reward);
    }
  }

  void count_once(const Feedback& feedback, std::size_t played) {
    learn_aside(feedback, played);
    bandit_.learn(played, reward(feedback, played));
  }

  /// The chosen arm counts once for each arm before it, so not at all where it is the first, and each arm
  /// that ever answered on the device gains the reward of this request once for each such answer. In the
  /// first round, which the code plays apart, each arm counts once.
  void count_as_released(const Feedback& feedback, std::size_t played) {
    const double gained = reward(feedback, played);
    if (told_++ < arms_.size()) {
      bandit_.learn(played, gained);
      return;
    }
    learn_aside(feedback, played);
    bandit_.learn(played, gained, played);
    if (arms_.stays(played) || feedback.exit == arms_.exit(played)) ++exited_[played];
    for (std::size_t arm = 0; arm < exited_.size(); ++arm) bandit_.learn(arm, gained, exited_[arm]);
  }

  SideCounting counting_;
  double threshold_;
  bool measured_;
  SplitArms arms_;
  Bandit bandit_;
  BelievedPrices prices_;
  PlaysInFlight<std::size_t> plays_{};
  std::vector<std::size_t> exited_;  ///< answers of each arm on the device since the first round
  std::size_t told_ = 0;
};

}  // namespace

std::unique_ptr<OffloadPolicy> make_watched_split(const Parameters& parameters, const PolicySetting& setting,
                                                  SideCounting counting, double default_threshold) {
  return std::make_unique<WatchedSplit>(parameters, setting, counting, default_threshold);
}

}  // namespace splitscape
