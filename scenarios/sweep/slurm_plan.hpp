#pragma once

#include <cstddef>
#include <vector>

#include "scenarios/sweep/slurm_queue.hpp"
#include "scenarios/sweep/slurm_record.hpp"

namespace splitscape {

/// How many tasks are submitted for a run at most: one, and three when it has died.
inline constexpr std::size_t slurm_attempts = 4;

/// What is to happen with runs whose results are not there.
struct SlurmPlan {
  std::vector<std::size_t> awaited{};   ///< a task of theirs is queued or running
  std::vector<std::size_t> wanted{};    ///< none is: they are to be submitted, for the first time or again
  std::vector<std::size_t> given_up{};  ///< none is, and too many have died
};

/// @param missing numbers of the runs, in ascending order, seen after the queue was asked
SlurmPlan slurm_plan(const std::vector<std::size_t>& missing, const SlurmRecord& record,
                     const SlurmQueue& queue);

/// The tasks that do the wanted runs: those of the same attempt share tasks.
std::vector<TaskRuns> tasks_for(const std::vector<std::size_t>& wanted, const SlurmRecord& record);

}  // namespace splitscape
