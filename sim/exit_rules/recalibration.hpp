#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "models/sample_trace.hpp"

namespace splitscape {

/// The confidence of two classes at a temperature: the softmax of their logits, of which the difference
/// follows from the confidence, divided by the temperature.
double scaled_confidence(double confidence, double temperature);

/// The temperature with the least negative log likelihood over samples of two classes, at these exits
/// together (models/training/calibration.hpp: temperature scaling).
/// @throws std::invalid_argument where it is not known of an outcome whether it is right
double binary_temperature(const SampleTrace& samples, const std::vector<std::size_t>& exits);

/// How often answers of a confidence are right: the rising step function of the confidence with the least
/// squared error (pool adjacent violators; isotonic calibration: Zadrozny, Elkan, KDD 2002).
class IsotonicMap {
 public:
  /// @param outcomes (confidence, right or wrong)
  explicit IsotonicMap(std::vector<std::pair<double, bool>> outcomes);

  /// Below all confidences that it was made of: as at the least of them.
  double operator()(double confidence) const;

 private:
  std::vector<double> from_{};   ///< confidences at which the steps begin, rising
  std::vector<double> share_{};  ///< right answers of each step, rising
};

/// That of one exit. @throws std::invalid_argument where it is not known of an outcome whether it is right
IsotonicMap isotonic_map(const SampleTrace& samples, std::size_t exit);

}  // namespace splitscape
