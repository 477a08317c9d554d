#pragma once

#include <string>

#include "models/adaptation.hpp"
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

/// The lines of a profile file that tell how the network was made sparse before it was trained, which read
/// back to an equal choice. Of the format n_m alone, which says by itself how much stays, the density is
/// written out.
/// @throws std::invalid_argument where the choice is one that no file can say: neither a density nor a rule,
/// a rule
///         that takes the nearest density
std::string sparsity_text(const SparsityChoice& choice);

}  // namespace splitscape
