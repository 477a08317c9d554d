#include "models/tensor_flow.hpp"

#include <algorithm>
#include <cmath>

namespace splitscape {
namespace {

constexpr double full_bits = 32;

std::size_t tensor_called(const NetworkGraph& network, const std::string& name) {
  // The cut after a layer stands at the number of the layer's tensor.
  return network.cut_after(name).position;
}

}  // namespace

TensorFlow::TensorFlow(const NetworkGraph& network)
    : read_by_(network.layers().size()), readers_(network.layers().size() + 1) {
  for (std::size_t layer = 0; layer < layers(); ++layer) {
    auto& tensors = read_by_[layer];
    for (const auto& name : network.layers()[layer].inputs) tensors.push_back(tensor_called(network, name));
    std::sort(tensors.begin(), tensors.end());
    tensors.erase(std::unique(tensors.begin(), tensors.end()), tensors.end());
    for (const std::size_t tensor : tensors) readers_[tensor].push_back(layer);
  }
  for (std::size_t layer = 0; layer < layers(); ++layer) {
    if (readers_[output_of(layer)].empty()) ends_.push_back(layer);
  }
}

Bytes tensor_size(const NetworkGraph& network, std::size_t tensor) {
  return tensor == 0 ? network.profile().input : network.layers()[maker_of(tensor)].output;
}

Bytes sent_size(const NetworkGraph& network, std::size_t tensor) {
  const Bytes size = tensor_size(network, tensor);
  const double cut_bits = network.profile().cut_bits;
  if (tensor == 0 || cut_bits == full_bits) return size;
  return {std::ceil(size.value * cut_bits / full_bits)};
}

}  // namespace splitscape
