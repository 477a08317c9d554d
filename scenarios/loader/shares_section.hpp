#pragma once

#include "models/sample_trace.hpp"
#include "scenarios/loader/section.hpp"

namespace splitscape {

Section<PublishedShares> shares_section();

}  // namespace splitscape
