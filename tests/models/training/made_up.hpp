#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "models/random_stream.hpp"
#include "models/training/architecture.hpp"
#include "models/training/data_set.hpp"

/// Architectures and samples that tests of training share.
namespace splitscape::test {

inline TrainedLayer neurons(std::string name, std::uint32_t outputs, bool relu = true) {
  return {.name = std::move(name), .outputs = outputs, .relu = relu};
}

inline TrainedLayer filters(std::string name, std::uint32_t outputs, std::uint32_t kernel,
                            std::uint32_t padding) {
  return {.name = std::move(name),
          .op = TrainedOp::convolution,
          .outputs = outputs,
          .kernel = kernel,
          .padding = padding};
}

inline TrainedLayer pool(std::string name, std::uint32_t kernel, std::uint32_t stride,
                         bool whole_windows = true) {
  return {.name = std::move(name),
          .op = TrainedOp::max_pooling,
          .kernel = kernel,
          .stride = stride,
          .whole_windows = whole_windows};
}

/// Fully connected layers fc1, fc2, ... of these sizes, the first of which is the input.
inline Architecture perceptron(const std::vector<std::uint32_t>& sizes) {
  Architecture architecture{.name = "perceptron", .input = {.channels = sizes.front()}};
  for (std::size_t i = 1; i < sizes.size(); ++i)
    architecture.layers.push_back(neurons("fc" + std::to_string(i), sizes[i], i + 1 < sizes.size()));
  return architecture;
}

/// The rules for layers, by name, of so many connections of each left neuron.
inline SparsityChoice fan_outs(const std::vector<std::pair<std::string, std::uint64_t>>& rules) {
  SparsityChoice choice;
  for (const auto& [layers, fan_out] : rules) choice.rules.push_back({.layers = layers, .fan_out = fan_out});
  return choice;
}

/// A perceptron with an exit behind each hidden layer, sparse where it can be.
inline Architecture sparse_exits() {
  Architecture architecture = perceptron({12, 8, 6, 3});
  architecture.exits = {{.after = "fc1", .layers = {neurons("fc", 3, false)}},
                        {.after = "fc2", .layers = {neurons("hidden", 4), neurons("fc", 3, false)}}};
  architecture.sparsity = fan_outs({{"fc1", 2}, {"fc2", 3}});
  architecture.sparsity->rules.push_back({.layers = "exit 2", .density = .5, .nearest = true});
  return architecture;
}

/// Convolutions with padding and with fixed channel fan-in, pooling over the edge, and an exit with a
/// convolution of its own: B-LeNet in small.
inline Architecture small_convolutions() {
  Architecture architecture{.name = "small", .input = {.channels = 1, .height = 7, .width = 6}};
  architecture.layers = {filters("conv1", 4, 3, 2), pool("pool1", 2, 2, false), filters("conv2", 4, 3, 1),
                         pool("pool2", 2, 2),       neurons("fc1", 6),          neurons("fc2", 3, false)};
  architecture.exits = {
      {.after = "conv1",
       .layers = {pool("pool", 3, 2, false), filters("conv", 2, 3, 1), neurons("fc", 3, false)}}};
  architecture.sparsity = fan_outs({{"conv2", 2}, {"fc1", 3}});
  return architecture;
}

/// LeNet-5 with one side branch as in the zoo (models/zoo/networks/b-lenet.yaml names the sources).
inline Architecture b_lenet() {
  Architecture architecture{.name = "b-lenet", .input = {.channels = 1, .height = 28, .width = 28}};
  architecture.layers = {filters("conv1", 5, 5, 3),  pool("pool1", 2, 2, false), filters("conv2", 10, 5, 3),
                         pool("pool2", 2, 2, false), filters("conv3", 20, 5, 3), pool("pool3", 2, 2, false),
                         neurons("fc1", 84),         neurons("fc2", 10, false)};
  architecture.exits = {{.after = "conv1",
                         .layers = {pool("pool", 2, 2, false), filters("conv", 10, 3, 1),
                                    pool("pool'", 2, 2, false), neurons("fc", 10, false)}}};
  return architecture;
}

/// Normal values and labels at random: there is nothing to learn but the samples themselves.
inline DataSet random_samples(const TensorShape& shape, std::size_t samples, std::int32_t classes,
                              std::uint64_t seed = 1) {
  RandomStream random(seed);
  DataSet data{.shape = shape};
  for (std::size_t i = 0; i < samples * shape.size(); ++i)
    data.values.push_back(static_cast<float>(random.normal()));
  for (std::size_t i = 0; i < samples; ++i)
    data.labels.push_back(static_cast<std::int32_t>(random.uniform() * classes));
  return data;
}

}  // namespace splitscape::test
