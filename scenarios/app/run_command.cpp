#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "scenarios/app/batch.hpp"
#include "scenarios/app/blocked_signals.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/load_all.hpp"
#include "scenarios/app/manifest.hpp"
#include "scenarios/app/result_directory.hpp"
#include "scenarios/app/summary_table.hpp"

namespace splitscape {
namespace {

Overrides overrides_of(const RunOptions& options) {
  Overrides overrides{.assignments = options.assignments, .policies = options.policies};
  if (options.seed) overrides.assignments.push_back(fmt::format("seed={}", *options.seed));
  if (options.run) overrides.assignments.push_back(fmt::format("run={}", *options.run));
  return overrides;
}

}  // namespace

int run_command(const RunOptions& options) {
  const Zoo zoo = Zoo::of_this_program();
  const auto scenarios = load_all(options.files, overrides_of(options), zoo);
  std::vector<RunSpec> runs;
  for (const LoadedScenario& loaded : scenarios) {
    for (const auto& policy : loaded.scenario.policies) runs.push_back({loaded.scenario, policy});
  }
  const BlockedSignals signals;  // first, so that the directories are tidied up before one has its effect
  ResultDirectory results(options.out, result_file_names(), options.force);
  run_batch(runs,
            {.jobs = options.jobs,
             .requests = options.requests,
             .learned = options.learned,
             .show_progress = isatty(STDERR_FILENO) != 0},
            signals, results.temporary());
  const std::string manifest_path = results.temporary() + "/manifest.json";
  const std::string manifest = make_manifest(scenarios, results.temporary());
  std::ofstream file(manifest_path, std::ios::binary);
  file << manifest;
  file.close();
  if (!file) throw std::runtime_error(fmt::format("cannot write '{}'", manifest_path));
  signals.check();
  results.commit();  // before anything is printed: whoever reads it may have gone
  print_summary(options.out + "/summary.csv");
  fmt::print("\nresults: {}/summary.csv (and devices, links, servers{}{}.csv, manifest.json)\n", options.out,
             options.learned ? ", learned" : "", options.requests ? ", requests" : "");
  return 0;
}

}  // namespace splitscape
