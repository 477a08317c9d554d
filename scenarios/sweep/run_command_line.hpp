#pragma once

#include <string>

#include "scenarios/sweep/sweep_plan.hpp"

namespace splitscape {

/// The command line that makes a run of a study alone, quoted for a shell: `splitscape run SCENARIO --set
/// ...`.
/// @param out directory for its results
std::string run_command_line(const StudyScenarios& scenarios, const SweepRun& run, const std::string& out);

}  // namespace splitscape
