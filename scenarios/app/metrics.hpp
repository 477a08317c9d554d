#pragma once

#include <string>
#include <vector>

namespace splitscape {

/// A column of summary.csv by which runs are judged.
struct Metric {
  const char* column;
  const char* title;  ///< for people, with a unit
  bool more_is_better;
  double factor;           ///< from the unit of the column to that of the title
  const char* half_width;  ///< column with half the width of its interval within a run; null: it has none
};

/// All that have a better and a worse.
const std::vector<Metric>& metrics();

/// @param option of the command line, for the message
/// @throws UserError that proposes the nearest one
const Metric& metric_named(const std::string& name, const std::string& option);

}  // namespace splitscape
