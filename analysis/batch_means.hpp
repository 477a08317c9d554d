#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace splitscape {

/// The mean of a stream of correlated values and how far it may be off, in constant memory: the method of
/// batch means (Law, "Simulation Modeling and Analysis", 5th ed., section 9.5.3) with batches that double in
/// size as values come, so that there are always between 32 and 64 full ones once there are enough values.
class BatchMeans {
 public:
  void add(double value);

  std::uint64_t count() const { return count_; }
  /// Of all values; absent where there are none.
  std::optional<double> mean() const;
  /// Half the width of the 95 % confidence interval of the mean: Student's t over the full batches. Absent
  /// where there are fewer than two.
  std::optional<double> half_width() const;

 private:
  static constexpr std::size_t most_batches = 64;

  std::uint64_t count_ = 0;
  double sum_ = 0;
  std::uint64_t batch_size_ = 1;
  std::uint64_t in_batch_ = 0;
  double batch_sum_ = 0;
  std::vector<double> batches_{};  ///< sums of the full ones
};

}  // namespace splitscape
