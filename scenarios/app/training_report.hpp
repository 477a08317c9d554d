#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/training/trainer.hpp"
#include "scenarios/app/trained_exits.hpp"
#include "scenarios/runs/progress_bar.hpp"

namespace splitscape {

/// Says on standard output how a training goes, a line an epoch, and on a terminal how long it will take, on
/// standard error.
class TrainingReport {
 public:
  /// @param share_before done when it was taken up again
  TrainingReport(std::size_t exits, std::uint32_t epochs, double share_before);

  void epoch(const EpochRecord& record);
  /// @param share done, 0 .. 1
  void progress(double share, std::uint32_t epochs_done);
  /// Wipes the line about progress.
  void end() { bar_.clear(); }

 private:
  std::size_t exits_;
  std::uint32_t epochs_;
  bool show_progress_;
  bool has_header_ = false;
  ProgressBar bar_;
  std::chrono::steady_clock::time_point last_shown_{};
};

/// Prints the exits of a trained network: how good they are and what a sample needs that is answered there.
void print_exits(const std::vector<TrainedExitScore>& scores, const std::vector<ExitCost>& costs);

}  // namespace splitscape
