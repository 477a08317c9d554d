#pragma once

#include <string>

#include "models/network.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {

/// A network of the zoo or of a profile file, as a scenario would name it.
/// @throws InputError where there is none
NetworkProfile named_network(const std::string& name, const Zoo& zoo);

}  // namespace splitscape
