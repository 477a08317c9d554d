#pragma once

#include <vector>

#include "models/link.hpp"
#include "models/server.hpp"
#include "models/variation.hpp"
#include "scenarios/loader/section.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {

/// The links and the servers of a scenario, by name.
Format<std::vector<Link>> links_format(const Zoo& zoo);
Format<std::vector<Server>> servers_format(const Zoo& zoo);
Format<Variation> variation_format();

/// Their sections, for the documentation.
std::vector<SectionDoc> link_docs(const Zoo& zoo);
std::vector<SectionDoc> server_docs(const Zoo& zoo);

}  // namespace splitscape
