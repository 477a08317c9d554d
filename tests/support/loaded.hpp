#pragma once

#include <string>
#include <vector>

#include "scenarios/loader/scenario_file.hpp"

namespace splitscape::test {

/// A scenario written in YAML in a test. @param directory that relative paths in it start from
LoadedScenario loaded(const std::string& yaml, const std::string& directory = "");

/// A scenario that comes with the project. @param assignments as for --set
LoadedScenario shipped(const std::string& name, const std::vector<std::string>& assignments = {});

/// All scenarios that come with the project, as paths from its root.
std::vector<std::string> shipped_scenarios();

}  // namespace splitscape::test
