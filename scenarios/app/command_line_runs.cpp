#include "scenarios/app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <thread>

namespace splitscape {
namespace {

void add_run(CLI::App& app, CommandLine& line) {
  auto* run = app.add_subcommand("run", "run scenarios, under each of their policies, and write the results");
  RunOptions& options = line.run;
  options.jobs = std::max(1U, std::thread::hardware_concurrency());
  run->add_option("FILE", options.files, "scenario files, or manifests to run again; - is the standard input")
      ->required();
  run->add_option("--out", options.out, "directory for the results")->required();
  run->add_option("--policy", options.policies,
                  "run under this policy instead of the scenario's (again for more)")
      ->allow_extra_args(false);
  add_set(*run, options.assignments);
  run->add_option("--seed", options.seed, "seed of the experiment");
  run->add_option("--run", options.run, "number of the replication");
  run->add_option(
      "--warmup", options.warmup,
      "requests that arrive before are not measured: a time, or auto: as MSER-5 asks for in pilot "
      "runs");
  run->add_option("-j,--jobs", options.jobs, "runs at once; the results do not depend on it")
      ->check(CLI::Range(1, 4096));
  run->add_flag("--requests", options.requests, "write requests.csv, a line a request");
  run->add_flag("--learned", options.learned,
                "write learned.csv, a line a number that a policy learned, for its parameter 'start'");
  auto* trace =
      run->add_option("--trace", options.trace,
                      "write a trace for ui.perfetto.dev into this file: where each request is, when");
  run->add_option("--trace-requests", options.trace_requests,
                  "requests of each run in the trace, FIRST-LAST (without it all)")
      ->needs(trace);
  run->add_flag("--force", options.force, "replace results that are in the directory");
  run->callback([&line] { line.command = [&line] { return run_command(line.run); }; });
}

void add_check(CLI::App& app, CommandLine& line) {
  auto* check =
      app.add_subcommand("check", "say whether scenarios can be run, and everything that speaks against it");
  check->add_option("FILE", line.files, "scenario files")->required();
  add_set(*check, line.assignments);
  check->callback(
      [&line] { line.command = [&line] { return check_command(line.files, line.assignments); }; });
}

void add_explain(CLI::App& app, CommandLine& line) {
  auto* explain = app.add_subcommand(
      "explain", "print what cuts cost on an idle system, the best of all, and which one each policy takes");
  ExplainOptions& options = line.explain;
  explain->add_option("FILE", options.file, "scenario file; - is the standard input")->required();
  add_set(*explain, options.assignments);
  explain->add_option("--rows", options.rows, "rows to print where a path has several hops");
  explain->add_flag("--all-cuts", options.all_cuts, "print the cuts that several tensors cross, too");
  add_layouts(*explain, line);
  explain->callback([&line] {
    line.command = [&line] {
      line.explain.layout = line.layout();
      return explain_command(line.explain);
    };
  });
}

/// The policies with what --set says behind each.
std::vector<NamedPolicy> policies_in_order(const CLI::App& command) {
  std::vector<NamedPolicy> policies;
  std::map<const CLI::Option*, std::size_t> taken;
  for (const CLI::Option* option : command.parse_order()) {
    const std::string name = option->get_name();
    if (name != "--policy" && name != "--set") continue;
    const std::string& value = option->results().at(taken[option]++);
    if (name == "--policy") {
      policies.push_back({.name = value});
    } else if (policies.empty()) {
      throw CLI::ValidationError("--set " + value, "it belongs to the --policy before it, and there is none");
    } else {
      policies.back().assignments.push_back(value);
    }
  }
  return policies;
}

void add_costs(CLI::App& command, AbstractCosts& costs) {
  command.add_option("--layer-cost", costs.layer, "of a layer and its exit head, in units of confidence");
  command.add_option("--offload-cost", costs.offload, "of offloading, likewise");
  command.add_option("--head-share", costs.head_share, "of a layer's cost that is its exit head's");
  command.add_option("--depths", costs.depths, "layer of each exit, the end last: 1,3,7,12")->delimiter(',');
  command.add_option("--exit-costs", costs.exit_costs, "of computing up to each exit, instead: .2,.5,1")
      ->delimiter(',');
}

void add_replay(CLI::App& app, CommandLine& line) {
  auto* replay = app.add_subcommand(
      "replay", "run policies over samples with abstract costs and without a network, in many orders");
  ReplayOptions& options = line.replay;
  replay
      ->add_option("TRACE", options.file,
                   "CSV table of samples; or a network that has some: of the zoo, or a profile file")
      ->required();
  replay->add_option("--policy", line.words, "policy to run (again for more)")
      ->required()
      ->allow_extra_args(false);
  replay->add_option("--set", line.assignments, "parameter of the policy before it: key=value; label=NAME")
      ->allow_extra_args(false);
  replay->add_option("--orders", options.orders, "random orders of the samples")
      ->check(CLI::Range(1, 100000));
  replay->add_option("--seed", options.seed, "of the first order; the next has the next");
  replay->add_option("--calibration", options.calibration,
                     "share of the samples set apart, by which policies choose thresholds: 20%");
  add_costs(*replay, options.costs);
  add_sample_columns(*replay, options.columns);
  replay->add_option("--out", options.out, "directory for the results");
  replay->add_flag("--force", options.force, "replace results that are in the directory");
  add_layouts(*replay, line);
  replay->callback([&line, replay] {
    line.replay.policies = policies_in_order(*replay);
    line.command = [&line] {
      line.replay.layout = line.layout();
      return replay_command(line.replay);
    };
  });
}

}  // namespace

void add_run_commands(CLI::App& app, CommandLine& line) {
  add_run(app, line);
  add_check(app, line);
  add_explain(app, line);
  add_replay(app, line);
}

}  // namespace splitscape
