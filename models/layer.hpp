#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/junction.hpp"
#include "models/units.hpp"
#include "models/weight_format.hpp"

namespace splitscape {

/// What a layer took on a named hardware when somebody measured it.
struct MeasuredCost {
  Seconds time{};
  std::optional<Joules> energy{};  ///< of the whole board; absent where only time was measured

  friend bool operator==(const MeasuredCost&, const MeasuredCost&) = default;
};

/// What pruning has done to a computation. Its cost says what is left; this says what there was before, which
/// a runtime that does not skip zeros still computes.
struct Pruning {
  WeightFormat format = WeightFormat::dense;
  double density = 1;  ///< multiply-accumulates that are left of those of the pruned junctions
  Macs pruned{};       ///< multiply-accumulates that are gone

  friend bool operator==(const Pruning&, const Pruning&) = default;
};

/// The cost of computing something once for one sample: a layer of the trunk, or an exit head.
struct ComputeCost {
  std::optional<Macs> macs{};  ///< multiply-accumulates; absent where only measurements are known
  double parameters = 0;       ///< trained values, biases included
  Bytes weights{};             ///< storage of the parameters
  std::map<std::string, MeasuredCost> measured{};  ///< by name of hardware, unpruned; wins over any estimate
  std::vector<Junction> junctions{};               ///< what of it can be pruned, as it was before
  std::optional<Pruning> pruning{};                ///< absent: dense

  friend bool operator==(const ComputeCost&, const ComputeCost&) = default;
};

/// A layer of a network: a vertex of its graph.
struct LayerProfile {
  std::string name;
  std::string op;  ///< operator, for instance "conv"
  ComputeCost cost{};
  Bytes output{};                     ///< the tensor it produces, one sample
  std::vector<std::int64_t> shape{};  ///< of that tensor, without the batch; empty: not told
  std::vector<std::string> inputs{};  ///< layers it reads; empty: the one before (the first: the input)

  friend bool operator==(const LayerProfile&, const LayerProfile&) = default;
};

/// A classifier at a side branch where inference may stop.
struct ExitHead {
  std::string after;  ///< the layer whose output it reads
  ComputeCost cost{};

  friend bool operator==(const ExitHead&, const ExitHead&) = default;
};

}  // namespace splitscape
