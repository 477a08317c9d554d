#pragma once

#include <vector>

#include "models/bottleneck.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/section.hpp"

namespace splitscape {

/// Bottlenecks of a network; of those with several widths, the one that is chosen, or each by its name where
/// none is.
Format<std::vector<Bottleneck>> bottlenecks_format();
std::vector<SectionDoc> bottleneck_docs();

}  // namespace splitscape
