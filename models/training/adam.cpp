#include "models/training/adam.hpp"

#include <Eigen/Core>
#include <cmath>

namespace splitscape {

double step_size(const AdamSettings& settings, std::uint64_t steps) {
  return settings.learning_rate / (1 + settings.decay * static_cast<double>(steps));
}

template <class Scalar>
void adam_step(const AdamSettings& settings, AdamState<Scalar>& state, std::size_t first,
               std::span<const Scalar> gradient, std::span<Scalar> parameters) {
  using Run = Eigen::Array<Scalar, Eigen::Dynamic, 1>;
  const auto size = static_cast<Eigen::Index>(gradient.size());
  const Eigen::Map<const Run> g(gradient.data(), size);
  Eigen::Map<Run> mean(state.mean.data() + first, size);
  Eigen::Map<Run> square(state.square.data() + first, size);
  Eigen::Map<Run> p(parameters.data() + first, size);
  const auto steps = static_cast<double>(state.steps);
  const double corrected = step_size(settings, state.steps - 1) *
                           std::sqrt(1 - std::pow(settings.beta2, steps)) /
                           (1 - std::pow(settings.beta1, steps));
  const auto beta1 = static_cast<Scalar>(settings.beta1);
  const auto beta2 = static_cast<Scalar>(settings.beta2);
  mean = beta1 * mean + (1 - beta1) * g;
  square = beta2 * square + (1 - beta2) * g.square();
  p -= static_cast<Scalar>(corrected) * mean / (square.sqrt() + static_cast<Scalar>(settings.epsilon));
}

template void adam_step(const AdamSettings&, AdamState<float>&, std::size_t, std::span<const float>,
                        std::span<float>);
template void adam_step(const AdamSettings&, AdamState<double>&, std::size_t, std::span<const double>,
                        std::span<double>);

}  // namespace splitscape
