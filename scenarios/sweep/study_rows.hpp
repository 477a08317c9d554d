#pragma once

#include <cstddef>
#include <vector>

#include "scenarios/loader/study_file.hpp"

namespace splitscape {

/// The points of all axes together that a study looks at: their grid, the first axis slowest, or the points
/// of its design in the order that the analysis of the design wants.
class StudyRows {
 public:
  /// @param study must outlive it
  explicit StudyRows(const Study& study);

  std::size_t count() const { return count_; }
  /// A point an axis, in the order of the axes.
  std::vector<AxisPoint> row(std::size_t index) const;

 private:
  const Study& study_;
  std::vector<std::vector<double>> design_{};  ///< of the unit cube; empty: the grid
  std::size_t count_ = 1;
};

}  // namespace splitscape
