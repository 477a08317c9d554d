#pragma once

#include "scenarios/app/commands.hpp"
#include "scenarios/loader/scenario_file.hpp"

namespace splitscape {

/// What the options of a run change in its scenarios.
Overrides overrides_of(const RunOptions& options);

}  // namespace splitscape
