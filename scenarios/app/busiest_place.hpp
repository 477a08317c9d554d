#pragma once

#include <string>
#include <vector>

#include "scenarios/app/recorded_scenario.hpp"

namespace splitscape {

/// How much a place of a run was in use, from 0 to the end of the run.
struct UsedPlace {
  std::string name{};      ///< "server edge", "link wifi up", "device cameras 3"
  double utilisation = 0;  ///< share of the time; of the copy, or of the device, that was used most
};

/// The places on the way of a group, the most used one first, as devices.csv, links.csv and servers.csv of a
/// run directory tell it; those that are missing are left out.
std::vector<UsedPlace> places_by_use(const std::string& directory, const std::string& scenario,
                                     const std::string& policy, const std::string& group,
                                     const RecordedGroup& recorded);

}  // namespace splitscape
