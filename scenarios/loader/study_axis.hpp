#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/loader/document.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/section.hpp"

namespace splitscape {

/// A key of a scenario and the value that a study gives it.
struct KeyChange {
  std::string key{};    ///< "links.wifi.up"
  Position position{};  ///< where the study names the key
  Value value{};
};

/// What one value of an axis does to the scenario.
struct AxisPoint {
  std::string text{};  ///< in results.csv
  std::vector<KeyChange> changes{};
  std::optional<Value> policy{};  ///< instead of the scenario's own: a name or a table
};

/// What lies between two ends. A design of points takes any value of it, a grid none.
struct AxisRange {
  std::string key{};
  Position position{};  ///< of the key
  double from = 0;
  double to = 0;
  std::string unit{};  ///< as written behind the first end, with the space before it
  bool logarithmic = false;
  bool whole = false;  ///< only whole numbers
};

/// Something that a study varies.
struct StudyAxis {
  std::string name{};  ///< the column of results.csv
  Position position{};
  bool of_policies = false;
  std::vector<AxisPoint> points{};  ///< empty: only the ends are given
  std::optional<AxisRange> range{};

  /// Whether results.csv has a column of its own for it: policies have theirs anyway.
  bool has_column() const { return !(of_policies && name == "policy"); }
};

/// The point of an axis at a coordinate from 0 to 1 of a design: between the ends of a range, or the one of
/// its list, of which each has the same share.
AxisPoint point_at(const StudyAxis& axis, double coordinate);

/// The axes of a study by name.
Format<std::vector<StudyAxis>> axes_format();

/// The kinds of axes, for the documentation.
std::vector<SectionDoc> axis_docs();

}  // namespace splitscape
