#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/sample_trace.hpp"

namespace splitscape {

/// What an exit says of one sample, at a temperature: softmax(logits / temperature).
/// @return confidence (the largest probability), entropy in nats, prediction (the first of the most
/// probable), and whether that is the label
ExitOutcome outcome_of(std::span<const float> logits, double temperature, std::int32_t label);

/// Mean negative logarithm of the probability of the label, in nats.
/// @param logits sample after sample, a value a class; labels one a sample
double negative_log_likelihood(std::span<const float> logits, std::span<const std::int32_t> labels,
                               double temperature);

/// The temperature with the least negative log likelihood (temperature scaling: Guo, Pleiss, Sun, Weinberger,
/// ICML 2017, arXiv 1706.04599), between 1/100 and 100; it changes no prediction. 1 where there are no
/// samples.
double fitted_temperature(std::span<const float> logits, std::span<const std::int32_t> labels);

/// Expected calibration error: how far confidence and accuracy are apart, in the mean over samples sorted in
/// bins of equal width by confidence (Naeini, Cooper, Hauskrecht, AAAI 2015; 15 bins as in Guo et al.).
/// A confidence on the border of two bins belongs to the lower one. 0 where there are no samples.
/// @param outcomes with confidence and correctness
double expected_calibration_error(std::span<const ExitOutcome> outcomes, std::size_t bins = 15);

}  // namespace splitscape
