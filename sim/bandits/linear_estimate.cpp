#include "sim/bandits/linear_estimate.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace splitscape {
namespace {

using Vector = Eigen::Map<Eigen::VectorXd>;
using ConstVector = Eigen::Map<const Eigen::VectorXd>;
using Matrix = Eigen::Map<Eigen::MatrixXd>;
using ConstMatrix = Eigen::Map<const Eigen::MatrixXd>;

Eigen::Index extent(std::size_t size) {
  return static_cast<Eigen::Index>(size);
}

}  // namespace

LinearEstimate::LinearEstimate(std::size_t size, double ridge, double discount)
    : ridge_(ridge),
      discount_(discount),
      matrix_(discount < 1 ? size * size : 0),
      inverse_(size * size),
      sums_(size),
      weights_(size),
      scratch_(size) {
  for (std::size_t i = 0; i < size; ++i) inverse_[i * size + i] = 1 / ridge;
  for (std::size_t i = 0; i < size && !matrix_.empty(); ++i) matrix_[i * size + i] = ridge;
}

double LinearEstimate::estimate(std::span<const double> x) const {
  return ConstVector(weights_.data(), extent(size())).dot(ConstVector(x.data(), extent(size())));
}

double LinearEstimate::doubt(std::span<const double> x) const {
  const ConstVector input(x.data(), extent(size()));
  const ConstMatrix inverse(inverse_.data(), extent(size()), extent(size()));
  double square = 0;
  for (Eigen::Index column = 0; column < inverse.cols(); ++column) {
    square += input[column] * inverse.col(column).dot(input);
  }
  return std::sqrt(std::max(0.0, square));
}

void LinearEstimate::learn(std::span<const double> x, double y) {
  const ConstVector input(x.data(), extent(size()));
  Matrix inverse(inverse_.data(), extent(size()), extent(size()));
  Vector sums(sums_.data(), extent(size()));
  if (discount_ < 1) {
    Matrix matrix(matrix_.data(), extent(size()), extent(size()));
    matrix = discount_ * matrix + input * input.transpose();
    matrix.diagonal().array() += (1 - discount_) * ridge_;
    inverse = matrix.ldlt().solve(Eigen::MatrixXd::Identity(matrix.rows(), matrix.cols()));
    sums = discount_ * sums + y * input;
  } else {
    Vector step(scratch_.data(), extent(size()));
    step.noalias() = inverse * input;
    inverse.noalias() -= (1 / (1 + input.dot(step))) * step * step.transpose();
    sums += y * input;
  }
  Vector(weights_.data(), extent(size())).noalias() = inverse * sums;
}

}  // namespace splitscape
