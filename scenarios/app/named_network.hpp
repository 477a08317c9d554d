#pragma once

#include <string>
#include <vector>

#include "models/scenario.hpp"
#include "scenarios/loader/reading.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {

/// A network of the zoo or of a profile file, as a scenario would name it.
/// @throws InputError where there is none
NetworkUse named_network(const std::string& name, const Zoo& zoo);

/// Likewise, with the files that it was read from.
struct ReadNetwork {
  NetworkUse network{};
  std::vector<InputFile> inputs{};
};
ReadNetwork read_named_network(const std::string& name, const Zoo& zoo);

/// A network of a scenario, with what the scenario changes in it.
/// @throws InputError where the scenario cannot be read, UserError where it has no such network
NetworkUse network_in_scenario(const std::string& name, const std::string& file,
                               const std::vector<std::string>& assignments, const Zoo& zoo);

}  // namespace splitscape
