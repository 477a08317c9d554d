#pragma once

#include <optional>
#include <vector>

#include "sim/exit_prices.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {

/// The parameter `costs` of a policy that may reckon with known prices or with what came.
ParameterEntry costs_parameter();
/// Whether it is `measured`.
bool costs_are_measured(const Parameters& parameters);

/// The prices of the exits by the last observation, worked out only when they are asked for and something of
/// the observation has changed since.
class BelievedPrices {
 public:
  explicit BelievedPrices(const PolicySetting& setting) : prices_(setting.prices), costs_(&setting.costs) {}

  void see(const Observation& observation);
  /// To be asked after an observation.
  const ExitPrices& by_exit();
  /// What an answer cost that has come.
  double of(const Feedback& feedback) const { return price_of(feedback, prices_); }

 private:
  bool seen_before(const Observation& observation) const;

  Prices prices_;
  const CostTable* costs_;
  std::vector<LinkEstimate> links_{};
  std::vector<double> loads_{};
  RadioCost radio_{};
  std::optional<Bytes> answer_{};
  bool outdated_ = true;
  ExitPrices found_{};
};

}  // namespace splitscape
