#pragma once

#include <string>
#include <vector>

namespace splitscape {

/// The table of a directory that runs or a sweep have left.
struct FoundResults {
  std::string path{};               ///< of the table
  std::vector<std::string> axes{};  ///< its columns before those of summary.csv; none where no sweep left it
  std::string policy_axis{};        ///< the one of these that names policies; empty: none does
};

/// @throws UserError where the directory holds no results, or a sweep that is not complete; InputError where
/// its study.json or the table's header cannot be read
FoundResults find_results(const std::string& directory);

}  // namespace splitscape
