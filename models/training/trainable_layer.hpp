#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include "models/random_stream.hpp"
#include "models/sparsity/connection_pattern.hpp"
#include "models/training/architecture.hpp"

namespace splitscape {

/// A layer at work. Tensors are matrices stored row by row, with a row a value of the tensor (channel by
/// channel, row by row) and a column a sample. Parameters, tensors and scratch space belong to the caller, so
/// that several threads can use one layer.
/// @tparam Scalar float, or double for checks of gradients
template <class Scalar>
class TrainableLayer {
 public:
  virtual ~TrainableLayer() = default;

  virtual std::size_t inputs() const = 0;
  virtual std::size_t outputs() const = 0;
  /// Weights, and behind them biases.
  virtual std::size_t weights() const { return 0; }
  virtual std::size_t biases() const { return 0; }
  std::size_t parameters() const { return weights() + biases(); }
  /// Inputs of an output that have a weight.
  virtual double fan_in() const { return 0; }
  /// What it remembers of its pattern.
  virtual std::size_t index_bytes() const { return 0; }
  /// Multiply-accumulates of one sample: forward, and backward to its inputs, and again for the gradient.
  virtual double macs() const { return 0; }
  /// Scalars of scratch space that the passes need.
  virtual std::size_t scratch(std::size_t /*samples*/) const { return 0; }

  virtual void forward(const Scalar* parameters, const Scalar* in, Scalar* out, std::size_t samples,
                       Scalar* scratch) const = 0;
  /// @param d_out derivatives of the loss by the outputs; used up
  /// @param d_in those by the inputs, to be set; null: nobody needs them
  /// @param gradient those by the parameters, to be added to
  virtual void backward(const Scalar* parameters, const Scalar* in, const Scalar* out, Scalar* d_out,
                        Scalar* d_in, Scalar* gradient, std::size_t samples, Scalar* scratch) const = 0;
};

/// @param pattern of its junction; null: dense
/// @throws std::invalid_argument where the pattern is not that of the layer
template <class Scalar>
std::unique_ptr<TrainableLayer<Scalar>> make_layer(const TrainedLayer& layer, const TensorShape& input,
                                                   const ConnectionPattern* pattern);

}  // namespace splitscape
