#pragma once

#include <vector>

#include "models/bottleneck.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/section.hpp"

namespace splitscape {

/// Bottlenecks of a network; of those with several widths, the one that is chosen.
/// @param codec how the cost of an encoder or a decoder is written
Format<std::vector<Bottleneck>> bottlenecks_format(const Format<ComputeCost>& codec);
std::vector<SectionDoc> bottleneck_docs(const Format<ComputeCost>& codec);

}  // namespace splitscape
