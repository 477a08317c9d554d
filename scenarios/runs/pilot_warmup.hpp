#pragma once

#include <string>
#include <vector>

#include "scenarios/loader/scenario_file.hpp"
#include "scenarios/runs/batch.hpp"

namespace splitscape {

/// The warm-up that pilot runs of a scenario ask for.
struct PilotWarmup {
  Seconds warmup{};
  std::string group{};   ///< that asks for it
  std::string policy{};  ///< under which
};

/// Runs a scenario once without a warm-up under each of its policies and takes the latest instant at which
/// MSER-5 would begin to measure a group under any of them: one warm-up for all, so that all runs measure the
/// same requests.
/// @throws UserError where MSER-5 finds none for a group under a policy; as run_batch() does
PilotWarmup pilot_warmup(const Scenario& scenario, const BatchOptions& options,
                         const BlockedSignals& signals);

/// The same for scenarios as they were read, each of which gets its own as if the file said so.
/// @return those of the scenarios, in their order
/// @throws InputError, UserError where a scenario cannot be run with it
std::vector<PilotWarmup> take_pilot_warmups(std::vector<LoadedScenario>& scenarios,
                                            const BatchOptions& options, const BlockedSignals& signals,
                                            const Zoo& zoo);

}  // namespace splitscape
