#pragma once

#include <string>
#include <vector>

#include "models/network.hpp"

namespace splitscape {

/// What the bottlenecks of a profile say that contradicts itself, the layers or one another, one sentence
/// each. Costs, and whether a tensor crosses alone, are not looked at here.
std::vector<std::string> bottleneck_defects(const NetworkProfile& profile);

/// How messages call a bottleneck: "the bottleneck 'narrow' after 'conv3'".
std::string title_of(const Bottleneck& bottleneck);

}  // namespace splitscape
