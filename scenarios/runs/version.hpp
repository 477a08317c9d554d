#pragma once

#include <string>
#include <utility>
#include <vector>

namespace splitscape {

/// The version of the program.
std::string program_version();
/// The libraries that its results depend on, with their versions.
std::vector<std::pair<std::string, std::string>> package_versions();

}  // namespace splitscape
