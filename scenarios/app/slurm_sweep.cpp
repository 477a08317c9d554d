#include "scenarios/app/slurm_sweep.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <set>

#include "scenarios/app/sweep_report.hpp"
#include "scenarios/runs/progress_bar.hpp"
#include "scenarios/runs/user_error.hpp"
#include "scenarios/sweep/shell_words.hpp"
#include "scenarios/sweep/slurm_chunks.hpp"
#include "scenarios/sweep/slurm_commands.hpp"
#include "scenarios/sweep/slurm_launcher.hpp"

namespace splitscape {
namespace {

namespace fs = std::filesystem;

std::string absolute(const std::string& path) {
  return fs::absolute(path).lexically_normal().string();
}

/// Numbers of the runs that have neither finished nor failed.
std::vector<std::size_t> numbers_to_come(const SweepOnSlurm& sweep) {
  std::vector<std::size_t> numbers;
  std::error_code gone;
  for (const SweepRun& run : missing_runs(sweep.directory, sweep.record.runs)) {
    if (!fs::exists(sweep.directory.failure(run.id), gone)) numbers.push_back(run.number);
  }
  return numbers;
}

SlurmLauncher launcher_of(const SweepOnSlurm& sweep, SlurmRecord record) {
  return {{.directory = absolute(sweep.directory.path()),
           .program = fs::read_symlink("/proc/self/exe").string(),
           .runs = sweep.record.runs.size(),
           .missing = [sweep] { return numbers_to_come(sweep); }},
          std::move(record)};
}

/// What others do to go on with it.
std::string collect_line(const SweepOnSlurm& sweep) {
  return shell_line({"splitscape", "collect", sweep.directory.path()});
}

/// How far it is: "12 of 40 runs, 2 tasks running, 5 queued (Resources)".
std::string stand_text(const SweepOnSlurm& sweep, const SlurmStand& stand) {
  return fmt::format("{} of {} runs, {}", sweep.record.runs.size() - stand.missing, sweep.record.runs.size(),
                     queue_text(stand.queue));
}

/// Shows the progress, and lets results.partial.csv grow.
class Watch {
 public:
  explicit Watch(const SweepOnSlurm& sweep) : sweep_(sweep), results_(sweep.directory, sweep.record) {
    if (isatty(STDERR_FILENO) != 0) bar_.emplace();
    for (const SweepRun& run : sweep.record.runs) {
      if (!sweep.directory.has(run.id)) awaited_.insert(run.number);
    }
  }

  void look(const SlurmStand& stand) {
    for (auto number = awaited_.begin(); number != awaited_.end();) {
      const SweepRun& run = sweep_.record.runs[*number - 1];
      std::error_code gone;
      const bool over = sweep_.directory.has(run.id) || fs::exists(sweep_.directory.failure(run.id), gone);
      if (over) results_.ended(run);
      number = over ? awaited_.erase(number) : std::next(number);
    }
    const double runs = static_cast<double>(sweep_.record.runs.size());
    if (bar_) bar_->show((runs - static_cast<double>(stand.missing)) / runs, stand_text(sweep_, stand));
  }

