#pragma once

#include <vector>

#include "models/deployment.hpp"
#include "scenarios/loader/section.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {

/// The groups of devices of a scenario, by name.
Format<std::vector<Deployment>> devices_format(const Zoo& zoo);

/// Their sections, for the documentation.
std::vector<SectionDoc> device_docs(const Zoo& zoo);

}  // namespace splitscape
