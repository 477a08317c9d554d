#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <thread>

#include "scenarios/app/command_line.hpp"
#include "scenarios/app/sweep_options.hpp"

namespace splitscape {
namespace {

void add_jobs(CLI::App& command, std::size_t& jobs) {
  jobs = std::max(1U, std::thread::hardware_concurrency());
  command.add_option("-j,--jobs", jobs, "runs at once; the results do not depend on it")
      ->check(CLI::Range(1, 4096));
}

void add_sweep(CLI::App& app, CommandLine& line) {
  auto* sweep = app.add_subcommand("sweep", "make all runs of a study; begun again, those that are missing");
  const auto options = std::make_shared<SweepOptions>();
  sweep->add_option("STUDY", options->file, "study file; - is the standard input")->required();
  auto* out = sweep->add_option("--out", options->out, "directory for the runs and their results");
  add_jobs(*sweep, options->jobs);
  sweep->add_flag(
      "--list", options->list,
      "print a command line a run instead: tasks that work in DIR with --out DIR, else runs by themselves");
  sweep->callback([&line, options, out] {
    if (!options->list && out->empty()) throw CLI::RequiredError("--out");
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
  collect->callback([&line, options] { line.command = [options] { return collect_command(*options); }; });
}

}  // namespace

void add_sweep_commands(CLI::App& app, CommandLine& line) {
  add_sweep(app, line);
  add_sweep_task(app, line);
  add_collect(app, line);
}

}  // namespace splitscape
