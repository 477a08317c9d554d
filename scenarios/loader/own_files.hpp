#pragma once

#include <string>
#include <vector>

namespace splitscape {

/// Where a folder that comes with the program may lie, the first place first: beside the installed program,
/// and in the source tree that the program was built from.
/// @param installed its name in share/splitscape; @param in_source its path in the source tree
std::vector<std::string> places_of(const std::string& installed, const std::string& in_source);

}  // namespace splitscape
