#include "models/tensor_flow.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

namespace splitscape {
namespace {

constexpr double full_bits = 32;

/// The numbers of the tensors by name. Graphs have thousands of readers, hence no search for each.
std::unordered_map<std::string_view, std::size_t> tensor_numbers(const NetworkGraph& network) {
  std::unordered_map<std::string_view, std::size_t> numbers{{input_name, 0}};
  for (std::size_t layer = 0; layer < network.layers().size(); ++layer)
    numbers.emplace(network.layers()[layer].name, output_of(layer));
  return numbers;
}

}  // namespace

TensorFlow::TensorFlow(const NetworkGraph& network)
    : read_by_(network.layers().size()), readers_(network.layers().size() + 1) {
  const auto numbers = tensor_numbers(network);
  for (std::size_t layer = 0; layer < layers(); ++layer) {
    auto& tensors = read_by_[layer];
    for (const auto& name : network.layers()[layer].inputs) tensors.push_back(numbers.at(name));
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
