#pragma once

#include <string>

#include "models/network.hpp"

namespace splitscape {

/// A profile with what a person adds to what a network file tells: title, sources, and times that somebody
/// measured, by name of a layer, or "exit 1" for the head of the first side branch.
/// @param text of a YAML file with any of the keys title, sources and measured
/// @param file its name, for error messages
/// @throws InputError also where a measured layer is none of the profile's
NetworkProfile with_about(NetworkProfile profile, const std::string& text, const std::string& file);

}  // namespace splitscape
