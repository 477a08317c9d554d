#include "analysis/statistics/paired_difference.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <stdexcept>

#include "analysis/statistics/mean_interval.hpp"
#include "analysis/statistics/quantile_interval.hpp"

namespace splitscape {
namespace {

/// Of values that come from sums over up to a million numbers.
constexpr double rounding = 1e-9;

/// What the differences may be off by rounding.
double blur(const std::vector<double>& first, const std::vector<double>& second) {
  double largest = 0;
  for (std::size_t i = 0; i < first.size(); ++i)
    largest = std::max({largest, std::abs(first[i]), std::abs(second[i])});
  return rounding * largest;
}

/// Two-sided, of Student's t.
double p_value(double t, double degrees) {
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(degrees), std::abs(t)));
}

}  // namespace

PairedDifference paired_difference(const std::vector<double>& first, const std::vector<double>& second) {
  if (first.empty() || first.size() != second.size())
    throw std::invalid_argument("a paired difference needs as many values of the one as of the other");
  std::vector<double> differences(first.size());
  std::transform(first.begin(), first.end(), second.begin(), differences.begin(), std::minus<>());
  const Estimate estimate = mean_interval(differences);
  PairedDifference result{.mean = *estimate.mean, .half_width = estimate.half_width, .n = first.size()};
  const double off = blur(first, second);
  const auto [least, most] = std::minmax_element(differences.begin(), differences.end());
  if (std::max(std::abs(*least), std::abs(*most)) <= off) result.mean = 0;
  if (result.n < 2) return result;
  if (const auto median = quantile_interval(differences, 0.5)) {
    result.median_low = median->low;
    result.median_high = median->high;
  }
  if (*most - *least <= off) {
    result.always_the_same = true;
    result.half_width = 0;
    return result;
  }
  const double n = static_cast<double>(result.n);
  double squares = 0;
  for (const double difference : differences)
    squares += (difference - *estimate.mean) * (difference - *estimate.mean);
  result.p = p_value(*estimate.mean / std::sqrt(squares / (n - 1) / n), n - 1);
  return result;
}

}  // namespace splitscape
