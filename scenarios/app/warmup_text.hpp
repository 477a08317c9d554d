#pragma once

#include <string>
#include <vector>

#include "scenarios/loader/csv_table.hpp"
#include "scenarios/runs/pilot_warmup.hpp"

namespace splitscape {

/// The warm-ups that pilot runs asked for. @param warmups those of the scenarios in their order, or none
std::vector<std::string> pilot_notes(const std::vector<LoadedScenario>& scenarios,
                                     const std::vector<PilotWarmup>& warmups);

/// Where MSER-5 asks for more than a scenario has, or finds no rest, in most replications of a group under a
/// policy. @param summary summary.csv of the runs
std::vector<std::string> warmup_notes(const std::vector<LoadedScenario>& scenarios, const CsvTable& summary);

}  // namespace splitscape
