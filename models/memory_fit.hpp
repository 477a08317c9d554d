#pragma once

#include <cstddef>
#include <set>
#include <utility>
#include <vector>

#include "models/cost_table.hpp"

namespace splitscape {

/// Which runs of layers the places of a path hold, worked out once.
class MemoryFit {
 public:
  explicit MemoryFit(const CostTable& costs);

  /// Whether a place holds layers first .. last-1, with the decoder and the encoder that they need there.
  bool holds(std::size_t place, std::size_t first, std::size_t last) const {
    return first >= places_[place].earliest[last] && !places_[place].unfit.contains({first, last});
  }
  /// No run of layers that ends with layer last-1 and begins before this one fits.
  std::size_t earliest(std::size_t place, std::size_t last) const { return places_[place].earliest[last]; }
  /// Whether the network can be cut so that every place holds its part.
  bool possible() const;

 private:
  struct Place {
    std::vector<std::size_t> earliest{};                    ///< by the end of the run, for layers alone
    std::set<std::pair<std::size_t, std::size_t>> unfit{};  ///< later runs that a bottleneck makes too large
  };

  std::vector<Place> places_{};
};

}  // namespace splitscape
