#include "sim/slices.hpp"

#include <algorithm>

namespace splitscape {

std::vector<Slice> slices_of(const NetworkGraph& network, std::size_t position, std::size_t encoding) {
  const Bottleneck& whole = *network.bottleneck_at(position, encoding);
  std::vector<std::size_t> rising;
  for (std::size_t k = 1; k <= network.encodings(position); ++k) {
    const Bottleneck& part = *network.bottleneck_at(position, k);
    if (part.ratio < whole.ratio && part.replaces_head == whole.replaces_head) rising.push_back(k);
  }
  std::stable_sort(rising.begin(), rising.end(), [&](std::size_t a, std::size_t b) {
    return network.bottleneck_at(position, a)->ratio < network.bottleneck_at(position, b)->ratio;
  });
  rising.push_back(encoding);
  std::vector<Slice> slices;
  Bytes before{};
  for (const std::size_t k : rising) {
    const Bytes all = network.crossing(position, k);
    if (!slices.empty() && all == before) continue;  // of two alike the first
    slices.push_back({.size = all - before, .encoding = k});
    before = all;
  }
  return slices;
}

}  // namespace splitscape
