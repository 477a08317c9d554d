#include "scenarios/app/slurm_sweep.hpp"
#include "scenarios/app/sweep_options.hpp"
#include "scenarios/app/sweep_report.hpp"
#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/sweep/sweep_lock.hpp"
#include "scenarios/sweep/sweep_results.hpp"

namespace splitscape {

int collect_command(const CollectOptions& options) {
  const Zoo zoo = Zoo::of_this_program();
  const SweepDirectory directory(options.directory);
  const SweepRecord record = read_sweep_record(directory.path());
  const StudyScenarios scenarios(record.study, zoo);
  const BlockedSignals signals;
  if (const auto slurm = read_slurm_record(directory.path()); slurm && !slurm->over) {
    const SweepLock beside_tasks(directory.path(), SweepLock::Kind::shared);
    return collect_from_slurm({directory, scenarios, record, signals}, *slurm, options.wait);
  }
  const SweepLock lock(directory.path(), SweepLock::Kind::alone);
  return report_sweep(collect_sweep(directory, record, scenarios), directory);
}

}  // namespace splitscape
