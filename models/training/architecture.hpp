#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/adaptation.hpp"
#include "models/network.hpp"
#include "models/sparsity/connection_pattern.hpp"
#include "models/sparsity/memory_map.hpp"

namespace splitscape {

/// Layers that are trained here.
enum class TrainedOp : std::uint8_t { fully_connected, convolution, max_pooling };

/// The extents of a tensor of one sample. A vector of N features is {N, 1, 1}.
struct TensorShape {
  std::uint32_t channels = 0;
  std::uint32_t height = 1;
  std::uint32_t width = 1;

  std::size_t positions() const { return std::size_t{height} * width; }
  std::size_t size() const { return channels * positions(); }

  friend bool operator==(const TensorShape&, const TensorShape&) = default;
};

/// A layer of a network that is trained. A fully connected one reads all values of the tensor before it.
struct TrainedLayer {
  std::string name{};
  TrainedOp op = TrainedOp::fully_connected;
  std::uint32_t outputs = 0;  ///< neurons, or filters; nothing for pooling
  std::uint32_t kernel = 1;   ///< side of the window of a convolution or of pooling
  std::uint32_t padding = 0;  ///< zeros around the image of a convolution, on each side
  std::uint32_t stride = 1;   ///< of pooling; a convolution goes step by step
  bool whole_windows = true;  ///< of pooling: false adds windows that stand over the edge ("ceil mode")
  bool relu = true;           ///< max(0, x) behind it; not for pooling

  friend bool operator==(const TrainedLayer&, const TrainedLayer&) = default;
};

/// A side branch: a classifier behind a layer of the trunk.
struct TrainedExit {
  std::string after{};
  std::vector<TrainedLayer> layers{};  ///< the last one has a neuron a class

  friend bool operator==(const TrainedExit&, const TrainedExit&) = default;
};

/// How the patterns of predefined-sparse junctions are drawn (docs/models/sparsity.md).
struct PatternChoice {
  std::optional<MemoryMapType> clash_free{};  ///< absent: structured at random
  bool dither = false;                        ///< of clash-free ones
  std::optional<std::uint32_t> parallel{};    ///< connections a clock; absent: the fan-in of the junction,
                                              ///< or the largest divisor of the left neurons below it

  friend bool operator==(const PatternChoice&, const PatternChoice&) = default;
};

/// A network that is to be trained: layers one behind another, side branches, and what is left out of it
/// before the first training step.
struct Architecture {
  std::string name{};
  TensorShape input{};
  std::vector<TrainedLayer> layers{};  ///< the trunk; its last layer has a neuron a class
  std::vector<TrainedExit> exits{};    ///< in the order in which a sample meets them
  std::optional<SparsityChoice> sparsity{};
  PatternChoice pattern{};

  /// Ways to answer: the side branches and the end.
  std::size_t exit_count() const { return exits.size() + 1; }
  std::size_t classes() const { return layers.empty() ? 0 : layers.back().outputs; }

  friend bool operator==(const Architecture&, const Architecture&) = default;
};

/// Everything that makes an architecture impossible to train, one sentence each; empty when it is sound.
std::vector<std::string> defects(const Architecture& architecture);

/// What a layer makes of a tensor. @throws std::invalid_argument where the window does not fit
TensorShape output_of(const TrainedLayer& layer, const TensorShape& input);

/// The network as a profile: dense, with the junctions that sparsity prunes, 32-bit tensors, without sources.
/// @throws std::invalid_argument with the first of defects()
NetworkProfile profile_of(const Architecture& architecture);

/// The pattern of each junction that is sparse, by the name of its layer ("fc2"; a layer of the first side
/// branch: "exit 1/fc1"). Left neurons are features, or channels of a convolution. A pattern depends on the
/// seed and the name of its layer alone.
/// @throws std::invalid_argument where the sparsity is no predefined one or cannot be met
std::map<std::string, ConnectionPattern> patterns_of(const Architecture& architecture, std::uint64_t seed);

}  // namespace splitscape
