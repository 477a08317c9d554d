#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "models/sample_trace.hpp"
#include "sim/unloaded_prices.hpp"

namespace splitscape {

/// One decision for all samples: what a policy is held against.
struct FixedArm {
  Decision decision{};
  std::size_t exit = 0;  ///< that is looked at; 0: none
  double threshold = 0;  ///< confidence from which it answers
};

/// The thresholds of fixed arms: 0 (the exit always answers), .05, .10, ... .95.
const std::vector<double>& arm_thresholds();

/// Every cut that fits the memories with no exit looked at and, where samples have confidences, every exit
/// with every threshold: the device runs to the exit, which answers from that confidence on; else the rest
/// runs behind it. What the device does not run runs at the last server of the path; without a path, on the
/// device.
std::vector<FixedArm> fixed_arms(const CostTable& costs, bool has_confidences);

/// As results call it: "cut after conv1", "exit 2 from 0.85".
std::string name_of(const FixedArm& arm, const CostTable& costs);

/// What the fixed arms would have earned: the sums over requests of
///   confidence of the answer - its unloaded price
/// by arm, where the samples have no confidences without the first part. It keeps sums by exit and
/// confidence, not requests, and a request takes it a time that depends on the exits alone.
class Hindsight {
 public:
  /// @param samples null: none
  Hindsight(const CostTable& costs, UnloadedPrices& prices, const SampleTrace* samples);

  const std::vector<FixedArm>& arms() const { return arms_; }
  /// A request with this sample came while the links were so.
  void add(std::size_t sample, const LinkTerms& terms);
  /// What each arm has earned so far.
  std::vector<double> rewards() const;

 private:
  /// Requests whose confidence at an exit lies between two neighbouring thresholds.
  struct Bin {
    double confidence = 0;  ///< sum at the exit
    double at_end = 0;      ///< sum at the end of the network
    LinkTerms terms{};
  };
  /// An arm with what its answers cost.
  struct Priced {
    PriceWeights stop{};  ///< where its exit answers
    PriceWeights run{};   ///< where the end does
  };

  double reward_of_exit(const FixedArm& arm, const Priced& priced) const;

  const SampleTrace* samples_;  ///< null: none with confidences
  std::vector<FixedArm> arms_;
  std::vector<Priced> prices_{};
  std::vector<std::vector<Bin>> bins_{};  ///< [exit - 1][thresholds that are reached]
  double at_end_ = 0;
  LinkTerms terms_{};
};

}  // namespace splitscape
