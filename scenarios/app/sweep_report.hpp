#pragma once

#include <string>

#include "scenarios/sweep/sweep_results.hpp"

namespace splitscape {

/// The code with which the program ends where runs have not been made, and none of the others failed in vain.
inline constexpr int still_to_come = 3;

/// Prints what there is of a sweep: where the results are, or on standard error which runs have failed with
/// their command lines, and how many are missing.
/// @return the code with which the program ends: still_to_come where runs have not been made, 1 where runs
/// failed
int report_sweep(const Collected& collected, const SweepDirectory& directory);

}  // namespace splitscape
