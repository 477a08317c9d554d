#pragma once

#include <optional>
#include <string>

#include "scenarios/loader/data_files.hpp"
#include "scenarios/loader/training_spec.hpp"

namespace splitscape {

/// What a network was trained from: the spec as read, the data with their SHA-256, the version of the program
/// and its libraries, and the SHA-256 of the results. No date and no machine: the same training gives the
/// same manifest, byte for byte; training.csv and the checkpoint, which tell how long it took, have no
/// SHA-256.
/// @param data_directory where the data lie @param directory that holds the result files
std::string make_training_manifest(const TrainingSpec& spec, const TrainingData& data,
                                   const std::string& data_directory, const std::string& directory);

/// A training to be made again.
struct RepeatedTraining {
  TrainingSpec spec{};
  std::string data_directory{};  ///< that it was made with
  Value manifest{};
};

/// The training of a manifest; absent where the document is none.
/// @throws InputError where it cannot be read
std::optional<RepeatedTraining> training_of_manifest(const Value& document, const std::string& file,
                                                     const std::vector<std::string>& assignments);

/// @throws InputError where the samples are not those of the manifest
void require_same_data(const Value& manifest, const TrainingData& data);

}  // namespace splitscape
