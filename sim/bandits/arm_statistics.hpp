#pragma once

#include <algorithm>
#include <cstddef>

namespace splitscape {

/// What is known of the rewards of an arm.
struct ArmStatistics {
  std::size_t count = 0;   ///< rewards that came
  double sum = 0;          ///< of them
  double sum_squares = 0;  ///< of their squares

  void add(double reward, std::size_t times = 1) {
    const auto weight = static_cast<double>(times);
    count += times;
    sum += weight * reward;
    sum_squares += weight * reward * reward;
  }
  double mean() const { return sum / static_cast<double>(count); }
  /// Of the rewards that came (divided by their number).
  double variance() const {
    const double average = mean();
    return std::max(0.0, sum_squares / static_cast<double>(count) - average * average);
  }
};

}  // namespace splitscape
