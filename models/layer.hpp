#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/units.hpp"

namespace splitscape {

/// What a layer took on a named hardware when somebody measured it.
struct MeasuredCost {
  Seconds time{};
  std::optional<Joules> energy{};  ///< of the whole board; absent where only time was measured

  friend bool operator==(const MeasuredCost&, const MeasuredCost&) = default;
};

/// The cost of computing something once for one sample: a layer of the trunk, or an exit head.
struct ComputeCost {
  std::optional<Macs> macs{};  ///< multiply-accumulates; absent where only measurements are known
  double parameters = 0;       ///< trained values, biases included
  Bytes weights{};             ///< storage of the parameters
  std::map<std::string, MeasuredCost> measured{};  ///< by name of hardware; wins over any estimate

  friend bool operator==(const ComputeCost&, const ComputeCost&) = default;
};

/// A layer of a network: a vertex of its graph.
struct LayerProfile {
  std::string name;
  std::string op;  ///< operator, for instance "conv"
  ComputeCost cost{};
  Bytes output{};                     ///< the tensor it produces, one sample
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
