#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/sweep/slurm_record.hpp"
#include "scenarios/sweep/sweep_lock.hpp"
#include "scenarios/sweep/sweep_results.hpp"

namespace splitscape {

/// How a sweep is to use Slurm.
struct SlurmRequest {
  std::vector<std::string> arguments{};  ///< of sbatch
  std::size_t chunk = 0;                 ///< runs a task; 0: as many as is usual
  std::size_t at_once = 0;               ///< tasks; 0: as many as the cluster lets run
  bool wait = true;
};

/// A sweep whose runs Slurm makes.
struct SweepOnSlurm {
  const SweepDirectory& directory;
  const StudyScenarios& scenarios;
  const SweepRecord& record;
  const BlockedSignals& signals;
};

/// @throws UserError where tasks of an earlier sweep are queued or running for a directory, or that cannot be
/// known
void refuse_beside_slurm(const SweepDirectory& directory);

/// What an earlier sweep has left to Slurm, and is over there, is no longer Slurm's.
void take_from_slurm(const SweepDirectory& directory);

/// Submits the runs that are missing, and waits for them where that is asked for.
/// @param lock held alone; others may share it afterwards
/// @return the code with which the program ends
int make_runs_on_slurm(const SweepOnSlurm& sweep, const std::vector<SweepRun>& missing,
                       const SlurmRequest& request, SweepLock& lock);

/// Goes on with what a sweep has left to Slurm, or only looks at it.
/// @return likewise: 3 while runs are still to come
int collect_from_slurm(const SweepOnSlurm& sweep, const SlurmRecord& record, bool wait);

}  // namespace splitscape
