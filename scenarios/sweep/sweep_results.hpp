#pragma once

#include <cstddef>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "scenarios/sweep/sweep_directory.hpp"

namespace splitscape {

/// Columns of results.csv: those of the axes, then those of summary.csv.
std::vector<std::string> results_columns(const Study& study);

/// Lines of results.csv of a run that is there. @throws InputError where its summary.csv cannot be read
std::string results_of(const SweepDirectory& directory, const Study& study, const SweepRun& run);

/// results.partial.csv while runs end: always the lines of the first runs, those that failed left out.
class GrowingResults {
 public:
  /// Runs that are there are not waited for. All must outlive it.
  /// @throws std::runtime_error where the file cannot be written
  GrowingResults(const SweepDirectory& directory, const SweepRecord& record);

  /// A run has ended, well or not.
  void ended(const SweepRun& run);

 private:
  void grow();

  const SweepDirectory& directory_;
  const SweepRecord& record_;
  std::ofstream file_;
  std::map<std::string, bool> over_{};  ///< by id
  std::size_t next_ = 0;                ///< run whose lines come next
};

/// A run that failed when it was tried last.
struct FailedRun {
  SweepRun run{};
  std::string command{};  ///< that makes it alone
  std::string message{};
};

/// What is there of a sweep.
struct Collected {
  std::size_t runs = 0;
  std::vector<SweepRun> missing{};  ///< failed ones are among them
  std::vector<FailedRun> failed{};

  bool complete() const { return missing.empty(); }
};

/// Puts the runs that are there together. When all are: results.csv, and manifest.json after it; otherwise
/// results.partial.csv. And failures.csv where runs failed. Files of an earlier state go.
/// @throws std::runtime_error where a file cannot be written; InputError where a run's summary.csv cannot be
/// read
Collected collect_sweep(const SweepDirectory& directory, const SweepRecord& record,
                        const StudyScenarios& scenarios);

/// Removes what says that a sweep is complete, before it goes on.
void uncollect(const SweepDirectory& directory);

}  // namespace splitscape
