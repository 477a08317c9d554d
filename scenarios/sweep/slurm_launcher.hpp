#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/sweep/slurm_plan.hpp"
#include "scenarios/sweep/slurm_queue.hpp"
#include "scenarios/sweep/slurm_record.hpp"

namespace splitscape {

/// What the launcher has to know of a sweep.
struct SlurmSweep {
  std::string directory{};  ///< absolute
  std::string program{};    ///< splitscape, absolute
  std::size_t runs = 0;
  /// The numbers of the runs that have neither finished nor failed of themselves, in ascending order.
  std::function<std::vector<std::size_t>()> missing{};
};

/// A run that no task could finish.
struct LostRun {
  std::size_t run = 0;
  std::string message{};  ///< with the last lines of its last task
};

/// How long the launcher waits for what, in seconds. Between two looks at the queue that is a tenth of the
/// time since the start, so that short sweeps do not wait and long ones leave the controller in peace.
struct SlurmPatience {
  double shortest_pause = 1;
  double longest_pause = 15;
  double settling = 2;   ///< until a directory shows what a task that is over has left there
  double silence = 600;  ///< that is endured: the controller may be restarted
};

/// How things stand when the launcher ends.
struct SlurmStand {
  std::size_t missing = 0;      ///< runs, the lost ones among them
  std::size_t unsubmitted = 0;  ///< of these those that Slurm did not take now
  std::string refusal{};        ///< what it said
  SlurmQueue queue{};
  std::vector<LostRun> lost{};

  /// Whether every run has finished, failed, or is lost.
  bool over() const { return missing == lost.size(); }
};

/// Does the missing runs of a sweep as tasks of Slurm, and submits runs again whose task died. Everything
/// that it must know later stands in DIR/slurm.
class SlurmLauncher {
 public:
  SlurmLauncher(SlurmSweep sweep, SlurmRecord record, SlurmPatience patience = {})
      : sweep_(std::move(sweep)), record_(std::move(record)), patience_(patience) {}

  /// Submits what is wanted, and returns. @throws SlurmRefused where the queue does not answer; Interrupted
  SlurmStand look(const BlockedSignals& signals);
  /// Submits what is wanted, and waits until every run has finished, failed, or is lost.
  /// @param looked called after each look at the queue, with how things stand
  /// @throws Interrupted: the tasks go on; SlurmRefused where Slurm has not answered for longer than is
  /// endured
  SlurmStand wait(const BlockedSignals& signals, const std::function<void(const SlurmStand&)>& looked);
  /// Says in the record that nothing of this sweep is in the queue any more. @throws UserError
  void close_record();

 private:
  SlurmPlan plan(const SlurmQueue& queue, const BlockedSignals& signals) const;
  void submit(const std::vector<std::size_t>& wanted, SlurmStand& stand);
  void submit_array(std::vector<TaskRuns> tasks);
  LostRun lost(std::size_t run) const;

  SlurmSweep sweep_;
  SlurmRecord record_;
  SlurmPatience patience_;
};

/// The record of a sweep that has submitted nothing, under a name of its own.
SlurmRecord new_slurm_record(const std::string& directory, std::vector<std::string> arguments,
                             std::size_t chunk, std::size_t at_once);

/// "2 tasks running, 5 queued (Resources)".
std::string queue_text(const SlurmQueue& queue);

/// The last lines of a text.
std::string last_lines(const std::string& text, std::size_t lines);

}  // namespace splitscape
