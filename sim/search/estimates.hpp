#pragma once

#include <vector>

#include "sim/observation.hpp"

namespace splitscape {

/// The estimates that a plan was made with: of the links, the servers' loads and the size of the answer. A
/// search is repeated when they no longer hold.
class Estimates {
 public:
  explicit Estimates(const Observation& observation);

  /// Whether each is what it was, apart from this share of it. 0: exactly.
  bool still_hold(const Observation& observation, double tolerance);

 private:
  static void collect(const Observation& observation, std::vector<double>& into);

  std::vector<double> then_{};
  std::vector<double> now_{};  ///< kept between calls for its memory
};

}  // namespace splitscape
