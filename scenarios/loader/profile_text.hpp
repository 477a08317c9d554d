#pragma once

#include <string>

#include "models/network.hpp"
#include "models/sample_trace.hpp"

namespace splitscape {

/// A profile as the text of a profile file, a line a layer, which reads back to an equal profile: numbers are
/// written so that no bit is lost.
/// @throws std::invalid_argument where the profile has a defect, or something that no file can say: a text
/// that is
///         not UTF-8, a source without figures, a quantity beyond 1e99, layers that are already pruned
std::string profile_text(const NetworkProfile& profile);

/// The lines of a profile file that tell how samples behave at the exits.
std::string samples_text(const PublishedShares& samples);

}  // namespace splitscape
