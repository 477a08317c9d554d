#pragma once

#include <string>
#include <vector>

#include "models/training/data_set.hpp"
#include "scenarios/loader/reading.hpp"
#include "scenarios/loader/training_spec.hpp"

namespace splitscape {

/// The samples of a spec, padded as it says.
struct TrainingData {
  DataSet train{};
  DataSet test{};
  /// The files that they were read from, as the spec names them, with the SHA-256 of what is in them,
  /// uncompressed.
  std::vector<InputFile> inputs{};
  std::string train_sha256{};  ///< sha256_of the samples that are used, before they are padded
  std::string test_sha256{};
};

/// Reads the data of a spec. @param directory where the files lie: NAME, else NAME.gz
/// @throws InputError where a file is missing (with what it should be and where MNIST and Fashion-MNIST are
/// published) or is not what it should be
TrainingData read_training_data(const DataSpec& spec, const std::string& directory);

/// Likewise, and every label is a class of the network that the spec describes.
TrainingData read_training_data(const TrainingSpec& spec, const std::string& directory);

/// SHA-256 of samples, whatever files they come from: the number of samples, channels, height and width as
/// 32-bit whole numbers, the labels likewise, the values as 32-bit IEEE 754 numbers, all little endian.
std::string sha256_of(const DataSet& data);

}  // namespace splitscape
