#pragma once

#include <string>
#include <vector>

#include "models/scenario.hpp"
#include "scenarios/loader/section.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {

/// The networks of a scenario: profile and samples, by name.
Format<std::vector<NetworkUse>> networks_format();

/// An entry of the zoo, as sparse as its profile says. @throws InputError
NetworkUse zoo_network(const std::string& name, Reading& reading);

/// The sections of the networks of a scenario, and of profile files, for the documentation.
std::vector<SectionDoc> network_docs();
std::vector<SectionDoc> profile_docs();

}  // namespace splitscape
