#include "analysis/statistics/mser5.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace splitscape {
namespace {

constexpr std::size_t batch_size = 5;
constexpr std::size_t kept_at_least = 5;

}  // namespace

std::optional<std::size_t> mser_truncation(const std::vector<double>& values, double blur) {
  const std::size_t n = values.size();
  if (n < 2 * kept_at_least) return std::nullopt;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (*most - *least <= blur) return 0;
  // From the end on, so that one pass gives the mean and the squares of every rest (Welford 1962).
  std::size_t best = n;
  double best_error = std::numeric_limits<double>::infinity();
  double mean = 0;
  double squares = 0;
  for (std::size_t d = n; d-- > 0;) {
    const double rest = static_cast<double>(n - d);
    const double step = values[d] - mean;
    mean += step / rest;
    squares += step * (values[d] - mean);
    if (n - d < kept_at_least) continue;
    const double error = squares / (rest * rest);
    if (error > best_error) continue;
    best_error = error;
    best = d;
  }
  if (2 * best > n) return std::nullopt;
  return best;
}

void Mser5::add(double value, double instant) {
  if (in_batch_ == 0) first_instant_ = instant;
  last_instant_ = std::max(last_instant_, instant);
  sum_ += value;
  if (++in_batch_ < batch_size) return;
  batches_.push_back({sum_ / static_cast<double>(batch_size), first_instant_});
  sum_ = 0;
  in_batch_ = 0;
}

std::optional<double> Mser5::truncation() const {
  std::vector<double> means;
  means.reserve(batches_.size());
  double largest = 0;
  for (const Batch& batch : batches_) {
    means.push_back(batch.mean);
    largest = std::max(largest, std::abs(batch.mean));
  }
  // A value is a difference of two instants, each right to a few units of its last place.
  const double blur = 16 * std::numeric_limits<double>::epsilon() * (last_instant_ + largest);
  const auto kept_from = mser_truncation(means, blur);
  if (!kept_from) return std::nullopt;
  return *kept_from == 0 ? 0.0 : batches_[*kept_from].first_instant;
}

}  // namespace splitscape
