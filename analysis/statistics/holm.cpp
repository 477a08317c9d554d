#include "analysis/statistics/holm.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace splitscape {

std::vector<double> holm(const std::vector<double>& p) {
  std::vector<std::size_t> rising(p.size());
  std::iota(rising.begin(), rising.end(), std::size_t{0});
  std::stable_sort(rising.begin(), rising.end(), [&p](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double largest = 0;
  for (std::size_t i = 0; i < rising.size(); ++i) {
    largest = std::max(largest, std::min(1.0, static_cast<double>(p.size() - i) * p[rising[i]]));
    adjusted[rising[i]] = largest;
  }
  return adjusted;
}

}  // namespace splitscape
