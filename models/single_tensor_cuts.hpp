#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "models/network.hpp"
#include "models/tensor_flow.hpp"
#include "models/units.hpp"

namespace splitscape {

/// A place where one tensor and nothing else crosses from head to tail: every way from the input to the end
/// of the network goes through it.
struct SingleTensorCut {
  std::size_t tensor = 0;  ///< 0: the input, k: the output of layer k-1
  std::string name{};      ///< of the layer that makes it, or "input"
  Bytes size{};            ///< of the tensor, at the precision in which it is computed
  Bytes crossing{};        ///< what is sent: the same at the precision of the cut
  std::size_t head_layers = 0;
  Macs head{};  ///< of the trunk, side branches left out
  Macs tail{};
  /// Of the cut of the network that has this head; absent where its order has layers of the tail before some
  /// of the head, which takes a dead end: a layer whose output nobody reads.
  std::optional<std::size_t> position{};
  /// Smaller than the input and than the tensor of every earlier single-tensor cut.
  /// Bakhtiarnia et al., "Dynamic Split Computing for Efficient Deep Edge Intelligence", arXiv 2205.11269
  bool natural_bottleneck = false;

  friend bool operator==(const SingleTensorCut&, const SingleTensorCut&) = default;
};

/// All of them, in the order in which a sample meets them, whatever the order of the layers. The first is
/// that of the input where all who read the input do so directly behind it. Of several heads that send one
/// tensor and nothing else, which takes dead ends again, the smallest.
std::vector<SingleTensorCut> single_tensor_cuts(const NetworkGraph& network);

/// The layers of the smallest head that sends this tensor and nothing else; absent where there is none.
std::optional<std::vector<bool>> head_that_sends(const TensorFlow& flow, std::size_t tensor);

}  // namespace splitscape
