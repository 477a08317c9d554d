#include "models/server.hpp"

#include <iterator>

namespace splitscape {

double relative_batch_time(const Batching& batching, std::size_t size) {
  const double n = static_cast<double>(size);
  if (size <= 1) return 1.0;
  if (batching.relative_time.empty()) return n;
  double low_size = 1.0;
  double low_time = 1.0;
  const auto high = batching.relative_time.lower_bound(size);
  if (high == batching.relative_time.end()) {
    // Beyond the last size given the time grows in proportion to it.
    const auto& [last_size, last_time] = *std::prev(high);
    return last_time * n / static_cast<double>(last_size);
  }
  if (high->first == size) return high->second;
  if (high != batching.relative_time.begin()) {
    const auto low = std::prev(high);
    low_size = static_cast<double>(low->first);
    low_time = low->second;
  }
  const double share = (n - low_size) / (static_cast<double>(high->first) - low_size);
  return low_time + share * (high->second - low_time);
}

}  // namespace splitscape
