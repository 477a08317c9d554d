#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "models/random_stream.hpp"
#include "models/training/adam.hpp"

namespace splitscape {

/// A small fully connected network, its hidden layers rectified, its outputs as they are. Batches of inputs
/// and outputs stand row by row. Memory is taken when a batch of a size is seen for the first time, never
/// afterwards.
class DenseNetwork {
 public:
  /// @param widths of its layers, the inputs first; at least two. Weights are drawn from a normal
  /// distribution of variance 2 / inputs of the layer (He et al., "Delving Deep into Rectifiers", 2015);
  /// biases are 0
  DenseNetwork(std::vector<std::size_t> widths, RandomStream& random);

  std::size_t inputs() const { return widths_.front(); }
  std::size_t outputs() const { return widths_.back(); }
  /// Layer by layer the weights, an output's after the other's, then the biases.
  const std::vector<double>& parameters() const { return parameters_; }
  /// @param parameters as many as parameters() has
  void set_parameters(std::span<const double> parameters);

  /// The outputs of a batch, valid until the next call.
  std::span<const double> forward(std::span<const double> inputs);
  /// After forward(): the gradient of a loss, from its gradient in the outputs.
  void backward(std::span<const double> output_gradient);
  const std::vector<double>& gradient() const { return gradient_; }
  /// One step of Adam down the gradient.
  void descend(const AdamSettings& settings);
  /// Moves a share of the way to another network of the same widths (Polyak averaging; 1: becomes it).
  void follow(const DenseNetwork& other, double share);

 private:
  std::vector<std::size_t> widths_;
  std::vector<double> parameters_{};
  std::vector<double> gradient_{};
  AdamState<double> adam_{};
  std::size_t rows_ = 0;                            ///< of the last batch
  std::vector<std::vector<double>> activations_{};  ///< of each layer, the inputs first
  std::vector<std::vector<double>> deltas_{};       ///< gradient in what each layer sums up, likewise
};

}  // namespace splitscape
