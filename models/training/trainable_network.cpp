#include "models/training/trainable_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "models/random_stream.hpp"

namespace splitscape {

template <class Scalar>
std::size_t Pass<Scalar>::bytes() const {
  std::size_t values = input.size() + scratch.size() + branch.size();
  for (const auto& tensor : tensors) values += tensor.size();
  for (const auto& gradient : gradients) values += gradient.size();
  return values * sizeof(Scalar);
}

template <class Scalar>
TrainableNetwork<Scalar>::TrainableNetwork(const Architecture& architecture, std::uint64_t seed)
    : trunk_layers_(architecture.layers.size()),
      input_size_(architecture.input.size()),
      classes_(architecture.classes()) {
  if (const auto found = defects(architecture); !found.empty()) throw std::invalid_argument(found.front());
  const auto patterns = patterns_of(architecture, seed);
  add_chain(architecture.layers, "", architecture.input, from_input, patterns);
  for (std::size_t k = 0; k < architecture.exits.size(); ++k) {
    const TrainedExit& exit = architecture.exits[k];
    TensorShape shape = architecture.input;
    std::size_t source = 0;
    for (;; ++source) {
      shape = output_of(architecture.layers[source], shape);
      if (architecture.layers[source].name == exit.after) break;
    }
    branches_.push_back({source, layers_.size(), layers_.size() + exit.layers.size()});
    add_chain(exit.layers, fmt::format("exit {}/", k + 1), shape, source, patterns);
    logits_.push_back(layers_.size() - 1);
  }
  logits_.push_back(trunk_layers_ - 1);
}

template <class Scalar>
TrainableNetwork<Scalar>::TrainableNetwork(TrainableNetwork&&) noexcept = default;
template <class Scalar>
TrainableNetwork<Scalar>::~TrainableNetwork() = default;

template <class Scalar>
void TrainableNetwork<Scalar>::add_chain(const std::vector<TrainedLayer>& layers, const std::string& branch,
                                         TensorShape shape, std::size_t source,
                                         const std::map<std::string, ConnectionPattern>& patterns) {
  for (const TrainedLayer& layer : layers) {
    const std::string name = branch + layer.name;
    const auto pattern = patterns.find(name);
    Placed placed{
        .layer = make_layer<Scalar>(layer, shape, pattern == patterns.end() ? nullptr : &pattern->second),
        .source = source,
        .first = parameters_,
        .name = name};
    if (placed.layer->weights() > 0) weights_.push_back({parameters_, placed.layer->weights()});
    parameters_ += placed.layer->parameters();
    shape = output_of(layer, shape);
    source = layers_.size();
    layers_.push_back(std::move(placed));
  }
}

template <class Scalar>
std::size_t TrainableNetwork<Scalar>::index_bytes() const {
  std::size_t bytes = 0;
  for (const Placed& placed : layers_) bytes += placed.layer->index_bytes();
  return bytes;
}

template <class Scalar>
double TrainableNetwork<Scalar>::training_macs() const {
  double macs = 0;
  for (const Placed& placed : layers_) macs += (placed.source == from_input ? 2 : 3) * placed.layer->macs();
  return macs;
}

template <class Scalar>
std::vector<Scalar> TrainableNetwork<Scalar>::initial_parameters(std::uint64_t seed, double bias) const {
  std::vector<Scalar> parameters(parameters_, static_cast<Scalar>(bias));
  for (const Placed& placed : layers_) {
    if (placed.layer->weights() == 0) continue;
    RandomStream stream(StreamName{.seed = seed, .purpose = Purpose::initial_weights, .owner = placed.name});
    const double deviation = std::sqrt(2 / placed.layer->fan_in());
    for (std::size_t i = 0; i < placed.layer->weights(); ++i)
      parameters[placed.first + i] = static_cast<Scalar>(deviation * stream.normal());
  }
  return parameters;
}

template <class Scalar>
Pass<Scalar> TrainableNetwork<Scalar>::make_pass(std::size_t samples) const {
  Pass<Scalar> pass{.samples = samples};
  pass.input.resize(input_size_ * samples);
  std::size_t scratch = 0;
  for (const Placed& placed : layers_) {
    pass.tensors.emplace_back(placed.layer->outputs() * samples);
    pass.gradients.emplace_back(placed.layer->outputs() * samples);
    scratch = std::max(scratch, placed.layer->scratch(samples));
  }
  pass.scratch.resize(scratch);
  std::size_t branch = 0;
  for (const Branch& one : branches_) branch = std::max(branch, layers_[one.first].layer->inputs() * samples);
  pass.branch.resize(branch);
  return pass;
}

template <class Scalar>
const Scalar* TrainableNetwork<Scalar>::source_of(const Pass<Scalar>& pass, std::size_t layer) const {
  const std::size_t source = layers_[layer].source;
  return source == from_input ? pass.input.data() : pass.tensors[source].data();
}

template <class Scalar>
void TrainableNetwork<Scalar>::forward(std::span<const Scalar> parameters, Pass<Scalar>& pass) const {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    layers_[i].layer->forward(parameters.data() + layers_[i].first, source_of(pass, i),
                              pass.tensors[i].data(), pass.samples, pass.scratch.data());
  }
}

template <class Scalar>
void TrainableNetwork<Scalar>::backward_layer(std::span<const Scalar> parameters, Pass<Scalar>& pass,
                                              std::span<Scalar> gradient, std::size_t layer,
                                              Scalar* d_in) const {
  const Placed& placed = layers_[layer];
  placed.layer->backward(parameters.data() + placed.first, source_of(pass, layer), pass.tensors[layer].data(),
                         pass.gradients[layer].data(), d_in, gradient.data() + placed.first, pass.samples,
                         pass.scratch.data());
}

template <class Scalar>
void TrainableNetwork<Scalar>::backward(std::span<const Scalar> parameters, Pass<Scalar>& pass,
                                        std::span<Scalar> gradient) const {
  for (std::size_t layer = trunk_layers_; layer-- > 0;) {
    // The trunk behind has set the derivatives by this layer's tensor; now side branches add theirs.
    for (const Branch& branch : branches_) {
      if (branch.source != layer) continue;
      for (std::size_t i = branch.end; --i > branch.first;)
        backward_layer(parameters, pass, gradient, i, pass.gradients[i - 1].data());
      backward_layer(parameters, pass, gradient, branch.first, pass.branch.data());
      auto& sum = pass.gradients[layer];
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += pass.branch[k];
    }
    const bool first = layers_[layer].source == from_input;
    backward_layer(parameters, pass, gradient, layer, first ? nullptr : pass.gradients[layer - 1].data());
  }
}

template struct Pass<float>;
template struct Pass<double>;
template class TrainableNetwork<float>;
template class TrainableNetwork<double>;

}  // namespace splitscape
