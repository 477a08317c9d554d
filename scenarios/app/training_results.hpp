#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/adaptation.hpp"
#include "models/network.hpp"
#include "models/training/trainer.hpp"
#include "scenarios/app/trained_exits.hpp"

namespace splitscape {

/// What a finished training leaves.
struct TrainingResults {
  NetworkProfile network{};                  ///< dense, with its sources
  std::optional<SparsityChoice> sparsity{};  ///< what of it exists
  std::vector<TrainedExitScore> exits{};     ///< the end of the network last
  std::vector<std::int32_t> labels{};        ///< of the test samples
  std::vector<EpochRecord> history{};
};

/// Writes network.yaml, samples.csv, training.csv and exits.csv (docs/formats/training-results.md).
/// @throws std::runtime_error where a file cannot be written
void write_training_results(const TrainingResults& results, const std::string& directory);

}  // namespace splitscape
