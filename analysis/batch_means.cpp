#include "analysis/batch_means.hpp"

#include "analysis/statistics/mean_interval.hpp"

namespace splitscape {

void BatchMeans::add(double value) {
  ++count_;
  sum_ += value;
  batch_sum_ += value;
  if (++in_batch_ < batch_size_) return;
  batches_.push_back(batch_sum_);
  batch_sum_ = 0;
  in_batch_ = 0;
  if (batches_.size() < most_batches) return;
  for (std::size_t i = 0; i < most_batches / 2; ++i) batches_[i] = batches_[2 * i] + batches_[2 * i + 1];
  batches_.resize(most_batches / 2);
  batch_size_ *= 2;
}

std::optional<double> BatchMeans::mean() const {
  if (count_ == 0) return std::nullopt;
  return sum_ / static_cast<double>(count_);
}

std::optional<double> BatchMeans::half_width() const {
  std::vector<double> means;
  means.reserve(batches_.size());
  for (const double sum : batches_) means.push_back(sum / static_cast<double>(batch_size_));
  return half_width_of_mean(means);
}

}  // namespace splitscape
