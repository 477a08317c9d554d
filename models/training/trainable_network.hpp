#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/training/architecture.hpp"
#include "models/training/trainable_layer.hpp"

namespace splitscape {

/// Tensors of some samples on their way through a network, and on their way back.
template <class Scalar>
struct Pass {
  std::size_t samples = 0;
  std::vector<Scalar> input{};                   ///< a row a feature, a column a sample
  std::vector<std::vector<Scalar>> tensors{};    ///< behind each layer: trunk, then side branches in turn
  std::vector<std::vector<Scalar>> gradients{};  ///< derivatives of the loss by them
  std::vector<Scalar> scratch{};
  std::vector<Scalar> branch{};  ///< derivatives by what a side branch reads

  std::size_t bytes() const;
};

/// A range of the parameters.
struct ParameterRange {
  std::size_t first = 0;
  std::size_t size = 0;
};

/// A network with side branches that can be trained. It holds patterns, no parameters: those are one vector
/// that belongs to whoever trains. Only connections that exist have a parameter.
/// @tparam Scalar float, or double for checks of gradients
template <class Scalar>
class TrainableNetwork {
 public:
  /// @param seed of the patterns
  /// @throws std::invalid_argument with the first of defects(architecture), and where its sparsity cannot be
  /// met
  TrainableNetwork(const Architecture& architecture, std::uint64_t seed);
  TrainableNetwork(TrainableNetwork&&) noexcept;
  ~TrainableNetwork();

  std::size_t inputs() const { return input_size_; }
  std::size_t classes() const { return classes_; }
  /// Ways to answer: the side branches and the end.
  std::size_t exits() const { return logits_.size(); }
  std::size_t parameters() const { return parameters_; }
  /// The weights among the parameters: all but the biases.
  const std::vector<ParameterRange>& weights() const { return weights_; }
  /// What it remembers of its patterns.
  std::size_t index_bytes() const;
  /// Multiply-accumulates to train with one sample: forward, back to all layers but those that read the
  /// input, and for the gradients.
  double training_macs() const;

  /// Weights normal with standard deviation sqrt(2 / fan-in) of the connections that exist (He, Zhang, Ren,
  /// Sun, ICCV 2015), biases as given. Each layer has a random stream of its own.
  std::vector<Scalar> initial_parameters(std::uint64_t seed, double bias) const;

  Pass<Scalar> make_pass(std::size_t samples) const;
  /// From pass.input to all tensors.
  void forward(std::span<const Scalar> parameters, Pass<Scalar>& pass) const;
  /// What an exit says before the softmax: a row a class, a column a sample. @param exit 1 .. exits()
  std::span<const Scalar> logits(const Pass<Scalar>& pass, std::size_t exit) const {
    return pass.tensors[logits_[exit - 1]];
  }
  std::span<Scalar> logit_gradients(Pass<Scalar>& pass, std::size_t exit) const {
    return pass.gradients[logits_[exit - 1]];
  }
  /// After forward(), from the derivatives by the logits, which must be set for every exit.
  /// @param gradient derivatives by the parameters, to be added to
  void backward(std::span<const Scalar> parameters, Pass<Scalar>& pass, std::span<Scalar> gradient) const;

 private:
  /// A layer with where its tensors and parameters are. Its own tensor has its place in the list.
  struct Placed {
    std::unique_ptr<TrainableLayer<Scalar>> layer;
    std::size_t source = 0;  ///< place of the tensor that it reads; from_input: the input
    std::size_t first = 0;   ///< of its parameters
    std::string name{};
  };
  /// The layers of a side branch.
  struct Branch {
    std::size_t source = 0;  ///< tensor of the trunk
    std::size_t first = 0;
    std::size_t end = 0;
  };
  static constexpr std::size_t from_input = static_cast<std::size_t>(-1);

  void add_chain(const std::vector<TrainedLayer>& layers, const std::string& branch, TensorShape shape,
                 std::size_t source, const std::map<std::string, ConnectionPattern>& patterns);
  const Scalar* source_of(const Pass<Scalar>& pass, std::size_t layer) const;
  void backward_layer(std::span<const Scalar> parameters, Pass<Scalar>& pass, std::span<Scalar> gradient,
                      std::size_t layer, Scalar* d_in) const;

  std::vector<Placed> layers_{};  ///< trunk, then side branches in turn
  std::size_t trunk_layers_ = 0;
  std::vector<Branch> branches_{};
  std::vector<std::size_t> logits_{};  ///< place of the tensor of each exit
  std::vector<ParameterRange> weights_{};
  std::size_t input_size_ = 0;
  std::size_t classes_ = 0;
  std::size_t parameters_ = 0;
};

}  // namespace splitscape
