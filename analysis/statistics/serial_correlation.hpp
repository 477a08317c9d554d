#pragma once

#include <vector>

namespace splitscape {

/// Whether neighbours of a series resemble each other more than chance explains, as batch means do that are
/// too short: von Neumann's test on the 10 % level, one-sided (Fishman, Yarberry, "An implementation of the
/// batch means method", INFORMS Journal on Computing 9, 1997, section 1). No fewer than three values tell
/// anything.
bool neighbours_resemble(const std::vector<double>& values);

}  // namespace splitscape
