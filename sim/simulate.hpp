#pragma once

#include "models/policy_choice.hpp"
#include "models/scenario.hpp"
#include "sim/engine/engine.hpp"
#include "sim/report.hpp"
#include "sim/run_listener.hpp"

namespace splitscape {

struct SimulateOptions {
  /// Computing is done by SimGrid's hosts instead of timers (sim/engine/engine.hpp): for comparisons.
  bool work_as_activities = false;
  /// Device reports hold what the policies have learned.
  bool keep_learned = false;
};

/// Runs a scenario under one policy, in simulated time. The scenario must be free of contradictions
/// (sim/check.hpp). The same scenario and policy give the same records and report, bit for bit.
/// @throws std::logic_error where this process has already run a simulation, or the report does not add up
RunReport simulate(const Scenario& scenario, const PolicyChoice& policy, RunListener& listener,
                   const SimulateOptions& options = {});

}  // namespace splitscape
