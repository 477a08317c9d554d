#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace splitscape {

/// An interval that covers a quantile with at least 95 % probability, whatever the law of the values.
struct QuantileInterval {
  double low = 0;
  double high = 0;
  double confidence = 0;  ///< at least that with which it covers, 0.95 or more
};

/// Two of n independent values in rising order, by their numbers from 1.
struct OrderStatistics {
  std::size_t low = 0;
  std::size_t high = 0;
  double confidence = 0;
};

/// Which two of n independent values lie around the p-quantile with at least 95 %, each side missed with at
/// most 2.5 %: the number of values that do not exceed the quantile is binomial, so that value number l to
/// value number u cover it with probability B(u - 1; n, p) - B(l - 1; n, p), B being the binomial
/// distribution function (Hahn, Meeker, "Statistical Intervals", 1991, section 5.2; Conover, "Practical
/// Nonparametric Statistics", 3rd ed., section 3.2). Absent where n is too small for that.
/// @param p within 0 and 1, these excluded
std::optional<OrderStatistics> order_statistics_around(std::size_t n, double p);

/// The interval of the p-quantile of the law of independent values; absent where they are too few.
std::optional<QuantileInterval> quantile_interval(std::vector<double> values, double p);

}  // namespace splitscape
