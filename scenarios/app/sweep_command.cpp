#include <fmt/format.h>
#include <unistd.h>

#include <optional>

#include "scenarios/app/slurm_sweep.hpp"
#include "scenarios/app/sweep_options.hpp"
#include "scenarios/app/sweep_report.hpp"
#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/runs/progress_bar.hpp"
#include "scenarios/sweep/execute_runs.hpp"
#include "scenarios/sweep/run_command_line.hpp"
#include "scenarios/sweep/shell_words.hpp"
#include "scenarios/sweep/slurm_commands.hpp"
#include "scenarios/sweep/slurm_script.hpp"
#include "scenarios/sweep/sweep_results.hpp"

namespace splitscape {
namespace {

/// Reads and checks all scenarios, with a bar where somebody sees it.
SweepRecord record_of(const StudyScenarios& scenarios) {
  std::optional<ProgressBar> bar;
  if (isatty(STDERR_FILENO) != 0) bar.emplace();
  SweepPlan plan = plan_sweep(scenarios, [&bar](double share) {
    if (bar) bar->show(share, "of the scenarios are checked");
  });
  return {scenarios.study(), std::move(plan.runs), std::move(plan.inputs)};
}

void list_runs(const StudyScenarios& scenarios, const SweepRecord& record) {
  for (const SweepRun& run : record.runs)
    fmt::print("{}\n", run_command_line(scenarios, run, fmt::format("run-{}", run.number)));
}

void list_tasks(const SweepDirectory& directory, const std::vector<SweepRun>& missing) {
  for (const SweepRun& run : missing)
    fmt::print("splitscape sweep-task {} --runs {}\n", shell_word(directory.path()), run.number);
}

/// Makes the runs that are missing.
void make_runs(const SweepDirectory& directory, const StudyScenarios& scenarios, const SweepRecord& record,
               const std::vector<SweepRun>& missing, std::size_t jobs, SweepLock& lock,
               const BlockedSignals& signals) {
  GrowingResults results(directory, record);
  std::optional<ProgressBar> bar;
  if (isatty(STDERR_FILENO) != 0) bar.emplace();
  std::size_t done = 0;
  std::size_t failed = 0;
  const auto ended = [&](const SweepRun& run, const std::string& error) {
    results.ended(run);
    ++done;
    if (!error.empty()) ++failed;
  };
  const auto progress = [&](double runs) {
    if (!bar) return;
    bar->show(runs / static_cast<double>(missing.size()),
              fmt::format("{} of {} runs{}", done, missing.size(),
                          failed > 0 ? fmt::format(", {} failed", failed) : ""));
  };
  (void)execute_runs(directory, scenarios, missing, {.jobs = jobs, .ended = ended, .progress = progress},
                     lock, signals);
}

/// What is to be said of runs before they are made.
void tell_missing(const SweepRecord& record, const SweepDirectory& directory, std::size_t missing,
                  const std::vector<std::string>& damaged) {
  for (const std::string& id : damaged) {
    fmt::print(stderr, "{}: the files are not those of its manifest; the run is made anew\n",
               directory.run(id));
  }
  if (missing < record.runs.size() && missing > 0)
    fmt::print("{} of {} runs are there, {} are missing\n", record.runs.size() - missing, record.runs.size(),
               missing);
}

/// What is asked of Slurm; absent where it is not to make the runs.
/// @throws UserError where it cannot, before anything is written
std::optional<SlurmRequest> slurm_request(const SweepOptions& options) {
  if (options.launcher != "slurm" || options.list) return std::nullopt;
  SlurmRequest request{
      .chunk = options.chunk.value_or(0), .at_once = options.tasks_at_once.value_or(0), .wait = options.wait};
  for (const std::string& text : options.slurm_arguments) {
    const auto words = shell_words(text, "--slurm-args");
    request.arguments.insert(request.arguments.end(), words.begin(), words.end());
  }
  check_slurm_arguments(request.arguments);
  check_slurm_is_here();
  return request;
}

}  // namespace

int sweep_command(const SweepOptions& options) {
  const auto slurm = slurm_request(options);
  const Zoo zoo = Zoo::of_this_program();
  const StudyScenarios scenarios(load_study(options.file), zoo);
  const SweepRecord record = record_of(scenarios);
  if (options.list && options.out.empty()) {
    list_runs(scenarios, record);
    return 0;
  }
  const SweepDirectory directory(options.out);
  const BlockedSignals signals;  // first, so that nothing is half written when one has its effect
  refuse_beside_slurm(directory);
  make_sweep_directory(directory);
  SweepLock lock(directory.path(), SweepLock::Kind::alone);
  take_from_slurm(directory);
  const auto damaged = open_sweep(directory, record);
  const auto missing = missing_runs(directory, record.runs);
  if (!missing.empty()) uncollect(directory);
  if (options.list) {
    list_tasks(directory, missing);
    return 0;
  }
  tell_missing(record, directory, missing.size(), damaged);
  try {
    if (slurm && !missing.empty())
      return make_runs_on_slurm({directory, scenarios, record, signals}, missing, *slurm, lock);
    if (!missing.empty()) make_runs(directory, scenarios, record, missing, options.jobs, lock, signals);
    return report_sweep(collect_sweep(directory, record, scenarios), directory);
  } catch (const Interrupted& interruption) {
    const std::size_t left = missing_runs(directory, record.runs).size();
    fmt::print(stderr,
               "splitscape: interrupted; {} of {} runs are finished and stay in {}: the same command makes "
               "the others\n",
               record.runs.size() - left, record.runs.size(), directory.path());
    return 128 + interruption.signal();
  }
}

}  // namespace splitscape
