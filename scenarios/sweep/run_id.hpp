#pragma once

#include <string>

#include "scenarios/loader/scenario_file.hpp"
#include "scenarios/runs/run_tables.hpp"

namespace splitscape {

/// By what a run is known: 16 hexadecimal digits of the SHA-256 over all that its results depend on: the
/// scenario with its one policy, seed and run, the files it refers to, the tables wanted, the version of the
/// program and its libraries, and the program itself (docs/adr/0016-content-addressed-runs.md).
std::string run_id(const LoadedScenario& loaded, const WantedTables& tables);

/// SHA-256 of the file of the running program; read once.
const std::string& digest_of_program();

}  // namespace splitscape
