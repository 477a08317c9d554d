#include "analysis/statistics/pareto.hpp"

#include <algorithm>
#include <stdexcept>

namespace splitscape {
namespace {

/// Area between points and a reference, all better than it in their first two coordinates.
double area(std::vector<const Costs*> points, const Costs& reference) {
  std::sort(points.begin(), points.end(), [](const Costs* a, const Costs* b) { return *a < *b; });
  double sum = 0;
  double lowest = reference[1];
  for (const Costs* point : points) {
    if ((*point)[1] >= lowest) continue;
    sum += (reference[0] - (*point)[0]) * (lowest - (*point)[1]);
    lowest = (*point)[1];
  }
  return sum;
}

/// The volume in slabs between neighbouring values of the third coordinate: in each the area is that of the
/// points that are as low (O(n^2 log n)).
double volume(std::vector<const Costs*> points, const Costs& reference) {
  std::sort(points.begin(), points.end(), [](const Costs* a, const Costs* b) { return (*a)[2] < (*b)[2]; });
  double sum = 0;
  std::vector<const Costs*> below;
  for (std::size_t i = 0; i < points.size(); ++i) {
    below.push_back(points[i]);
    const double top = i + 1 < points.size() ? (*points[i + 1])[2] : reference[2];
    const double height = top - (*points[i])[2];
    if (height > 0) sum += height * area(below, reference);
  }
  return sum;
}

}  // namespace

bool dominates(const Costs& one, const Costs& other) {
  bool better = false;
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (one[i] > other[i]) return false;
    better = better || one[i] < other[i];
  }
  return better;
}

std::vector<std::size_t> pareto_front(const std::vector<Costs>& all) {
  std::vector<std::size_t> front;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto better = [&](const Costs& other) { return dominates(other, all[i]); };
    if (std::none_of(all.begin(), all.end(), better)) front.push_back(i);
  }
  return front;
}

std::vector<std::vector<std::size_t>> dominated_by(const std::vector<Costs>& all) {
  const auto front = pareto_front(all);
  std::vector<std::vector<std::size_t>> result(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const std::size_t better : front) {
      if (dominates(all[better], all[i])) result[i].push_back(better);
    }
  }
  return result;
}

double hypervolume(const std::vector<Costs>& all, const Costs& reference) {
  const std::size_t measures = reference.size();
  if (measures < 1 || measures > 3) {
    throw std::invalid_argument("a hypervolume is of one, two or three measures");
  }
  std::vector<const Costs*> points;
  for (const std::size_t i : pareto_front(all)) {
    bool counts = true;
    for (std::size_t m = 0; m < measures; ++m) counts = counts && all[i][m] < reference[m];
    if (counts) points.push_back(&all[i]);
  }
  if (points.empty()) return 0;
  if (measures == 3) return volume(std::move(points), reference);
  if (measures == 2) return area(std::move(points), reference);
  return reference[0] - (*points.front())[0];
}

}  // namespace splitscape
