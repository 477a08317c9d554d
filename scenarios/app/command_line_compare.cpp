#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>
#include <thread>

#include "scenarios/app/command_line.hpp"

namespace splitscape {
namespace {

/// What is given on the command line and means nothing to results that are there.
std::vector<std::string> only_for_files(const CLI::App& command) {
  static const std::set<std::string> for_both{"FILE",   "--policies", "--metrics", "--baseline", "--out",
                                              "--over", "--force",    "--csv",     "--markdown", "--jobs"};
  std::vector<std::string> names;
  for (const CLI::Option* option : command.parse_order()) {
    if (!for_both.contains(option->get_name())) names.push_back(option->get_name());
  }
  return names;
}

void add_runs(CLI::App& compare, CompareOptions& options) {
  compare
      .add_option("FILE", options.run.files,
                  "scenario files, or manifests (- is the standard input); or one directory that run or "
                  "sweep has left")
      ->required();
  compare
      .add_option("--policies", options.run.policies,
                  "names or labels of the scenario's policies, or of the catalogue: a,b,c (without it the "
                  "scenario's)")
      ->delimiter(',')
      ->allow_extra_args(false);
  add_set(compare, options.run.assignments);
  compare.add_option("--seed", options.run.seed, "seed of the experiment");
  compare.add_option("--run", options.run.run, "number of the first replication");
  compare.add_option("--warmup", options.run.warmup,
                     "requests that arrive before are not measured: a time, or auto: as MSER-5 asks for in "
                     "pilot runs of all policies");
  compare.add_option("-j,--jobs", options.run.jobs, "runs at once; the results do not depend on it")
      ->check(CLI::Range(1, 4096));
  compare.add_option("--out", options.run.out,
                     "directory for the results of the runs and comparisons.csv; without it none are left");
  compare.add_flag("--force", options.run.force, "replace results that are in the directory");
}

void add_statistics(CLI::App& compare, CompareOptions& options) {
  compare.add_option("--replications", options.replications, "independent runs of each policy")
      ->check(CLI::Range(1, 1000000));
  compare.add_option("--until", options.until,
                     "add replications until half the interval of each difference is at most this share of "
                     "the baseline's mean: 2%");
  compare.add_option("--budget", options.budget, "replications at most that --until adds up to (100)")
      ->check(CLI::Range(2, 1000000));
  compare
      .add_option(
          "--metrics", options.metrics,
          "columns of summary.csv to compare by: a,b,c (without it mean latency, accuracy and energy)")
      ->delimiter(',')
      ->allow_extra_args(false);
  compare.add_option("--baseline", options.baseline,
                     "policy that the others are compared with (without it the first)");
  compare.add_option("--over", options.over,
                     "axis of a sweep whose values are compared in place of policies");
}

}  // namespace

void add_compare_commands(CLI::App& app, CommandLine& line) {
  auto* compare = app.add_subcommand("compare",
                                     "run scenarios under several policies, print them side by side, and say "
                                     "which differences are no chance");
  CompareOptions& options = line.compare;
  options.run.jobs = std::max(1U, std::thread::hardware_concurrency());
  add_runs(*compare, options);
  add_statistics(*compare, options);
  add_layouts(*compare, line);
  compare->callback([&line, compare] {
    line.compare.only_for_files = only_for_files(*compare);
    line.command = [&line] {
      line.compare.layout = line.layout();
      return compare_command(line.compare);
    };
  });
}

}  // namespace splitscape
