#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/units.hpp"

namespace splitscape {

/// What the manifest of a run directory tells of a group of devices.
struct RecordedGroup {
  std::vector<std::string> path{};    ///< link, server, link, server, ...; empty: not told
  std::optional<Seconds> deadline{};  ///< absent: none, or not told

  /// "wifi", or "hop 1" where the path is not told. @param hop from 1
  std::string link(std::size_t hop) const;
  std::string server(std::size_t hop) const;
  /// Whether a link or server lies on the path; true where that is not told.
  bool passes(const std::string& name) const;
};

/// @param route that was chosen; empty where the group has one path
/// @return nothing told where there is no manifest, or it is another scenario's
RecordedGroup recorded_group(const std::string& directory, const std::string& scenario,
                             const std::string& group, const std::string& route);

}  // namespace splitscape
