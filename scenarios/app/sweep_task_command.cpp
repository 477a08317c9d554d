#include <fmt/format.h>

#include <string>
#include <vector>

#include "scenarios/app/sweep_options.hpp"
#include "scenarios/sweep/execute_runs.hpp"
#include "scenarios/sweep/run_numbers.hpp"
#include "scenarios/sweep/sweep_results.hpp"

namespace splitscape {
namespace {

std::vector<SweepRun> chosen_runs(const SweepRecord& record, const std::string& runs) {
  std::vector<SweepRun> chosen;
  for (const std::size_t number : run_numbers_of(runs, "--runs", record.runs.size()))
    chosen.push_back(record.runs[number - 1]);
  return chosen;
}

}  // namespace

int sweep_task_command(const SweepTaskOptions& options) {
  const Zoo zoo = Zoo::of_this_program();
  const SweepDirectory directory(options.directory);
  const SweepRecord record = read_sweep_record(directory.path());
  const StudyScenarios scenarios(record.study, zoo);
  const auto runs = chosen_runs(record, options.runs);
  const BlockedSignals signals;
  SweepLock lock(directory.path(), SweepLock::Kind::shared);
  const auto missing = missing_runs(directory, runs);
  const auto ended = [](const SweepRun& run, const std::string& error) {
    if (!error.empty()) fmt::print(stderr, "run {} failed: {}\n", run.number, error);
  };
  try {
    return execute_runs(directory, scenarios, missing,
                        {.jobs = options.jobs, .ended = ended, .killed_has_failed = false}, lock,
                        signals) == 0
               ? 0
               : 1;
  } catch (const Interrupted& interruption) {
    fmt::print(stderr, "splitscape: interrupted; runs that are finished stay in {}\n", directory.path());
    return 128 + interruption.signal();
  }
}

}  // namespace splitscape
