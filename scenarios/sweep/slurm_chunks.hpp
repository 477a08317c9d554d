#pragma once

#include <cstddef>
#include <vector>

namespace splitscape {

/// Numbers of the runs of a task.
using TaskRuns = std::vector<std::size_t>;

/// Runs a task where nobody says how many: ten, so that a task of short runs lasts longer than Slurm takes to
/// start it; more where there would be more tasks than a cluster takes at once by default.
/// @param runs to be shared out, one or more
/// @param most_tasks of an array
std::size_t usual_chunk(std::size_t runs, std::size_t most_tasks);

/// How many runs a task has that takes over runs whose task has died. It shrinks with each attempt, down to
/// one in the last, so that a run that kills its task does not take others with it in the end.
/// @param chunk of the first attempt
/// @param attempt 1 for the first
/// @param attempts_at_most of a run
std::size_t chunk_of_attempt(std::size_t chunk, std::size_t attempt, std::size_t attempts_at_most);

/// Shares runs out among tasks, `chunk` each, in their order.
std::vector<TaskRuns> chunks_of(const std::vector<std::size_t>& runs, std::size_t chunk);

/// Shares tasks out among arrays of at most `most_tasks`.
std::vector<std::vector<TaskRuns>> arrays_of(const std::vector<TaskRuns>& tasks, std::size_t most_tasks);

}  // namespace splitscape
