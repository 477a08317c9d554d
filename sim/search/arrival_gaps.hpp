#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "models/units.hpp"

namespace splitscape {

/// How far apart requests arrive, as a device sees it: the mean of its last gaps.
class ArrivalGaps {
 public:
  /// @param window number of gaps that the mean is taken over, >= 1
  explicit ArrivalGaps(std::size_t window) : stamps_(window + 1) {}

  void arrive(Seconds now);
  /// Absent before the second arrival.
  std::optional<Seconds> mean() const;

 private:
  std::vector<Seconds> stamps_;  ///< a ring
  std::size_t arrivals_ = 0;
};

}  // namespace splitscape
