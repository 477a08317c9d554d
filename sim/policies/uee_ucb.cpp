#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "sim/bandits/index_rule.hpp"
#include "sim/bandits/plays_in_flight.hpp"
#include "sim/exit_prices.hpp"
#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

/// Chooses the exit that answers, on the device. What speaks for exit j is how often it says something else
/// than exit 1, which every exit beyond j has seen as well, less what it costs more.
class UeeUcb final : public OffloadPolicy {
 public:
  UeeUcb(const Parameters& parameters, const PolicySetting& setting)
      : rule_(index_rule(parameters)),
        exploration_(exploration_of(parameters)),
        prices_(setting.prices),
        random_(setting.random),
        disagreement_(setting.costs.network().exit_count()) {
    const auto& name = setting.costs.network().profile().name;
    if (disagreement_.size() == 1) {
      throw std::invalid_argument(fmt::format("network '{}' has no exits to choose from", name));
    }
    if (!setting.has_predictions) {
      throw std::invalid_argument(
          fmt::format("network '{}' has no samples with predictions to compare", name));
    }
    decision_.cuts = same_cut(setting.costs.layers(), setting);
    require_fit(decision_.cuts, setting);
  }

  Decision decide(const Observation& observation) override {
    // What an exit on the device costs no link and no load changes.
    if (costs_.empty()) costs_ = exit_prices(observation, prices_).stop;
    const std::size_t chosen = disagreement_.back().count == 0 ? disagreement_.size() : best();
    ++plays_;
    in_flight_.remember(observation.request, chosen);
    Decision decision = decision_;
    for (std::size_t exit = 1; exit <= chosen && exit < disagreement_.size(); ++exit)
      decision.exits.insert(exit);
    return decision;
  }

  ExitAction at_exit(const ExitView& view) override {
    const std::size_t* chosen = in_flight_.find(view.request);
    return chosen != nullptr && *chosen == view.exit ? ExitAction::stop : ExitAction::go_on;
  }

  void learn(const Feedback& feedback) override {
    in_flight_.take(feedback.request);
    if (feedback.seen.empty() || !feedback.prediction) return;
    const std::int32_t first = feedback.seen.front().prediction;
    for (const ExitSeen& seen : feedback.seen) add(seen.exit, seen.prediction != first);
    if (feedback.exit == disagreement_.size()) add(feedback.exit, *feedback.prediction != first);
  }

 private:
  /// 1 .. number of exits; the first of equals.
  std::size_t best() {
    const double log_time = std::log(static_cast<double>(plays_ + 1));
    double largest = -std::numeric_limits<double>::infinity();
    std::size_t best = disagreement_.size();
    for (std::size_t j = 0; j < disagreement_.size(); ++j) {
      const double score =
          arm_index(rule_, disagreement_[j], log_time, exploration_, random_, costs_.front() - costs_[j]);
      if (score > largest) {
        largest = score;
        best = j + 1;
      }
    }
    return best;
  }

  void add(std::size_t exit, bool disagrees) { disagreement_[exit - 1].add(disagrees ? 1 : 0); }

  IndexRule rule_;
  double exploration_;
  Prices prices_;
  RandomStream random_;
  Decision decision_{};
  std::vector<ArmStatistics> disagreement_;  ///< of each exit with the first, the end of the network last
  std::vector<double> costs_{};
  std::size_t plays_ = 0;
  PlaysInFlight<std::size_t> in_flight_{};
};

}  // namespace

PolicyEntry uee_ucb_policy() {
  return {.name = "uee_ucb",
          .summary =
              "Learns which exit on the device is to answer, from how often later exits disagree with the "
              "first and what they cost more.",
          .source =
              "UEE-UCB (Hanawal et al., arXiv 2209.09480), after its released notebook; alpha there is the "
              "square of exploration here",
          .parameters = {exploration_parameter(), index_parameter()},
          .make = [](const Parameters& parameters, const PolicySetting& setting)
              -> std::unique_ptr<OffloadPolicy> { return std::make_unique<UeeUcb>(parameters, setting); }};
}

}  // namespace splitscape
