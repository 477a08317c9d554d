#include "models/training/objective.hpp"

#include <Eigen/Core>
#include <cmath>
#include <utility>

namespace splitscape {
namespace {

template <class Scalar>
using Table = Eigen::Array<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class Scalar>
using View = Eigen::Map<const Table<Scalar>>;

/// Logarithms of the softmax of each column.
template <class Scalar>
Table<Scalar> log_softmax(const View<Scalar>& logits, Scalar temperature) {
  Table<Scalar> shifted = (logits.rowwise() - logits.colwise().maxCoeff()) / temperature;
  const Eigen::Array<Scalar, 1, Eigen::Dynamic> norm = shifted.exp().colwise().sum().log();
  shifted.rowwise() -= norm;
  return shifted;
}

template <class Scalar>
std::uint64_t count_right(const View<Scalar>& logits, std::span<const std::int32_t> labels) {
  std::uint64_t right = 0;
  for (Eigen::Index sample = 0; sample < logits.cols(); ++sample) {
    Eigen::Index most = 0;
    logits.col(sample).maxCoeff(&most);
    if (most == labels[static_cast<std::size_t>(sample)]) ++right;
  }
  return right;
}

/// Cross-entropy with the labels. @param factor of the derivatives
template <class Scalar>
double cross_entropy(const Table<Scalar>& log_probabilities, std::span<const std::int32_t> labels,
                     Scalar factor, Table<Scalar>& derivatives) {
  derivatives = factor * log_probabilities.exp();
  double loss = 0;
  for (Eigen::Index sample = 0; sample < log_probabilities.cols(); ++sample) {
    const auto label = static_cast<Eigen::Index>(labels[static_cast<std::size_t>(sample)]);
    loss -= static_cast<double>(log_probabilities(label, sample));
    derivatives(label, sample) -= factor;
  }
  return loss;
}

/// T^2 x the divergence of the student from the teacher, at temperature T. Its derivative by the student's
/// logits is T x (student - teacher).
template <class Scalar>
double divergence(const Table<Scalar>& teacher, const Table<Scalar>& student, Scalar temperature,
                  Scalar factor, Table<Scalar>& derivatives) {
  const Table<Scalar> target = teacher.exp();
  derivatives += factor * temperature * (student.exp() - target);
  const Table<Scalar> terms = target * (teacher - student);
  return static_cast<double>(temperature * temperature) * terms.template cast<double>().sum();
}

}  // namespace

void ExitScores::add(const ExitScores& other) {
  loss += other.loss;
  right.resize(std::max(right.size(), other.right.size()));
  for (std::size_t k = 0; k < other.right.size(); ++k) right[k] += other.right[k];
}

template <class Scalar>
ExitScores evaluate(const Objective& objective, const TrainableNetwork<Scalar>& network, Pass<Scalar>& pass,
                    std::span<const std::int32_t> labels, double scale) {
  const auto classes = static_cast<Eigen::Index>(network.classes());
  const auto samples = static_cast<Eigen::Index>(pass.samples);
  const Distillation& distillation = objective.distillation;
  const auto temperature = static_cast<Scalar>(distillation.temperature);
  const auto view = [&](std::size_t exit) {
    return View<Scalar>(network.logits(pass, exit).data(), classes, samples);
  };
  Table<Scalar> teacher;
  if (distillation.weight > 0) teacher = log_softmax<Scalar>(view(network.exits()), temperature);

  ExitScores scores;
  for (std::size_t exit = 1; exit <= network.exits(); ++exit) {
    const bool learns_from_last = distillation.weight > 0 && exit < network.exits();
    const double weight = objective.exit_weight(exit);
    const double hard = learns_from_last ? 1 - distillation.weight : 1;
    Table<Scalar> derivatives;
    double loss = hard * cross_entropy<Scalar>(log_softmax<Scalar>(view(exit), Scalar{1}), labels,
                                               static_cast<Scalar>(scale * weight * hard), derivatives);
    if (learns_from_last) {
      loss += distillation.weight *
              divergence<Scalar>(teacher, log_softmax<Scalar>(view(exit), temperature), temperature,
                                 static_cast<Scalar>(scale * weight * distillation.weight), derivatives);
    }
    scores.loss += weight * loss;
    scores.right.push_back(count_right<Scalar>(view(exit), labels));
    const auto gradients = network.logit_gradients(pass, exit);
    Eigen::Map<Table<Scalar>>(gradients.data(), classes, samples) = derivatives;
  }
  return scores;
}

template ExitScores evaluate(const Objective&, const TrainableNetwork<float>&, Pass<float>&,
                             std::span<const std::int32_t>, double);
template ExitScores evaluate(const Objective&, const TrainableNetwork<double>&, Pass<double>&,
                             std::span<const std::int32_t>, double);

}  // namespace splitscape
