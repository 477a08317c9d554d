#include <fmt/format.h>
#include <unistd.h>

#include "scenarios/app/commands.hpp"
#include "scenarios/app/overrides_of.hpp"
#include "scenarios/app/summary_table.hpp"
#include "scenarios/app/warmup_text.hpp"
#include "scenarios/runs/batch.hpp"
#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/runs/load_all.hpp"
#include "scenarios/runs/manifest.hpp"
#include "scenarios/runs/pilot_warmup.hpp"
#include "scenarios/runs/result_directory.hpp"

namespace splitscape {

int run_command(const RunOptions& options) {
  const Zoo zoo = Zoo::of_this_program();
  auto scenarios = load_all(options.files, overrides_of(options), zoo);
  const BlockedSignals signals;  // first, so that the directories are tidied up before one has its effect
  ResultDirectory results(options.out, result_file_names(), options.force);
  const BatchOptions batch{.jobs = options.jobs,
                           .tables = {.requests = options.requests, .learned = options.learned},
                           .show_progress = isatty(STDERR_FILENO) != 0};
  std::vector<PilotWarmup> warmups;
  if (options.warmup == "auto") warmups = take_pilot_warmups(scenarios, batch, signals, zoo);
  std::vector<RunSpec> runs;
  for (const LoadedScenario& loaded : scenarios) {
    for (const auto& policy : loaded.scenario.policies) runs.push_back({loaded.scenario, policy});
  }
  run_batch(runs, batch, signals, results.temporary());
  write_manifest(scenarios, results.temporary());
  signals.check();
  results.commit();  // before anything is printed: whoever reads it may have gone
  print_summary(options.out + "/summary.csv");
  for (const std::string& warmup : pilot_notes(scenarios, warmups)) fmt::print("{}\n", warmup);
  fmt::print("\nresults: {}/summary.csv (and regret, devices, links, servers{}{}.csv, manifest.json)\n",
             options.out, options.learned ? ", learned" : "", options.requests ? ", requests" : "");
  return 0;
}

}  // namespace splitscape
