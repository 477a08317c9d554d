#pragma once

#include <cstddef>
#include <vector>

#include "models/network.hpp"

namespace splitscape {

/// Who makes and who reads each tensor of a network, by numbers: layers count from 0 in the order of the
/// network; tensor 0 is the network's input, tensor k the output of layer k-1.
class TensorFlow {
 public:
  explicit TensorFlow(const NetworkGraph& network);

  std::size_t layers() const { return read_by_.size(); }
  std::size_t tensors() const { return readers_.size(); }
  /// The tensors that a layer reads, each once.
  const std::vector<std::size_t>& read_by(std::size_t layer) const { return read_by_[layer]; }
  /// The layers that read a tensor, each once, in order.
  const std::vector<std::size_t>& readers(std::size_t tensor) const { return readers_[tensor]; }
  /// The layers whose output nobody reads: the end of the network, and dead ends where it has any.
  const std::vector<std::size_t>& ends() const { return ends_; }

 private:
  std::vector<std::vector<std::size_t>> read_by_;
  std::vector<std::vector<std::size_t>> readers_;
  std::vector<std::size_t> ends_{};
};

/// The layer that makes a tensor other than the input.
constexpr std::size_t maker_of(std::size_t tensor) {
  return tensor - 1;
}
constexpr std::size_t output_of(std::size_t layer) {
  return layer + 1;
}

/// What a tensor takes in memory, one sample.
Bytes tensor_size(const NetworkGraph& network, std::size_t tensor);
/// What it takes on a link: the output of a layer at the precision of the cut, in whole bytes; the input as it
/// is. A bottleneck belongs to a cut, not to a tensor, and is not in it.
Bytes sent_size(const NetworkGraph& network, std::size_t tensor);

}  // namespace splitscape
