#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/adaptation.hpp"

/// Networks of fully connected layers, and rules for them.
namespace splitscape::test {

/// A fully connected layer with biases.
inline LayerProfile dense_layer(const std::string& name, std::uint64_t inputs, std::uint64_t outputs) {
  const Junction junction{.inputs = inputs, .outputs = outputs};
  const double parameters = junction.weights() + static_cast<double>(outputs);
  return {.name = name,
          .op = "gemm",
          .cost = {.macs = Macs{junction.macs()},
                   .parameters = parameters,
                   .weights = {4 * parameters},
                   .junctions = {junction}},
          .output = {4.0 * static_cast<double>(outputs)}};
}

/// A perceptron with layers fc1, fc2, ... of these sizes.
inline NetworkProfile perceptron(const std::vector<std::uint64_t>& sizes) {
  NetworkProfile profile{.name = "perceptron", .input = {4.0 * static_cast<double>(sizes.front())}};
  for (std::size_t i = 1; i < sizes.size(); ++i)
    profile.layers.push_back(dense_layer("fc" + std::to_string(i), sizes[i - 1], sizes[i]));
  return profile;
}

/// fc1 .. fc4 between 100, 80, 60, 40 and 20 neurons; activations that cannot be pruned between them; a head
/// of 80 x 10 behind fc1 and a bottleneck behind fc2.
inline NetworkProfile with_an_exit() {
  NetworkProfile profile = perceptron({100, 80, 60, 40, 20});
  profile.layers.insert(profile.layers.begin() + 1,
                        {.name = "relu1", .op = "relu", .cost = {.macs = Macs{80}}, .output = {320}});
  profile.exits.push_back({.after = "relu1", .cost = dense_layer("", 80, 10).cost});
  profile.bottlenecks.push_back(
      {.after = "fc2", .encoder = dense_layer("", 60, 6).cost, .decoder = dense_layer("", 6, 60).cost});
  return profile;
}

inline SparsityRule density_of(const std::string& layers, double density) {
  return {.layers = layers, .density = density};
}

}  // namespace splitscape::test