 private:
  const SweepOnSlurm& sweep_;
  GrowingResults results_;
  std::optional<ProgressBar> bar_{};
  std::set<std::size_t> awaited_{};  ///< numbers of runs
};

/// What no task could finish has failed.
void fail_lost_runs(const SweepOnSlurm& sweep, const SlurmStand& stand) {
  if (stand.lost.empty()) return;
  fs::create_directories(sweep.directory.file("failed"));
  for (const LostRun& lost : stand.lost)
    sweep.directory.write("failed/" + sweep.record.runs[lost.run - 1].id, lost.message + "\n");
}

int end_of(const SweepOnSlurm& sweep, const SlurmStand& stand, SlurmLauncher& launcher) {
  if (stand.queue.empty()) {
    launcher.close_record();
    clear_leftovers(sweep.directory);
  }
  return report_sweep(collect_sweep(sweep.directory, sweep.record, sweep.scenarios), sweep.directory);
}

int wait_for_the_end(const SweepOnSlurm& sweep, SlurmLauncher& launcher) {
  try {
    SlurmStand stand;
    {
      Watch watch(sweep);
      stand = launcher.wait(sweep.signals, [&watch](const SlurmStand& now) { watch.look(now); });
    }
    fail_lost_runs(sweep, stand);
    return end_of(sweep, stand, launcher);
  } catch (const Interrupted& interruption) {
    fmt::print(stderr, "splitscape: interrupted; tasks in Slurm go on, and '{} --wait' goes on with them\n",
               collect_line(sweep));
    return 128 + interruption.signal();
  } catch (const SlurmRefused& refusal) {
    throw std::runtime_error(
        fmt::format("Slurm has not answered for ten minutes; its tasks may go on, and '{} --wait' "
                    "goes on with them: {}",
                    collect_line(sweep), refusal.what()));
  }
}

/// One look, where Slurm answers.
SlurmStand look(const SweepOnSlurm& sweep, SlurmLauncher& launcher) {
  try {
    return launcher.look(sweep.signals);
  } catch (const SlurmRefused& refusal) {
    throw std::runtime_error(fmt::format("{}: whether tasks are at work is not known: {}",
                                         sweep.directory.path(), refusal.what()));
  }
}

/// Runs that failed when they were tried last are tried again.
void forget_failures(const SweepDirectory& directory, const std::vector<SweepRun>& runs) {
  std::error_code gone;
  for (const SweepRun& run : runs) fs::remove(directory.failure(run.id), gone);
}

}  // namespace

void refuse_beside_slurm(const SweepDirectory& directory) {
  const auto record = read_slurm_record(directory.path());
  if (!record || record->over || record->arrays.empty()) return;
  std::string why;
  try {
    const SlurmQueue queue = slurm_queue_of(*record);
    if (queue.empty()) return;
    why =
        fmt::format("{}; '{}' goes on with it, 'scancel --name={}' ends it", queue_text(queue),
                    shell_line({"splitscape", "collect", directory.path()}), fmt::join(record->names(), ","));
  } catch (const std::runtime_error& error) {  // no squeue, or no answer
    why = fmt::format("whether tasks are at work is not known ({}); where you know that none is, remove {}",
                      error.what(), slurm_directory(directory.path()));
  }
  throw UserError(
      fmt::format("{}: an earlier sweep has left its runs here to Slurm: {}", directory.path(), why));
}

void take_from_slurm(const SweepDirectory& directory) {
  auto record = read_slurm_record(directory.path());
  if (!record || record->over) return;
  record->over = true;
  write_slurm_record(directory.path(), *record);
}

int make_runs_on_slurm(const SweepOnSlurm& sweep, const std::vector<SweepRun>& missing,
                       const SlurmRequest& request, SweepLock& lock) {
  fs::create_directories(slurm_directory(sweep.directory.path()) + "/logs");
  const SweepLock submitting(slurm_directory(sweep.directory.path()), SweepLock::Kind::alone);
  forget_failures(sweep.directory, missing);
  lock.share();
  const std::size_t chunk =
      request.chunk > 0 ? request.chunk : usual_chunk(missing.size(), slurm_most_tasks());
  SlurmLauncher launcher = launcher_of(
      sweep, new_slurm_record(absolute(sweep.directory.path()), request.arguments, chunk, request.at_once));
  const SlurmStand stand = launcher.look(sweep.signals);
  if (stand.unsubmitted > 0 && stand.queue.empty())
    throw UserError(fmt::format("--launcher slurm: sbatch does not take the runs: {}", stand.refusal));
  fmt::print("{} runs are submitted to Slurm, {} a task: {}\n", stand.missing - stand.unsubmitted, chunk,
             queue_text(stand.queue));
  std::fflush(stdout);
  if (request.wait) return wait_for_the_end(sweep, launcher);
  if (stand.unsubmitted > 0)
    fmt::print("{} runs are not, sbatch does not take them now: {}\n", stand.unsubmitted, stand.refusal);
  fmt::print("{} goes on with it\n", collect_line(sweep));
  return 0;
}

int collect_from_slurm(const SweepOnSlurm& sweep, const SlurmRecord& record, bool wait) {
  const SweepLock submitting(slurm_directory(sweep.directory.path()), SweepLock::Kind::alone);
  SlurmLauncher launcher = launcher_of(sweep, record);
  // Then Slurm need not be asked: the directory may be on another machine by now.
  if (numbers_to_come(sweep).empty()) return end_of(sweep, {}, launcher);
  if (wait) return wait_for_the_end(sweep, launcher);
  const SlurmStand stand = look(sweep, launcher);
  fail_lost_runs(sweep, stand);
  if (stand.over()) return end_of(sweep, stand, launcher);
  collect_sweep(sweep.directory, sweep.record, sweep.scenarios);
  fmt::print("{}\nresults so far: {}; '{}' again later, or with --wait\n", stand_text(sweep, stand),
             sweep.directory.file("results.partial.csv"), collect_line(sweep));
  if (stand.unsubmitted > 0)
    fmt::print("{} runs are not submitted, sbatch does not take them now: {}\n", stand.unsubmitted,
               stand.refusal);
  return still_to_come;
}

}  // namespace splitscape
