#include "analysis/statistics/mean_interval.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace splitscape {

Estimate mean_interval(const std::vector<double>& values) {
  if (values.empty()) return {};
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  return {sum / static_cast<double>(values.size()), half_width_of_mean(values)};
}

std::optional<double> half_width_of_mean(const std::vector<double>& values) {
  if (values.size() < 2) return std::nullopt;
  const double n = static_cast<double>(values.size());
  double mean = 0;
  for (const double value : values) mean += value / n;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double deviation = std::sqrt(squares / (n - 1.0));
  const boost::math::students_t distribution(n - 1.0);
  return boost::math::quantile(distribution, 0.975) * deviation / std::sqrt(n);
}

}  // namespace splitscape
