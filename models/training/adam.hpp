#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace splitscape {

/// Adam (Kingma, Ba, ICLR 2015, arXiv 1412.6980) as in Keras, where the published experiments on predefined
/// sparsity were made: learning rate / (1 + decay x step), epsilon outside of the square root's correction.
struct AdamSettings {
  double learning_rate = 1e-3;  ///< Kingma, Ba; Keras
  double decay = 1e-5;          ///< Dey et al., JETCAS 2019; Capogrosso et al., FDL 2024
  double beta1 = .9;            ///< Kingma, Ba; Keras
  double beta2 = .999;          ///< Kingma, Ba; Keras
  double epsilon = 1e-7;        ///< Keras

  friend bool operator==(const AdamSettings&, const AdamSettings&) = default;
};

/// What Adam remembers.
template <class Scalar>
struct AdamState {
  std::uint64_t steps = 0;
  std::vector<Scalar> mean{};    ///< running mean of the gradient, a parameter each
  std::vector<Scalar> square{};  ///< of its square

  friend bool operator==(const AdamState&, const AdamState&) = default;
};

/// The size of a step, after so many have been made.
double step_size(const AdamSettings& settings, std::uint64_t steps);

/// Makes a step with parameters first .. first+gradient.size()-1; state.steps counts this one already.
template <class Scalar>
void adam_step(const AdamSettings& settings, AdamState<Scalar>& state, std::size_t first,
               std::span<const Scalar> gradient, std::span<Scalar> parameters);

}  // namespace splitscape
