#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/sweep/study_scenarios.hpp"
#include "scenarios/sweep/sweep_directory.hpp"
#include "scenarios/sweep/sweep_lock.hpp"

namespace splitscape {

struct ExecuteOptions {
  std::size_t jobs = 1;  ///< runs at once
  /// Told of each run that has ended, in the order in which they end: why it failed, or nothing.
  std::function<void(const SweepRun&, const std::string& error)> ended{};
  /// Told from time to time how many runs are done, in runs.
  std::function<void(double)> progress{};
  /// Whether a run has failed whose process somebody killed. In a task of a batch system it has not: that may
  /// have ended the task, for its time or memory, and it can be tried again.
  bool killed_has_failed = true;
};

/// Makes runs of a sweep, each in a process of its own: a directory runs/ID that appears when it is complete,
/// or a file failed/ID that says why it failed. One that fails does not stop the others.
/// @param lock that this process holds
/// @return how many have failed
/// @throws Interrupted; std::runtime_error where a process cannot be started
std::size_t execute_runs(const SweepDirectory& directory, const StudyScenarios& scenarios,
                         const std::vector<SweepRun>& runs, const ExecuteOptions& options, SweepLock& lock,
                         const BlockedSignals& signals);

}  // namespace splitscape
