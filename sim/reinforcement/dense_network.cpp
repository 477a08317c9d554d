#include "sim/reinforcement/dense_network.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace splitscape {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::Matrix<double, Eigen::Dynamic, 1>;
using RowVector = Eigen::Matrix<double, 1, Eigen::Dynamic>;

Eigen::Index index(std::size_t number) {
  return static_cast<Eigen::Index>(number);
}

/// Only grows, so that batches of a known size take no memory.
void make_room(std::vector<double>& values, std::size_t size) {
  if (values.size() < size) values.resize(size);
}

}  // namespace

DenseNetwork::DenseNetwork(std::vector<std::size_t> widths, RandomStream& random)
    : widths_(std::move(widths)), activations_(widths_.size()), deltas_(widths_.size()) {
  for (std::size_t layer = 1; layer < widths_.size(); ++layer) {
    const double deviation = std::sqrt(2.0 / static_cast<double>(widths_[layer - 1]));
    for (std::size_t i = 0; i < widths_[layer] * widths_[layer - 1]; ++i) {
      parameters_.push_back(deviation * random.normal());
    }
    parameters_.resize(parameters_.size() + widths_[layer]);
  }
  gradient_.resize(parameters_.size());
}

void DenseNetwork::set_parameters(std::span<const double> parameters) {
  std::copy(parameters.begin(), parameters.end(), parameters_.begin());
}

std::span<const double> DenseNetwork::forward(std::span<const double> inputs) {
  rows_ = inputs.size() / widths_.front();
  make_room(activations_.front(), inputs.size());
  std::copy(inputs.begin(), inputs.end(), activations_.front().begin());
  const double* next = parameters_.data();
  for (std::size_t layer = 1; layer < widths_.size(); ++layer) {
    const std::size_t in = widths_[layer - 1];
    const std::size_t out = widths_[layer];
    make_room(activations_[layer], rows_ * out);
    const Eigen::Map<const Matrix> weights(next, index(out), index(in));
    const Eigen::Map<const RowVector> biases(next + out * in, index(out));
    next += out * (in + 1);
    const double* from = activations_[layer - 1].data();
    Eigen::Map<Matrix> result(activations_[layer].data(), index(rows_), index(out));
    if (rows_ == 1) {  // a decision: a product with a vector needs no memory of its own
      Eigen::Map<Vector>(result.data(), index(out)).noalias() =
          weights * Eigen::Map<const Vector>(from, index(in));
    } else {
      result.noalias() = Eigen::Map<const Matrix>(from, index(rows_), index(in)) * weights.transpose();
    }
    result.rowwise() += biases;
    if (layer + 1 < widths_.size()) result = result.cwiseMax(0.0);
  }
  return {activations_.back().data(), rows_ * outputs()};
}

void DenseNetwork::backward(std::span<const double> output_gradient) {
  make_room(deltas_.back(), output_gradient.size());
  std::copy(output_gradient.begin(), output_gradient.end(), deltas_.back().begin());
  std::size_t end = parameters_.size();
  for (std::size_t layer = widths_.size() - 1; layer > 0; --layer) {
    const std::size_t in = widths_[layer - 1];
    const std::size_t out = widths_[layer];
    const std::size_t first = end - out * (in + 1);
    const Eigen::Map<const Matrix> delta(deltas_[layer].data(), index(rows_), index(out));
    const Eigen::Map<const Matrix> before(activations_[layer - 1].data(), index(rows_), index(in));
    Eigen::Map<Matrix>(gradient_.data() + first, index(out), index(in)).noalias() =
        delta.transpose() * before;
    Eigen::Map<RowVector> biases(gradient_.data() + first + out * in, index(out));
    biases.setZero();
    for (Eigen::Index row = 0; row < index(rows_); ++row) biases += delta.row(row);
    if (layer > 1) {
      make_room(deltas_[layer - 1], rows_ * in);
      Eigen::Map<Matrix> passed(deltas_[layer - 1].data(), index(rows_), index(in));
      const Eigen::Map<const Matrix> weights(parameters_.data() + first, index(out), index(in));
      passed.noalias() = delta * weights;
      passed = (before.array() > 0.0).select(passed, 0.0);
    }
    end = first;
  }
}

void DenseNetwork::descend(const AdamSettings& settings) {
  adam_.mean.resize(parameters_.size());
  adam_.square.resize(parameters_.size());
  ++adam_.steps;
  adam_step<double>(settings, adam_, 0, gradient_, parameters_);
}

void DenseNetwork::follow(const DenseNetwork& other, double share) {
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    parameters_[i] += share * (other.parameters_[i] - parameters_[i]);
  }
}

}  // namespace splitscape
