#pragma once

#include <optional>
#include <vector>

namespace splitscape {

/// A mean and half the width of its 95 % confidence interval; both may be unknown.
struct Estimate {
  std::optional<double> mean{};
  std::optional<double> half_width{};
};

/// Of independent values: Student's t with n - 1 degrees of freedom times the standard deviation by the root
/// of n (Law, "Simulation Modeling and Analysis", 5th ed., equation 4.12). No mean of no values, no
/// half-width of fewer than two.
Estimate mean_interval(const std::vector<double>& values);

/// Half the width of the 95 % confidence interval of the mean of independent values; absent for fewer than
/// two.
std::optional<double> half_width_of_mean(const std::vector<double>& values);

}  // namespace splitscape
