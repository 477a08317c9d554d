#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "sim/bandits/bandit.hpp"
#include "sim/bandits/believed_prices.hpp"
#include "sim/bandits/plays_in_flight.hpp"
#include "sim/bandits/split_arms.hpp"
#include "sim/exit_rules/exit_rule.hpp"
#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

/// 0, .1, .. 1, as in the released code.
std::vector<double> published_thresholds() {
  std::vector<double> thresholds;
  for (int tenth = 0; tenth <= 10; ++tenth) thresholds.push_back(tenth / 10.0);
  return thresholds;
}

/// The side branch that the policy watches.
std::size_t branch_of(const Parameters& parameters, const PolicySetting& setting) {
  const NetworkGraph& network = setting.costs.network();
  const double branch = parameters.number("exit", 1);
  const auto branches = static_cast<double>(network.exit_count() - 1);
  if (branch < 1 || branch > branches) {
    throw std::invalid_argument(
        fmt::format("there is no exit {}: network '{}' has {}", branch, network.profile().name, branches));
  }
  return static_cast<std::size_t>(branch);
}

class AdaEe final : public OffloadPolicy {
 public:
  AdaEe(const Parameters& parameters, const PolicySetting& setting)
      : thresholds_(parameters.has("thresholds") ? parameters.numbers("thresholds") : published_thresholds()),
        branch_(branch_of(parameters, setting)),
        measured_(costs_are_measured(parameters)),
        bandit_(thresholds_.size(), index_rule(parameters), exploration_of(parameters),
                Bandit::Clock::all_plays, setting.random),
        prices_(setting) {
    if (setting.hops() == 0) throw std::invalid_argument("there is no server on the path to offload to");
    if (thresholds_.empty()) throw std::invalid_argument("there is no threshold to choose from");
    require_confidences(setting);
    decision_.cuts = same_cut(setting.costs.network().exit_position(branch_), setting);
    decision_.exits.insert(branch_);
    require_fit(decision_.cuts, setting);
  }

  Decision decide(const Observation& observation) override {
    prices_.see(observation);
    plays_.remember(observation.request, bandit_.choose());
    return decision_;
  }

  ExitAction at_exit(const ExitView& view) override {
    const std::size_t* arm = plays_.find(view.request);
    const double threshold = thresholds_[arm != nullptr ? *arm : bandit_.best()];
    return view.confidence >= threshold ? ExitAction::stop : ExitAction::go_on;
  }

  void learn(const Feedback& feedback) override {
    const auto arm = plays_.take(feedback.request);
    if (!arm) return;
    if (feedback.exit == branch_) {
      bandit_.learn(*arm, 0);
    } else if (feedback.confidence && !feedback.seen.empty()) {
      const double gained = *feedback.confidence - feedback.seen.front().confidence;
      bandit_.learn(*arm, std::max(0.0, gained) - overhead(feedback));
    }
  }

 private:
  /// What going on cost more than stopping would have.
  double overhead(const Feedback& feedback) {
    const ExitPrices& prices = prices_.by_exit();
    const double offloaded = measured_ ? prices_.of(feedback) : prices.offload[branch_ - 1];
    return offloaded - prices.stop[branch_ - 1];
  }

  std::vector<double> thresholds_;
  std::size_t branch_;
  bool measured_;
  Bandit bandit_;
  BelievedPrices prices_;
  Decision decision_{};
  PlaysInFlight<std::size_t> plays_{};
};

}  // namespace

PolicyEntry ada_ee_policy() {
  return {.name = "ada_ee",
          .summary =
              "Learns the threshold of one exit on the device: what is less confident goes on at the "
              "server.",
          .source =
              "AdaEE (Pacheco et al., \"AdaEE: Adaptive Early-Exit DNN Inference Through Multi-Armed "
              "Bandits\", ICC 2023), after its released code; the overhead is what the server costs more",
          .parameters = {{.name = "thresholds",
                          .kind = ParameterKind::shares,
                          .default_text = "[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]",
                          .meaning = "the arms: confidences from which a sample stops on the device"},
                         {.name = "exit",
                          .kind = ParameterKind::count,
                          .default_text = "1",
                          .meaning = "the side branch that is looked at; the cut is there"},
                         exploration_parameter(),
                         index_parameter(),
                         costs_parameter()},
          .make = [](const Parameters& parameters, const PolicySetting& setting)
              -> std::unique_ptr<OffloadPolicy> { return std::make_unique<AdaEe>(parameters, setting); }};
}

}  // namespace splitscape
