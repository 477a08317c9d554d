#include "models/speedup_curve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace splitscape {

double SpeedupCurve::at(double density) const {
  if (kind == Kind::none || density >= 1) return 1;
  if (kind == Kind::ideal) return 1 / density;
  if (points.empty()) return 1;
  const auto above = std::lower_bound(points.begin(), points.end(), density,
                                      [](const Point& p, double wanted) { return p.density < wanted; });
  if (above == points.end()) return std::min(1.0, points.back().speedup);
  if (above == points.begin() || above->density == density) return above->speedup;
  const auto below = std::prev(above);
  const double share = (density - below->density) / (above->density - below->density);
  return below->speedup + share * (above->speedup - below->speedup);
}

std::vector<std::string> defects(const SpeedupCurve& curve) {
  std::vector<std::string> found;
  if (curve.kind != SpeedupCurve::Kind::measured) {
    if (!curve.points.empty()) found.emplace_back("only a measured speed-up curve has points");
    return found;
  }
  if (curve.points.empty()) found.emplace_back("a measured speed-up curve needs at least one point");
  double last = 0;
  for (const auto& point : curve.points) {
    if (!(point.density > 0 && point.density <= 1)) {
      found.push_back(fmt::format("a density of {} is not above 0 and at most 1", point.density));
    } else if (!(point.density > last)) {
      found.push_back(
          fmt::format("the densities of a speed-up curve must rise: {} comes after {}", point.density, last));
    }
    if (!(point.speedup > 0 && std::isfinite(point.speedup))) {
      found.push_back(fmt::format("a speed-up of {} is not positive", point.speedup));
    }
    last = point.density;
  }
  return found;
}

}  // namespace splitscape
