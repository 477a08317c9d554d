#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/scenario.hpp"
#include "models/units.hpp"
#include "sim/decision.hpp"

namespace splitscape {

/// One of several paths of a group.
struct RouteNames {
  std::string name{};
  std::vector<std::string> places{};  ///< "device", then its servers
};

/// How results call what a record numbers, for one group of devices: worked out once a run.
struct GroupNames {
  std::string group{};
  std::vector<std::string> cuts{};    ///< by position
  std::vector<std::string> places{};  ///< "device", then the servers of the (first) path
  std::vector<RouteNames> routes{};   ///< where there are several
  std::optional<Seconds> deadline{};
  bool knows_energy = false;  ///< of requests

  /// The last layers before the cuts, one a hop, joined by |; empty where the path has no hop.
  std::string cut(const CutPositions& positions) const;
  /// The path that was chosen; empty where there is one.
  std::string route(const Decision& decision) const;
  /// A place of that path; 0: the device.
  const std::string& place(const Decision& decision, std::size_t number) const;
};

/// The names of every group, in the order of the scenario.
std::vector<GroupNames> group_names(const Scenario& scenario);

}  // namespace splitscape
