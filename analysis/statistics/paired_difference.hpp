#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace splitscape {

/// What two systems differ by that were observed in pairs, as under common random numbers.
struct PairedDifference {
  double mean = 0;                     ///< of first - second
  std::optional<double> half_width{};  ///< of the 95 % interval of the mean; absent for one pair
  /// That independent pairs of equal means differ at least so much; absent for one pair, and where chance has
  /// no part: every pair differs by the same.
  std::optional<double> p{};
  std::size_t n = 0;                    ///< pairs
  bool always_the_same = false;         ///< every pair of two or more differs by the same
  std::optional<double> median_low{};   ///< of the distribution-free interval of the median of the
  std::optional<double> median_high{};  ///< differences; absent below six pairs
};

/// The paired-t interval (Law, "Simulation Modeling and Analysis", 5th ed., section 10.2.1) and the two-sided
/// p-value of its test. Differences whose spread is below a billionth of the largest value are the same:
/// chance has no part in them, and their last digits are rounding; below a billionth they are zero.
/// @param first, second as many of each, one at least, a pair at the same place
/// @throws std::invalid_argument where there are not as many, or none
PairedDifference paired_difference(const std::vector<double>& first, const std::vector<double>& second);

}  // namespace splitscape
