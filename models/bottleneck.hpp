#pragma once

#include <string>

#include "models/layer.hpp"

namespace splitscape {

/// An encoder and a decoder around a cut that make the tensor there smaller. It costs and changes something
/// only where the network is cut there.
struct Bottleneck {
  std::string
      after;  ///< the layer whose output is the one tensor that crosses; "input" for the network's input
  double ratio = 1;  ///< bytes that are sent / bytes of the tensor, > 0; the precision at the cut is in it
  ComputeCost encoder{};       ///< runs in front of the cut; one that says nothing costs nothing
  ComputeCost decoder{};       ///< runs behind it, likewise
  double accuracy_change = 0;  ///< of the share of right answers behind the cut: -.006 for .6 points less

  friend bool operator==(const Bottleneck&, const Bottleneck&) = default;
};

}  // namespace splitscape
