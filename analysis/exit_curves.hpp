#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/network.hpp"
#include "models/sample_trace.hpp"
#include "models/units.hpp"

namespace splitscape {

/// What one exit says of all samples of a trace, were each to leave there. Absent where the trace does not
/// tell.
struct ExitQuality {
  std::optional<double> accuracy{};           ///< share of right answers
  std::optional<double> confidence{};         ///< mean
  std::optional<double> calibration_error{};  ///< expected_calibration_error() with 15 bins
  std::optional<double> entropy{};            ///< mean, nats

  friend bool operator==(const ExitQuality&, const ExitQuality&) = default;
};

/// One an exit, the end of the network last.
std::vector<ExitQuality> exit_qualities(const SampleTrace& trace);

/// Share of the samples that at least one exit answers right: no rule can do better. Absent where an answer
/// cannot be judged.
std::optional<double> accuracy_of_best_exits(const SampleTrace& trace);

/// Multiply-accumulates of a sample that leaves at each exit, the end of the network last: the layers up to
/// there and the heads of all exits that it has met. Absent where the work of one of them is not known.
std::optional<std::vector<Macs>> macs_to_exits(const NetworkGraph& network);

/// When a sample leaves; at the end of the network it always does.
enum class ExitRule : std::uint8_t {
  confidence,  ///< at the first exit whose confidence is not below the threshold
  entropy,     ///< at the first exit whose entropy is below the threshold (BranchyNet, ICPR 2016)
};

/// The thresholds that are looked at: of the confidence from 1/2 to .999; of the entropy, in nats, those of
/// the sweeps of BranchyNet (kunglab/branchynet, experiment_lenet_mnist.ipynb), rising.
const std::vector<double>& usual_thresholds(ExitRule rule);

/// A point of the curves of a trace.
struct ExitPoint {
  ExitRule rule{};
  double threshold = 0;
  std::vector<double> shares{};      ///< of the samples, one an exit; sum 1
  std::optional<double> accuracy{};  ///< absent where an answer cannot be judged
  double mean_exit = 0;              ///< exits counted from 1
  std::optional<Macs> macs{};        ///< mean of a sample; absent without costs

  friend bool operator==(const ExitPoint&, const ExitPoint&) = default;
};

/// Where the samples of a trace leave under a rule.
/// @param macs to each exit, or absent
/// @throws std::invalid_argument where the trace is empty or lacks what the rule looks at, or the costs are
/// of
///         another number of exits
ExitPoint exit_point(const SampleTrace& trace, ExitRule rule, double threshold,
                     const std::optional<std::vector<Macs>>& macs);

}  // namespace splitscape
