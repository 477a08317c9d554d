#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "models/layer.hpp"

namespace splitscape {

/// An encoder and a decoder around a cut that make the tensor there smaller. It costs and changes something
/// only where the network is cut there.
struct Bottleneck {
  std::string
      after;  ///< the layer whose output is the one tensor that crosses; "input" for the network's input
  /// Of several at one cut, of which a decision takes one or none, and of which each needs a name. Empty: the
  /// only one there, and always in use.
  std::string name{};
  double ratio = 1;  ///< bytes that are sent / bytes of the tensor, > 0; the precision at the cut is in it
  ComputeCost encoder{};       ///< runs in front of the cut; one that says nothing costs nothing
  ComputeCost decoder{};       ///< runs behind it, likewise
  double accuracy_change = 0;  ///< of the share of right answers behind the cut: -.006 for .6 points less
  /// The encoder is computed from the input in place of all layers before the cut, and no exit there is met
  /// (head network distillation: Matsubara et al., docs/models/bottleneck.md).
  bool replaces_head = false;
  std::optional<double> width{};  ///< of a slimmable encoder: the share that is in use, > 0, at most 1

  friend bool operator==(const Bottleneck&, const Bottleneck&) = default;
};

/// How many bottlenecks a decision can choose from at one cut.
inline constexpr std::size_t most_encodings = 255;

}  // namespace splitscape
