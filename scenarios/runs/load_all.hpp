#pragma once

#include <string>
#include <vector>

#include "scenarios/loader/scenario_file.hpp"

namespace splitscape {

/// Reads scenario files, or the scenarios of manifests, and checks that each can be run. "-" is the standard
/// input, whose paths start from the working directory.
/// @throws InputError at the first thing that cannot be read; UserError with all contradictions of a scenario
std::vector<LoadedScenario> load_all(const std::vector<std::string>& files, const Overrides& overrides,
                                     const Zoo& zoo);

/// All contradictions of a scenario as error messages at their keys.
std::vector<std::string> contradictions_of(const LoadedScenario& loaded);

}  // namespace splitscape
