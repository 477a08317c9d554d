#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/scenario.hpp"
#include "models/units.hpp"
#include "sim/decision.hpp"

namespace splitscape {

/// How results call what a record numbers, for one group of devices: worked out once a run.
struct GroupNames {
  std::string group{};
  std::vector<std::string> cuts{};                    ///< by position
  std::vector<std::vector<std::string>> encodings{};  ///< by position: those to choose from there
  std::vector<std::string> places{};                  ///< "device", then the servers of the path
  std::optional<Seconds> deadline{};
  bool knows_energy = false;  ///< of requests

  /// The last layers before the cuts, one a hop, joined by |, each with a + and the bottleneck that was
  /// chosen where one was; empty where the path has no hop.
  std::string cut(const CutPositions& positions, const Encodings& chosen = {}) const;
};

/// The names of every group, in the order of the scenario.
std::vector<GroupNames> group_names(const Scenario& scenario);

}  // namespace splitscape
