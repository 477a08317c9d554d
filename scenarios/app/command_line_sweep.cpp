#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <thread>

#include "scenarios/app/command_line.hpp"
#include "scenarios/app/sweep_options.hpp"

namespace splitscape {
namespace {

CLI::Option* add_jobs(CLI::App& command, std::size_t& jobs) {
  jobs = std::max(1U, std::thread::hardware_concurrency());
  return command.add_option("-j,--jobs", jobs, "runs at once; the results do not depend on it")
      ->check(CLI::Range(1, 4096));
}

void add_sweep(CLI::App& app, CommandLine& line) {
  auto* sweep = app.add_subcommand("sweep", "make all runs of a study; begun again, those that are missing");
  const auto options = std::make_shared<SweepOptions>();
  sweep->add_option("STUDY", options->file, "study file; - is the standard input")->required();
  auto* out = sweep->add_option("--out", options->out, "directory for the runs and their results");
  auto* jobs = add_jobs(*sweep, options->jobs);
  sweep->add_option("--launcher", options->launcher, "what makes the runs: local, this program; or slurm")
      ->check(CLI::IsMember({"local", "slurm"}));
  auto* slurm_args = sweep
                         ->add_option("--slurm-args", options->slurm_arguments,
                                      "arguments of sbatch: \"--partition=short --mem=2G\" (again for more)")
                         ->allow_extra_args(false);
  auto* chunk = sweep->add_option("--chunk", options->chunk, "runs a task of Slurm; 10 if not said")
                    ->check(CLI::Range(1, 1000000));
  auto* no_wait = sweep->add_flag("!--no-wait", options->wait, "return when the runs are submitted to Slurm");
  sweep->add_flag(
      "--list", options->list,
      "print a command line a run instead: tasks that work in DIR with --out DIR, else runs by themselves");
  sweep->callback([=, &line] {
    if (!options->list && out->empty()) throw CLI::RequiredError("--out");
    for (const CLI::Option* option : {slurm_args, chunk, no_wait}) {
      if (options->launcher != "slurm" && !option->empty())
        throw CLI::ValidationError(option->get_name(), "it belongs to --launcher slurm");
    }
    if (!jobs->empty()) options->tasks_at_once = options->jobs;
    line.command = [options] { return sweep_command(*options); };
  });
}

void add_sweep_task(CLI::App& app, CommandLine& line) {
  auto* task =
      app.add_subcommand("sweep-task", "make some runs of a sweep that is prepared (sweep --list --out DIR)");
  const auto options = std::make_shared<SweepTaskOptions>();
  task->add_option("DIR", options->directory, "directory of the sweep")->required();
  task->add_option("--runs", options->runs, "their numbers in study.json: 17, 5-20 or 1-8,11")->required();
  add_jobs(*task, options->jobs);
  task->callback([&line, options] { line.command = [options] { return sweep_task_command(*options); }; });
}

void add_collect(CLI::App& app, CommandLine& line) {
  auto* collect = app.add_subcommand("collect", "put the runs of a sweep together that are there");
  const auto options = std::make_shared<CollectOptions>();
  collect->add_option("DIR", options->directory, "directory of the sweep")->required();
  collect->add_flag("--wait", options->wait, "wait for runs that are left to Slurm, as the sweep does");
  collect->callback([&line, options] { line.command = [options] { return collect_command(*options); }; });
}

}  // namespace

void add_sweep_commands(CLI::App& app, CommandLine& line) {
  add_sweep(app, line);
  add_sweep_task(app, line);
  add_collect(app, line);
}

}  // namespace splitscape
