#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/runs/run_tables.hpp"

namespace splitscape {

struct BatchOptions {
  std::size_t jobs = 1;  ///< runs at once
  WantedTables tables{};
  bool show_progress = false;  ///< a bar with the time left, on standard error
};

/// A run of a batch failed. what() says which, and why.
class RunFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Where a run of a batch leaves its lines of a table until they are put together; those of a trace stay.
std::string part_path(const std::string& directory, std::size_t run, const std::string& table);

/// Runs each in a process of its own and writes summary.csv, devices.csv, links.csv, servers.csv and, where
/// asked, learned.csv and requests.csv into a directory: the lines of the runs in the order of the batch,
/// whichever ends first.
/// @throws RunFailed after the first run that failed; Interrupted; std::runtime_error where a file cannot be
/// written
void run_batch(const std::vector<RunSpec>& runs, const BatchOptions& options, const BlockedSignals& signals,
               const std::string& directory);

}  // namespace splitscape
