#pragma once

#include <cstddef>
#include <memory>

#include "models/sparsity/connection_pattern.hpp"

namespace splitscape {

/// The weights between two sides of a layer, as a matrix with a row a right neuron. What it multiplies are
/// matrices stored row by row, with a row a neuron and a column a sample (for a convolution: a position in a
/// sample). The weights themselves lie elsewhere, so that threads and optimisers can have their own; weight k
/// is the k-th connection of the right neurons in turn. Safe to be used by several threads.
/// @tparam Scalar float, or double for checks of gradients
template <class Scalar>
class WeightMatrix {
 public:
  virtual ~WeightMatrix() = default;

  /// Weights that exist.
  virtual std::size_t size() const = 0;
  virtual std::size_t inputs() const = 0;
  virtual std::size_t outputs() const = 0;
  /// What it remembers of the pattern.
  virtual std::size_t index_bytes() const = 0;
  double fan_in() const { return static_cast<double>(size()) / static_cast<double>(outputs()); }

  /// out = W in + biases
  virtual void forward(const Scalar* weights, const Scalar* biases, const Scalar* in, Scalar* out,
                       std::size_t columns) const = 0;
  /// d_in = transposed W d_out
  virtual void backward(const Scalar* weights, const Scalar* d_out, Scalar* d_in,
                        std::size_t columns) const = 0;
  /// gradient += d_out transposed in, where a weight exists
  virtual void add_gradient(const Scalar* in, const Scalar* d_out, Scalar* gradient,
                            std::size_t columns) const = 0;
};

template <class Scalar>
std::unique_ptr<WeightMatrix<Scalar>> dense_matrix(std::size_t inputs, std::size_t outputs);

/// Only the connections of the pattern exist: each has a weight, and nothing stands for the others. Beside
/// the weights lie 12 bytes a connection, which say where they are when going forward and back, and 4 bytes
/// a neuron of either side, and 8.
template <class Scalar>
std::unique_ptr<WeightMatrix<Scalar>> sparse_matrix(const ConnectionPattern& pattern);

}  // namespace splitscape
