#include "models/speedup_curve.hpp"

#include <algorithm>

namespace splitscape {

double SpeedupCurve::at(double density) const {
  if (kind == Kind::none || density >= 1) return 1;
  if (kind == Kind::ideal) return 1 / density;
  const auto above = std::lower_bound(points.begin(), points.end(), density,
                                      [](const Point& p, double wanted) { return p.density < wanted; });
  if (above == points.begin()) return above == points.end() ? 1 : above->speedup;
  const auto below = std::prev(above);
  if (above == points.end()) return below->speedup;
  const double share = (density - below->density) / (above->density - below->density);
  return below->speedup + share * (above->speedup - below->speedup);
}

}  // namespace splitscape
