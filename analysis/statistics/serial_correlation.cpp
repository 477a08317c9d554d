#include "analysis/statistics/serial_correlation.hpp"

#include <cmath>
#include <cstddef>
#include <numeric>

namespace splitscape {

bool neighbours_resemble(const std::vector<double>& values) {
  if (values.size() < 3) return false;
  const double n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0;
  double steps = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squares += (values[i] - mean) * (values[i] - mean);
    if (i > 0) steps += (values[i] - values[i - 1]) * (values[i] - values[i - 1]);
  }
  if (squares == 0) return false;
  // The correlation of neighbours with its ends put right. Without any it is about normal around 0.
  const double correlation = 1 - steps / (2 * squares);
  constexpr double ninetieth_percentile = 1.2815515655446004;  // of the standard normal law
  return correlation > ninetieth_percentile * std::sqrt((n - 2) / (n * n - 1));
}

}  // namespace splitscape
