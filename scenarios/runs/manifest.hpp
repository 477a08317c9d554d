#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "scenarios/loader/scenario_file.hpp"

namespace splitscape {

/// What results were made from: every scenario as read, the files it refers to with their SHA-256, the
/// version of the program and its libraries, and the SHA-256 of the results. No date and no machine: the same
/// run gives the same manifest, byte for byte.
/// @param directory that holds the result files
/// @param replications of each scenario, from its run number on
std::string make_manifest(const std::vector<LoadedScenario>& scenarios, const std::string& directory,
                          std::size_t replications = 1);

/// Writes it as manifest.json beside them. @throws std::runtime_error where it cannot be written
void write_manifest(const std::vector<LoadedScenario>& scenarios, const std::string& directory,
                    std::size_t replications = 1);

/// Whether a text is a manifest rather than a scenario.
bool is_manifest(const Value& document);

/// The scenarios of a manifest, to be run again. Relative paths in them start from where the scenario file
/// was.
/// @throws InputError where a file has changed since, or the manifest cannot be read
std::vector<LoadedScenario> scenarios_of_manifest(const Value& manifest, const std::string& file,
                                                  const Overrides& overrides, const Zoo& zoo);

}  // namespace splitscape
