#include "sim/search/arrival_gaps.hpp"

#include <algorithm>

namespace splitscape {

void ArrivalGaps::arrive(Seconds now) {
  stamps_[arrivals_++ % stamps_.size()] = now;
}

std::optional<Seconds> ArrivalGaps::mean() const {
  if (arrivals_ < 2) return std::nullopt;
  const std::size_t gaps = std::min(arrivals_, stamps_.size()) - 1;
  const Seconds newest = stamps_[(arrivals_ - 1) % stamps_.size()];
  const Seconds oldest = stamps_[(arrivals_ - 1 - gaps) % stamps_.size()];
  return (newest - oldest) / static_cast<double>(gaps);
}

}  // namespace splitscape
