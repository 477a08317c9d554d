#include "analysis/statistics/sobol.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "models/random_stream.hpp"

namespace splitscape {
namespace {

constexpr std::size_t resamples = 1000;
constexpr std::size_t most_dimensions = boost::random::default_sobol_table::max_dimension;

/// The point of the unit interval in whose middle the first 52 digits lie: never 0 and never 1.
double in_unit_interval(std::uint64_t digits) {
  return (static_cast<double>(digits >> 12U) + 0.5) * 0x1p-52;
}

/// Outcomes by matrix: a[j], b[j] and ab[j][i] belong to row j.
class Outcomes {
 public:
  Outcomes(const std::vector<double>& values, std::size_t factors)
      : values_(values), factors_(factors), rows_(values.size() / (factors + 2)) {
    // The estimators are sums of products, whose error grows with the mean; the indices do not depend on it.
    const double mean =
        std::accumulate(values_.begin(), values_.end(), 0.0) / static_cast<double>(values_.size());
    for (double& value : values_) value -= mean;
  }

  std::size_t rows() const { return rows_; }
  double a(std::size_t row) const { return values_[row * (factors_ + 2)]; }
  double ab(std::size_t row, std::size_t factor) const { return values_[row * (factors_ + 2) + 1 + factor]; }
  double b(std::size_t row) const { return values_[row * (factors_ + 2) + factors_ + 1]; }

 private:
  std::vector<double> values_;
  std::size_t factors_;
  std::size_t rows_;
};

/// Of the outcomes of A and B in these rows.
double variance(const Outcomes& outcomes, const std::vector<std::size_t>& rows) {
  const double n = 2 * static_cast<double>(rows.size());
  double mean = 0;
  for (const std::size_t row : rows) mean += (outcomes.a(row) + outcomes.b(row)) / n;
  double squares = 0;
  for (const std::size_t row : rows) {
    squares += (outcomes.a(row) - mean) * (outcomes.a(row) - mean) +
               (outcomes.b(row) - mean) * (outcomes.b(row) - mean);
  }
  return squares / n;
}

struct Shares {
  double first = 0;
  double total = 0;
};

Shares shares(const Outcomes& outcomes, const std::vector<std::size_t>& rows, std::size_t factor,
              double of_variance) {
  double first = 0;
  double total = 0;
  for (const std::size_t row : rows) {
    const double moved = outcomes.ab(row, factor) - outcomes.a(row);
    first += outcomes.b(row) * moved;
    total += moved * moved / 2;
  }
  const double n = static_cast<double>(rows.size());
  return {first / n / of_variance, total / n / of_variance};
}

/// Between the two nearest of sorted values.
double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

SobolIndex with_interval(double value, std::vector<double> resampled) {
  std::sort(resampled.begin(), resampled.end());
  return {value, quantile(resampled, 0.025), quantile(resampled, 0.975)};
}

}  // namespace

std::vector<std::vector<double>> sobol_design(std::size_t factors, std::size_t samples, std::uint64_t seed) {
  if (factors == 0 || samples == 0) throw std::invalid_argument("a Sobol design needs a factor and a sample");
  if (2 * factors > most_dimensions) throw std::invalid_argument("a Sobol design has fewer factors");
  const std::size_t dimensions = 2 * factors;
  boost::random::sobol_engine<std::uint_least64_t, 64> sequence(dimensions);
  RandomStream random(
      StreamName{.seed = seed, .purpose = Purpose::samples, .owner = "sobol design", .index = factors});
  std::vector<std::uint64_t> shift;
  for (std::size_t i = 0; i < dimensions; ++i) shift.push_back(random.next());
  std::vector<std::vector<double>> points;
  points.reserve(samples * (factors + 2));
  for (std::size_t row = 0; row < samples; ++row) {
    std::vector<double> a;
    std::vector<double> b;
    for (std::size_t i = 0; i < dimensions; ++i) {
      // Boost's sequence leaves out its first point, the origin, without which the others are less even
      // (Owen, "On dropping the first Sobol' point", 2022).
      const std::uint64_t digits = row == 0 ? 0 : sequence();
      (i < factors ? a : b).push_back(in_unit_interval(digits ^ shift[i]));
    }
    points.push_back(a);
    for (std::size_t i = 0; i < factors; ++i) {
      points.push_back(a);
      points.back()[i] = b[i];
    }
    points.push_back(b);
  }
  return points;
}

std::optional<std::vector<SobolIndices>> sobol_indices(const std::vector<double>& values,
                                                       std::size_t factors) {
  if (factors == 0 || values.empty() || values.size() % (factors + 2) != 0) {
    throw std::invalid_argument("a Sobol design has factors + 2 outcomes a row");
  }
  if (std::all_of(values.begin(), values.end(), [&](double value) { return value == values[0]; })) {
    return std::nullopt;
  }
  const Outcomes outcomes(values, factors);
  std::vector<std::size_t> rows(outcomes.rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const double all = variance(outcomes, rows);
  if (all == 0) return std::nullopt;
  std::vector<std::vector<double>> first(factors);
  std::vector<std::vector<double>> total(factors);
  RandomStream random(StreamName{.purpose = Purpose::samples, .owner = "sobol bootstrap"});
  std::vector<std::size_t> drawn(rows.size());
  for (std::size_t i = 0; i < resamples; ++i) {
    for (std::size_t& row : drawn) {
      row = static_cast<std::size_t>(random.uniform() * static_cast<double>(rows.size()));
    }
    const double of_drawn = variance(outcomes, drawn);
    if (of_drawn == 0) continue;  // the same row again and again
    for (std::size_t factor = 0; factor < factors; ++factor) {
      const Shares resampled = shares(outcomes, drawn, factor, of_drawn);
      first[factor].push_back(resampled.first);
      total[factor].push_back(resampled.total);
    }
  }
  std::vector<SobolIndices> indices;
  for (std::size_t factor = 0; factor < factors; ++factor) {
    const Shares whole = shares(outcomes, rows, factor, all);
    indices.push_back({with_interval(whole.first, first[factor]), with_interval(whole.total, total[factor])});
  }
  return indices;
}

}  // namespace splitscape
