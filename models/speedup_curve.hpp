#pragma once

#include <string>
#include <vector>

#include "models/figure.hpp"

namespace splitscape {

/// By how much a runtime computes a pruned junction faster than the dense one, by the density that is left.
struct SpeedupCurve {
  /// What is known of the runtime.
  enum class Kind {
    none,      ///< it does all the multiply-accumulates of the dense junction: no gain
    ideal,     ///< it does only those that are left, at its dense rate: 1 / density
    measured,  ///< somebody measured it: points, linear in between
  };
  struct Point {
    double density = 1;  ///< 0 < density <= 1, rising from point to point
    double speedup = 1;  ///< > 0; below 1 the format is slower than dense

    friend bool operator==(const Point&, const Point&) = default;
  };

  Kind kind = Kind::none;
  std::vector<Point> points{};
  Status status = Status::user;
  std::string source{};

  /// Time of the dense junction / time of the pruned one. Of a measured curve beyond its points, what they
  /// show at least: for fewer weights than were measured the gain of the sparsest point, for more no gain,
  /// and the loss of the densest point where that is slower than dense.
  double at(double density) const;

  friend bool operator==(const SpeedupCurve&, const SpeedupCurve&) = default;
};

/// What makes a curve impossible, one sentence each; empty when it is sound.
std::vector<std::string> defects(const SpeedupCurve& curve);

}  // namespace splitscape
