#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/training/architecture.hpp"

namespace splitscape {

/// Samples with their classes.
struct DataSet {
  TensorShape shape{};                 ///< of one sample
  std::vector<float> values{};         ///< sample after sample, each channel by channel, row by row
  std::vector<std::int32_t> labels{};  ///< the class of each sample, 0 .. classes-1

  std::size_t samples() const { return labels.size(); }
  /// The largest label and one; 0 where there are no samples.
  std::size_t classes() const;

  friend bool operator==(const DataSet&, const DataSet&) = default;
};

/// Two parts of a data set: the one that is trained with, and the one that is held out.
struct SplitData {
  DataSet kept{};
  DataSet held_out{};
};

/// Holds out a share of the samples, chosen by the seed alone: round(share x samples) of them. Both parts
/// keep the order of the samples.
SplitData split(const DataSet& data, double share, std::uint64_t seed);

/// Zeros behind the features of each sample, which become a vector of so many.
/// @throws std::invalid_argument where there are more already
DataSet padded(const DataSet& data, std::uint32_t features);

}  // namespace splitscape
