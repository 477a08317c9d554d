#include "analysis/statistics/quantile_interval.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>

namespace splitscape {
namespace {

constexpr double missed_on_a_side = 0.025;

/// The largest l <= n with B(l - 1; n, p) <= 2.5 %; 0 where there is none.
std::size_t lower_number(std::size_t n, const boost::math::binomial& below) {
  std::size_t least = 0;  // holds
  std::size_t beyond = n + 1;
  while (beyond - least > 1) {
    const std::size_t middle = least + (beyond - least) / 2;
    const bool holds = boost::math::cdf(below, static_cast<double>(middle - 1)) <= missed_on_a_side;
    (holds ? least : beyond) = middle;
  }
  return least;
}

/// The smallest u <= n with 1 - B(u - 1; n, p) <= 2.5 %; n + 1 where there is none.
std::size_t upper_number(std::size_t n, const boost::math::binomial& below) {
  std::size_t before = 0;
  std::size_t most = n + 1;  // holds
  while (most - before > 1) {
    const std::size_t middle = before + (most - before) / 2;
    const double above = boost::math::cdf(boost::math::complement(below, static_cast<double>(middle - 1)));
    (above <= missed_on_a_side ? most : before) = middle;
  }
  return most;
}

}  // namespace

std::optional<OrderStatistics> order_statistics_around(std::size_t n, double p) {
  if (n == 0) return std::nullopt;
  const boost::math::binomial below(static_cast<double>(n), p);
  const std::size_t low = lower_number(n, below);
  const std::size_t high = upper_number(n, below);
  if (low == 0 || high > n) return std::nullopt;
  const double confidence = boost::math::cdf(below, static_cast<double>(high - 1)) -
                            boost::math::cdf(below, static_cast<double>(low - 1));
  return OrderStatistics{low, high, confidence};
}

std::optional<QuantileInterval> quantile_interval(std::vector<double> values, double p) {
  const auto numbers = order_statistics_around(values.size(), p);
  if (!numbers) return std::nullopt;
  std::sort(values.begin(), values.end());
  return QuantileInterval{values[numbers->low - 1], values[numbers->high - 1], numbers->confidence};
}

}  // namespace splitscape
