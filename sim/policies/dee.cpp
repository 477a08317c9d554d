#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "models/memory_fit.hpp"
#include "sim/bandits/answering_exits.hpp"
#include "sim/bandits/index_rule.hpp"
#include "sim/bandits/linear_estimate.hpp"
#include "sim/bandits/plays_in_flight.hpp"
#include "sim/bandits/split_arms.hpp"
#include "sim/exit_prices.hpp"
#include "sim/exit_rules/exit_rule.hpp"
#include "sim/placement.hpp"

namespace splitscape {
namespace {

/// Splits after the input, each exit and the last layer whose parts the memories hold; the end of the network
/// answers.
std::vector<Decision> splits(const PolicySetting& setting) {
  const NetworkGraph& network = setting.costs.network();
  const MemoryFit fit(setting.costs);
  const std::size_t layers = setting.costs.layers();
  std::vector<std::size_t> positions{0};
  for (std::size_t exit = 1; exit < network.exit_count(); ++exit)
    positions.push_back(network.exit_position(exit));
  positions.push_back(layers);
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  std::vector<Decision> found;
  for (const std::size_t position : positions) {
    const bool fits = fit.holds(0, 0, position) && fit.holds(setting.hops(), position, layers);
    if (fits) found.push_back({.cuts = same_cut(position, setting)});
  }
  return found;
}

/// LinUCB with an estimate an arm. What it knows of a request beforehand is 1, the features of its sample,
/// what sending the input over each hop would cost, and the load of each server.
class Dee final : public OffloadPolicy {
 public:
  Dee(const Parameters& parameters, const PolicySetting& setting)
      : exploration_(exploration_of(parameters)), prices_(setting.prices) {
    require_confidences(setting);
    if (parameters.text("arms", "exits") == "splits") {
      if (setting.hops() == 0) throw std::invalid_argument("there is no server on the path to offload to");
      if (parameters.has("cut"))
        throw std::invalid_argument("'cut' is for 'arms: exits': splits are learned");
      decisions_ = splits(setting);
      if (decisions_.empty()) throw std::invalid_argument("the memories hold the network in no split");
    } else {
      const AnsweringExits exits(parameters, setting);
      for (std::size_t arm = 0; arm < exits.size(); ++arm) decisions_.push_back(exits.decision(arm));
    }
  }

  Decision decide(const Observation& observation) override {
    Play play{.known = spare_vector()};
    look(observation, play.known);
    play.arm = best(play.known);
    const Decision& decision = decisions_[play.arm];
    plays_.remember(observation.request, std::move(play));
    return decision;
  }

  ExitAction at_exit(const ExitView&) override { return ExitAction::stop; }

  void learn(const Feedback& feedback) override {
    auto play = plays_.take(feedback.request);
    if (!play) return;
    if (feedback.confidence) {
      arms_[play->arm].learn(play->known, *feedback.confidence - price_of(feedback, prices_));
    }
    spare_.push_back(std::move(play->known));
  }

 private:
  struct Play {
    std::size_t arm = 0;
    std::vector<double> known{};
  };
  /// Sending over a link that is as good as dead: worth ten times all confidence, and still a number.
  static constexpr double dearest = 10;

  std::vector<double> spare_vector() {
    if (spare_.empty()) return {};
    std::vector<double> spare = std::move(spare_.back());
    spare_.pop_back();
    return spare;
  }

  void look(const Observation& observation, std::vector<double>& known) {
    if (arms_.empty()) {
      features_ = observation.features.size();
      const std::size_t size = 1 + features_ + observation.links.size() + observation.server_loads.size();
      arms_.assign(decisions_.size(), LinearEstimate(size, 1));
    }
    known.assign(1, 1.0);
    for (std::size_t i = 0; i < features_; ++i) {
      known.push_back(i < observation.features.size() ? observation.features[i] : 0.0);
    }
    for (const LinkEstimate& link : observation.links) {
      const double price = prices_.second * (observation.costs.crossing(0) / link.up + link.latency).value;
      known.push_back(price < dearest ? price : dearest);
    }
    for (const double load : observation.server_loads) known.push_back(load);
  }

  std::size_t best(std::span<const double> known) const {
    double largest = -std::numeric_limits<double>::infinity();
    std::size_t best = 0;
    for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
      const double index = arms_[arm].estimate(known) + exploration_ * arms_[arm].doubt(known);
      if (index <= largest) continue;
      largest = index;
      best = arm;
    }
    return best;
  }

  double exploration_;
  Prices prices_;
  std::vector<Decision> decisions_{};
  std::size_t features_ = 0;
  std::vector<LinearEstimate> arms_{};
  PlaysInFlight<Play> plays_{};
  std::vector<std::vector<double>> spare_{};  ///< of plays that were answered, kept for their memory
};

}  // namespace

PolicyEntry dee_policy() {
  ParameterEntry cut = answering_cut_parameter();
  cut.meaning = "with arms: exits: last layer on the device, one a hop of the path";
  return {
      .name = "dee",
      .summary =
          "Learns which exit is to answer, or where to split, from what is known of the input and of "
          "the links beforehand.",
      .source =
          "After DEE (CIKM 2021), of which only the abstract was read: a contextual bandit over exits; "
          "here LinUCB (Li et al., WWW 2010) with an estimate an arm",
      .parameters = {{.name = "arms",
                      .kind = ParameterKind::choice,
                      .default_text = "exits",
                      .meaning =
                          "what is learned: the exit that answers, or the split (after the input, an exit "
                          "or the last layer) with the end of the network answering",
                      .choices = {"exits", "splits"}},
                     cut,
                     {.name = "exploration",
                      .kind = ParameterKind::amount,
                      .default_text = "1",
                      .meaning = "how much an arm that is little known is favoured; 1 + sqrt(ln(2/d)/2) >= 1 "
                                 "holds with probability 1 - d in the publication"}},
      .make = [](const Parameters& parameters, const PolicySetting& setting)
          -> std::unique_ptr<OffloadPolicy> { return std::make_unique<Dee>(parameters, setting); }};
}

}  // namespace splitscape
