#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "models/sample_trace.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/sample_file.hpp"
#include "scenarios/loader/scenario_file.hpp"
#include "scenarios/loader/zoo.hpp"
#include "scenarios/reproduce/experiment.hpp"
#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/runs/run_tables.hpp"

namespace splitscape {

/// Lines of summary.csv that a batch of runs left: of each run one a group, in the order of the batch.
class RunSummaries {
 public:
  explicit RunSummaries(CsvTable table) : table_(std::move(table)) {}

  std::size_t rows() const { return table_.rows(); }
  double number(std::size_t row, const std::string& column) const;
  std::string text(std::size_t row, const std::string& column) const;
  /// The line of a group under a policy, by the names that results have for them.
  /// @throws std::out_of_range where there is none
  std::size_t row_of(const std::string& policy, const std::string& group) const;

 private:
  CsvTable table_;
};

struct WorkbenchOptions {
  std::size_t jobs = 1;        ///< simulations at once
  std::string data{};          ///< folder of files that are not shipped; empty: none
  bool show_progress = false;  ///< of simulations, on standard error
};

/// What an experiment works with: the zoo, the shipped scenarios, simulations in processes of their own, and
/// other people's files.
class Workbench {
 public:
  /// @param zoo and @param signals must outlive it
  Workbench(const Zoo& zoo, const BlockedSignals& signals, WorkbenchOptions options)
      : zoo_(zoo), signals_(signals), options_(std::move(options)) {}

  const Zoo& zoo() const { return zoo_; }
  /// A scenario that comes with Splitscape. @param assignments as for --set
  LoadedScenario shipped(const std::string& name, const std::vector<std::string>& assignments = {}) const;
  /// A scenario written as YAML in an experiment.
  LoadedScenario written(const std::string& yaml) const;
  /// @throws RunFailed, Interrupted
  RunSummaries simulate(const std::vector<RunSpec>& runs) const;

  /// Which of the files of an experiment are not in the folder.
  std::vector<NeededFile> missing(const Experiment& experiment) const;
  /// The path of a file that an experiment needs.
  std::string path_of(const std::string& file) const { return options_.data + "/" + file; }
  SampleTrace trace(const std::string& file, const SampleFileLayout& layout, std::size_t exits) const;

  /// @throws Interrupted where somebody asked the program to end
  void check_signals() const { signals_.check(); }

 private:
  const Zoo& zoo_;
  const BlockedSignals& signals_;
  WorkbenchOptions options_;
};

}  // namespace splitscape
