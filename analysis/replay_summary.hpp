#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/run_summary.hpp"
#include "models/sample_trace.hpp"
#include "sim/replay/abstract_costs.hpp"
#include "sim/replay/replay.hpp"

namespace splitscape {

/// The fixed arm of a replay that earns most over all samples, with its rewards by row of the trace.
struct ReplayArm {
  std::string name{};  ///< "exit 2 from 0.7", "exit 3"
  std::vector<double> rewards{};
};

/// The best of: run to the end of the network; and stop at an exit, where the samples have confidences from
/// one of the thresholds on, and offload behind it else. Rewards are those of ReplayStep where the samples
/// have confidences, otherwise - costs - (1 where the answer is wrong), of which labels are a part: UEE-UCB's
/// cost (arXiv 2209.09480). Of equal arms the first.
/// @return absent where neither confidences nor all labels are known
std::optional<ReplayArm> best_replay_arm(const SampleTrace& trace, const AbstractCosts& costs,
                                         const std::vector<double>& thresholds);

/// A policy over the samples in one order.
struct ReplayOrder {
  std::uint32_t seed = 0;
  std::optional<double> accuracy{};  ///< absent where an answer cannot be judged
  double cost = 0;                   ///< mean
  double offload_rate = 0;
  double reward = 0;                   ///< mean
  std::vector<double> regret{};        ///< cumulative, at the checkpoints; empty: not known
  std::vector<std::uint64_t> exits{};  ///< how often each answered
};

/// A policy over the samples in several orders.
struct ReplaySummary {
  std::string policy{};
  std::size_t samples = 0;
  std::size_t orders = 0;
  Estimate accuracy{};  ///< half-widths over the orders
  Estimate cost{};
  Estimate offload_rate{};
  Estimate reward{};
  Estimate regret{};  ///< after all samples
  std::vector<double> exit_shares{};
  std::string best_arm{};         ///< empty: not known
  std::vector<Estimate> curve{};  ///< of the regret, at the checkpoints
};

/// After how many samples a regret is told: 100 times at equal distances, the last after all; after each
/// where there are fewer.
std::vector<std::size_t> replay_checkpoints(std::size_t samples);

/// Adds up one order.
class ReplayTally {
 public:
  /// @param best null: no regret. Trace and arm must outlive it.
  ReplayTally(const SampleTrace& trace, const ReplayArm* best, std::uint32_t seed, std::size_t samples);

  void take(const ReplayStep& step);
  ReplayOrder order() const;

 private:
  const SampleTrace& trace_;
  const ReplayArm* best_;
  std::vector<std::size_t> checkpoints_;
  ReplayOrder sums_{};
  std::size_t taken_ = 0;
  std::size_t right_ = 0;
  std::size_t offloaded_ = 0;
  bool judged_ = true;
  double regret_ = 0;
};

ReplaySummary summary_of(const std::string& policy, const std::vector<ReplayOrder>& orders,
                         const ReplayArm* best);

}  // namespace splitscape
