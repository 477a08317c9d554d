#include "sim/search/exit_within_bound.hpp"

#include <algorithm>
#include <cmath>

namespace splitscape {

ExitAndCut last_exit_within(const std::vector<std::vector<double>>& times, double bound,
                            ComparedTime compared) {
  const auto best_of = [&times](std::size_t exit) {
    const auto best = std::min_element(times[exit].begin(), times[exit].end());
    return static_cast<std::size_t>(best - times[exit].begin());
  };
  for (std::size_t exit = times.size(); exit-- > 0;) {
    const std::size_t best = best_of(exit);
    const double time = compared == ComparedTime::last ? times[exit].back() : times[exit][best];
    if (time < bound) return {.exit = exit, .cut = best};
  }
  if (compared == ComparedTime::least) return {.exit = 0, .cut = best_of(0)};
  const auto possible = std::find_if(times.front().begin(), times.front().end(),
                                     [](double time) { return std::isfinite(time); });
  return {.exit = 0,
          .cut = possible == times.front().end()
                     ? std::size_t{0}
                     : static_cast<std::size_t>(possible - times.front().begin())};
}

}  // namespace splitscape
