#include "scenarios/sweep/slurm_launcher.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>

#include "scenarios/loader/reading.hpp"
#include "scenarios/runs/other_program.hpp"
#include "scenarios/runs/result_file.hpp"
#include "scenarios/sweep/slurm_commands.hpp"
#include "scenarios/sweep/slurm_plan.hpp"
#include "scenarios/sweep/slurm_script.hpp"

namespace splitscape {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

void wait_for(Seconds time, const BlockedSignals& signals) {
  for (const auto end = Clock::now() + time; Clock::now() < end;) signals.wait();
}

enum class Taken { no, yes, not_known };

/// Whether Slurm has taken the last array, though sbatch failed: its answer may have come too late.
Taken was_taken(const SlurmRecord& record) {
  try {
    SlurmRecord last = record;
    last.arrays = {record.arrays.back()};
    return slurm_queue_of(last).empty() ? Taken::no : Taken::yes;
  } catch (const SlurmRefused&) {
    return Taken::not_known;
  }
}

std::string fresh_name(const std::string& directory) {
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  return "splitscape-" + sha256(fmt::format("{} {} {}", directory, now, getpid())).substr(0, 10);
}

}  // namespace

SlurmStand SlurmLauncher::look(const BlockedSignals& signals) {
  SlurmStand stand{.queue = slurm_queue_of(record_)};
  const SlurmPlan now = plan(stand.queue, signals);
  stand.missing = now.awaited.size() + now.wanted.size() + now.given_up.size();
  for (const std::size_t run : now.given_up) stand.lost.push_back(lost(run));
  if (!now.wanted.empty()) submit(now.wanted, stand);
  return stand;
}

/// The runs are looked at after the queue was asked: a task that it no longer held had moved its runs to
/// their place by then. Where directories are shared between machines this is seen a little later.
SlurmPlan SlurmLauncher::plan(const SlurmQueue& queue, const BlockedSignals& signals) const {
  const SlurmPlan at_once = slurm_plan(sweep_.missing(), record_, queue);
  if (record_.arrays.empty() || at_once.wanted.size() + at_once.given_up.size() == 0) return at_once;
  wait_for(Seconds(patience_.settling), signals);
  return slurm_plan(sweep_.missing(), record_, queue);
}

SlurmStand SlurmLauncher::wait(const BlockedSignals& signals,
                               const std::function<void(const SlurmStand&)>& looked) {
  const auto start = Clock::now();
  auto answered = start;
  while (true) {
    std::string silence;
    try {
      const SlurmStand stand = look(signals);
      looked(stand);
      if (stand.over()) return stand;
      if (stand.unsubmitted == 0 || !stand.queue.empty()) answered = Clock::now();
      silence = stand.refusal;
    } catch (const SlurmRefused& refusal) {
      silence = refusal.what();
    }
    if (Clock::now() - answered > Seconds(patience_.silence)) throw SlurmRefused(silence);
    const Seconds elapsed = Clock::now() - start;
    wait_for(std::clamp(elapsed / 10, Seconds(patience_.shortest_pause), Seconds(patience_.longest_pause)),
             signals);
  }
}

void SlurmLauncher::close_record() {
  record_.over = true;
  write_slurm_record(sweep_.directory, record_);
}

/// Where Slurm takes no more now, what it took stands in the record, and the rest waits for the next look.
void SlurmLauncher::submit(const std::vector<std::size_t>& wanted, SlurmStand& stand) {
  const auto arrays = arrays_of(tasks_for(wanted, record_), slurm_most_tasks());
  stand.unsubmitted = wanted.size();
  for (const auto& tasks : arrays) {
    try {
      submit_array(tasks);
    } catch (const SlurmRefused& refusal) {
      stand.refusal = refusal.what();
      return;
    }
    for (const TaskRuns& task : tasks) stand.unsubmitted -= task.size();
    stand.queue.queued += tasks.size();
  }
}

/// The record says what is about to be submitted before it is, so that whatever ends this program in between,
/// the next one asks the queue for it and submits nothing twice.
void SlurmLauncher::submit_array(std::vector<TaskRuns> tasks) {
  SlurmArray array{.name = fmt::format("{}-{}", record_.sweep, record_.arrays.size() + 1),
                   .tasks = std::move(tasks)};
  std::filesystem::create_directories(slurm_directory(sweep_.directory) + "/logs");
  write_result_file(slurm_script_path(sweep_.directory, array.name),
                    slurm_script(sweep_.directory, sweep_.program, array), true);
  SlurmRecord record = record_;
  record.arrays.push_back(array);
  write_slurm_record(sweep_.directory, record);
  try {
    const SubmittedJob job = slurm_submit(sbatch_arguments(sweep_.directory, record, array));
    record.arrays.back().job = job.job;
    record.cluster = job.cluster;
  } catch (const SlurmRefused&) {
    const Taken taken = was_taken(record);
    if (taken == Taken::no) {
      write_slurm_record(sweep_.directory, record_);
      std::filesystem::remove(slurm_script_path(sweep_.directory, array.name));
    } else {
      record_ = std::move(record);
    }
    if (taken != Taken::yes) throw;
    return;
  }
  record_ = std::move(record);
  write_slurm_record(sweep_.directory, record_);
}

LostRun SlurmLauncher::lost(std::size_t run) const {
  const auto task = record_.last_task(run);
  if (!task) return {.run = run, .message = "no task was submitted for it"};
  const std::string log = slurm_log_path(sweep_.directory, *task);
  return {.run = run,
          .message = fmt::format("{} tasks of Slurm that did it have died; the last one left in {}:\n{}",
                                 slurm_attempts, log, last_lines(bytes_of(log), 10))};
}

SlurmRecord new_slurm_record(const std::string& directory, std::vector<std::string> arguments,
                             std::size_t chunk, std::size_t at_once) {
  return {.sweep = fresh_name(directory),
          .started_in = std::filesystem::current_path().string(),
          .arguments = std::move(arguments),
          .chunk = chunk,
          .at_once = at_once};
}

std::string queue_text(const SlurmQueue& queue) {
  const auto tasks = [](std::size_t count) {
    return fmt::format("{} {}", count, count == 1 ? "task" : "tasks");
  };
  std::string text = fmt::format("{} running", tasks(queue.running));
  text += fmt::format(", {} queued", queue.queued);
  if (queue.queued > 0 && !queue.reason.empty()) text += fmt::format(" ({})", queue.reason);
  return text;
}

std::string last_lines(const std::string& text, std::size_t lines) {
  std::string tail = text.substr(0, text.find_last_not_of('\n') + 1);
  std::size_t start = tail.size();
  for (std::size_t line = 0; line < lines && start != std::string::npos && start > 0; ++line)
    start = tail.rfind('\n', start - 1);
  return start == std::string::npos || start == 0 ? tail : tail.substr(start + 1);
}

}  // namespace splitscape
