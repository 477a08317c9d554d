#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "models/policy_choice.hpp"
#include "models/sample_trace.hpp"
#include "sim/decision.hpp"
#include "sim/replay/abstract_costs.hpp"

namespace splitscape {

/// What became of one sample of a replay.
struct ReplayStep {
  std::size_t sample = 0;  ///< row of the trace
  std::size_t exit = 0;    ///< that answered; the number of exits for the end of the network
  bool offloaded = false;
  double cost = 0;    ///< of what was really computed and sent
  double reward = 0;  ///< confidence of the answer - costs as the papers' rewards count them: every exit head
                      ///< up to the exit or the cut, whether looked at or not; where a trace has no
                      ///< confidences: - costs
  const Decision& decision;  ///< with the cut at which it was offloaded
};

/// Runs a policy over a trace, one sample after the other, without time or network: costs are the papers'.
/// The policy is the same object as in a simulation, in the world of abstract_network(); its answer is known
/// to it before the next sample comes.
/// @param order rows of the trace
/// @param seed of what the policy draws
/// @param step told of each sample
/// @param calibration samples that the policy may choose thresholds by; null: none
/// @throws std::invalid_argument where the policy or the costs do not fit the trace
void replay(const SampleTrace& trace, const AbstractCosts& costs, const PolicyChoice& policy,
            const std::vector<std::uint32_t>& order, std::uint64_t seed,
            const std::function<void(const ReplayStep&)>& step, const SampleTrace* calibration = nullptr);

}  // namespace splitscape
