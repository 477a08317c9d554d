#include "scenarios/runs/pilot_warmup.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "analysis/csv.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "scenarios/runs/load_all.hpp"
#include "scenarios/runs/scratch_directory.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {

PilotWarmup pilot_warmup(const Scenario& scenario, const BatchOptions& options,
                         const BlockedSignals& signals) {
  Scenario pilot = scenario;
  pilot.warmup = {};
  std::vector<RunSpec> runs;
  for (const auto& policy : pilot.policies) runs.push_back({pilot, policy});
  const ScratchDirectory scratch;
  run_batch(runs, {.jobs = options.jobs, .show_progress = options.show_progress}, signals, scratch.path());
  const std::string path = scratch.path() + "/summary.csv";
  const CsvTable summary(read_text_file(path), path, true);
  const std::size_t column = summary.column("mser5_warmup_s");
  PilotWarmup latest;
  for (std::size_t row = 0; row < summary.rows(); ++row) {
    const std::string group(summary.text(row, summary.column("group")));
    const std::string policy(summary.text(row, summary.column("policy")));
    if (summary.text(row, column).empty()) {
      throw UserError(fmt::format(
          "--warmup auto: scenario '{}': MSER-5 finds no rest in the {} latencies of group '{}' under policy "
          "'{}': make the run longer, or give a warm-up",
          scenario.name, summary.text(row, summary.column("completed")), group, policy));
    }
    const Seconds warmup{summary.number(row, column)};
    if (row == 0 || warmup > latest.warmup) latest = {warmup, group, policy};
  }
  return latest;
}

std::vector<PilotWarmup> take_pilot_warmups(std::vector<LoadedScenario>& scenarios,
                                            const BatchOptions& options, const BlockedSignals& signals,
                                            const Zoo& zoo) {
  std::vector<PilotWarmup> warmups;
  for (LoadedScenario& loaded : scenarios) {
    warmups.push_back(pilot_warmup(loaded.scenario, options, signals));
    const std::string name = loaded.scenario.name;  // it may have been the name of the file
    const std::string assignment = fmt::format("warmup={} s", csv_number(warmups.back().warmup.value));
    loaded =
        load_scenario(loaded.document, loaded.file, loaded.directory, {.assignments = {assignment}}, zoo);
    loaded.scenario.name = name;
    if (const auto messages = contradictions_of(loaded); !messages.empty())
      throw UserError(fmt::format("{}", fmt::join(messages, "\n")));
  }
  return warmups;
}

}  // namespace splitscape
