#include "sim/exit_rules/score_shares.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace splitscape {

std::vector<double> geometric_shares(double p, std::size_t exits) {
  std::vector<double> shares(exits);
  for (std::size_t k = 0; k < exits; ++k) shares[k] = std::pow(p, static_cast<double>(k + 1));
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
  return shares;
}

std::vector<double> thresholds_for(const SampleTrace& samples, const std::vector<double>& shares) {
  std::vector<double> thresholds;
  std::vector<bool> left(samples.rows());
  std::vector<double> staying;
  for (std::size_t exit = 1; exit < samples.exits(); ++exit) {
    staying.clear();
    for (std::size_t row = 0; row < samples.rows(); ++row) {
      if (!left[row]) staying.push_back(samples.at(row, exit).confidence);
    }
    // A product that is a whole number but for its rounding is that number.
    const double exact = shares[exit - 1] * static_cast<double>(samples.rows());
    const auto leaving = static_cast<std::size_t>(std::floor(exact + 1e-9));
    double threshold = std::numeric_limits<double>::infinity();
    if (leaving > 0 && leaving <= staying.size()) {
      const auto last = staying.begin() + static_cast<std::ptrdiff_t>(leaving - 1);
      std::nth_element(staying.begin(), last, staying.end(), std::greater<>());
      threshold = *last;
    }
    thresholds.push_back(threshold);
    for (std::size_t row = 0; row < samples.rows(); ++row) {
      if (samples.at(row, exit).confidence >= threshold) left[row] = true;
    }
  }
  return thresholds;
}

std::vector<double> shares_at(const SampleTrace& samples, const std::vector<double>& thresholds) {
  std::vector<double> shares(samples.exits());
  const double part = 1.0 / static_cast<double>(samples.rows());
  for (std::size_t row = 0; row < samples.rows(); ++row) {
    std::size_t exit = 1;
    while (exit < samples.exits() && samples.at(row, exit).confidence < thresholds[exit - 1]) ++exit;
    shares[exit - 1] += part;
  }
  return shares;
}

}  // namespace splitscape
