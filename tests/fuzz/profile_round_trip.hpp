#pragma once

#include "models/network.hpp"

namespace splitscape::fuzz {

/// Writes a profile and reads it back. Ends the program where it is not the same; a profile that no file can
/// hold passes.
void check_round_trip(const NetworkProfile& profile);

}  // namespace splitscape::fuzz
