#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/adaptation.hpp"
#include "models/network.hpp"
#include "models/sample_trace.hpp"
#include "models/training/trainer.hpp"

namespace splitscape {

/// What an exit of a trained network says of the test samples.
struct TrainedExitScore {
  std::string after{};         ///< the layer it stands behind
  double temperature = 1;      ///< fitted to the held-out samples
  double accuracy = 0;         ///< share of right answers
  double mean_confidence = 0;  ///< at that temperature, as all that follows
  double ece_before = 0;       ///< expected calibration error at temperature 1
  double ece_after = 0;
  std::vector<ExitOutcome> outcomes{};  ///< one a sample
};

/// Scores all exits, the end of the network last.
/// @param network for the names of the layers
TrainedExitScore scored_exit(const NetworkProfile& network, std::size_t exit,
                             const std::vector<float>& held_out_logits,
                             const std::vector<std::int32_t>& held_out_labels,
                             const std::vector<float>& test_logits,
                             const std::vector<std::int32_t>& test_labels);

/// What a sample needs that is answered at an exit: the trunk up to there and all heads that it meets.
struct ExitCost {
  double weights = 0;        ///< that exist, without biases
  double dense_weights = 0;  ///< that there were without sparsity
  double macs = 0;           ///< multiply-accumulates that are left

  double density() const { return dense_weights == 0 ? 1 : weights / dense_weights; }
};

/// One an exit, the end of the network last.
/// @param network dense @throws std::invalid_argument where the sparsity cannot be met
std::vector<ExitCost> exit_costs(const NetworkProfile& network,
                                 const std::optional<SparsityChoice>& sparsity);

}  // namespace splitscape
