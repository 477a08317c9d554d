#include "scenarios/sweep/slurm_plan.hpp"

#include <map>
#include <set>

namespace splitscape {
namespace {

/// The runs of the tasks that are queued or running.
std::set<std::size_t> awaited_runs(const SlurmRecord& record, const SlurmQueue& queue) {
  std::set<std::size_t> runs;
  for (const SlurmArray& array : record.arrays) {
    for (std::size_t task = 0; task < array.tasks.size(); ++task) {
      if (queue.holds(array.name, task)) runs.insert(array.tasks[task].begin(), array.tasks[task].end());
    }
  }
  return runs;
}

std::map<std::size_t, std::size_t> attempts_of_runs(const SlurmRecord& record) {
  std::map<std::size_t, std::size_t> attempts;
  for (const SlurmArray& array : record.arrays) {
    for (const TaskRuns& task : array.tasks) {
      for (const std::size_t run : task) ++attempts[run];
    }
  }
  return attempts;
}

}  // namespace

SlurmPlan slurm_plan(const std::vector<std::size_t>& missing, const SlurmRecord& record,
                     const SlurmQueue& queue) {
  const auto awaited = awaited_runs(record, queue);
  auto attempts = attempts_of_runs(record);
  SlurmPlan plan;
  for (const std::size_t run : missing) {
    auto& part = awaited.contains(run)            ? plan.awaited
                 : attempts[run] < slurm_attempts ? plan.wanted
                                                  : plan.given_up;
    part.push_back(run);
  }
  return plan;
}

std::vector<TaskRuns> tasks_for(const std::vector<std::size_t>& wanted, const SlurmRecord& record) {
  auto attempts = attempts_of_runs(record);
  std::map<std::size_t, std::vector<std::size_t>> by_attempt;
  for (const std::size_t run : wanted) by_attempt[attempts[run] + 1].push_back(run);
  std::vector<TaskRuns> tasks;
  for (const auto& [attempt, runs] : by_attempt) {
    for (TaskRuns& task : chunks_of(runs, chunk_of_attempt(record.chunk, attempt, slurm_attempts)))
      tasks.push_back(std::move(task));
  }
  return tasks;
}

}  // namespace splitscape
