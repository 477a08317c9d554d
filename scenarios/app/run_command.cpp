#include <fmt/format.h>
#include <unistd.h>

#include "scenarios/app/commands.hpp"
#include "scenarios/app/overrides_of.hpp"
#include "scenarios/app/summary_table.hpp"
#include "scenarios/runs/batch.hpp"
#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/runs/load_all.hpp"
#include "scenarios/runs/manifest.hpp"
#include "scenarios/runs/result_directory.hpp"

namespace splitscape {

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
             .tables = {.requests = options.requests, .learned = options.learned},
             .show_progress = isatty(STDERR_FILENO) != 0},
            signals, results.temporary());
  write_manifest(scenarios, results.temporary());
  signals.check();
  results.commit();  // before anything is printed: whoever reads it may have gone
  print_summary(options.out + "/summary.csv");
  fmt::print("\nresults: {}/summary.csv (and regret, devices, links, servers{}{}.csv, manifest.json)\n",
             options.out, options.learned ? ", learned" : "", options.requests ? ", requests" : "");
  return 0;
}

}  // namespace splitscape
