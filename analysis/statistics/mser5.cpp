#include "analysis/statistics/mser5.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/batch_means.hpp"

namespace splitscape {
namespace {

constexpr std::size_t batch_size = 5;
constexpr std::size_t kept_at_least = 5;

/// A truncation, and the mean of what it keeps.
struct Kept {
  std::size_t from = 0;
  double mean = 0;
  double error = std::numeric_limits<double>::infinity();  ///< estimated square of the mean's
};

/// The best truncation of all, and of those that keep half of the values at least.
struct BestKept {
  Kept of_all{};
  Kept of_first_half{};
};

BestKept best_kept(const std::vector<double>& values) {
  // From the end on, so that one pass gives the mean and the squares of every rest (Welford 1962).
  const std::size_t n = values.size();
  BestKept best;
  double mean = 0;
  double squares = 0;
  for (std::size_t d = n; d-- > 0;) {
    const double rest = static_cast<double>(n - d);
    const double step = values[d] - mean;
    mean += step / rest;
    squares += step * (values[d] - mean);
    if (n - d < kept_at_least) continue;
    const Kept kept{d, mean, squares / (rest * rest)};
    if (kept.error <= best.of_all.error) best.of_all = kept;
    if (2 * d <= n && kept.error <= best.of_first_half.error) best.of_first_half = kept;
  }
  return best;
}

/// Whether the short rest has the mean of the long one that it is the end of, as far as chance tells: 95 %
/// interval of the long one's mean by batch means, wider by the root of the proportion of their lengths.
bool is_quiet_end(const std::vector<double>& values, const Kept& rest, const Kept& end) {
  BatchMeans batches;
  for (std::size_t i = rest.from; i < values.size(); ++i) batches.add(values[i]);
  const double proportion =
      static_cast<double>(values.size() - rest.from) / static_cast<double>(values.size() - end.from);
  return std::abs(end.mean - rest.mean) <= batches.half_width().value_or(0) * std::sqrt(proportion);
}

}  // namespace

std::optional<std::size_t> mser_truncation(const std::vector<double>& values, double blur) {
  const std::size_t n = values.size();
  if (n < 2 * kept_at_least) return std::nullopt;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (*most - *least <= blur) return 0;
  const BestKept best = best_kept(values);
  if (2 * best.of_all.from <= n) return best.of_all.from;
  // The best of the first half is its last: later ones are better still.
  const bool still_falling = best.of_first_half.from == n / 2;
  if (still_falling || !is_quiet_end(values, best.of_first_half, best.of_all)) return std::nullopt;
  return best.of_first_half.from;
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
