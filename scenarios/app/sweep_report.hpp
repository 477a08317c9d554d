#pragma once

#include <string>

#include "scenarios/sweep/sweep_results.hpp"

namespace splitscape {

/// Prints what there is of a sweep: where the results are, or on standard error which runs have failed with
/// their command lines, and how many are missing.
/// @return the code with which the program ends: 1 where runs are missing
int report_sweep(const Collected& collected, const SweepDirectory& directory);

}  // namespace splitscape
