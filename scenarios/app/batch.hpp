#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/columns.hpp"
#include "models/policy_choice.hpp"
#include "models/scenario.hpp"
#include "scenarios/app/blocked_signals.hpp"

namespace splitscape {

/// One run of a batch: a scenario under one policy.
struct RunSpec {
  const Scenario& scenario;
  PolicyChoice policy{};

  RunIdentity identity() const { return {scenario.name, policy.shown(), scenario.seed, scenario.run}; }
};

struct BatchOptions {
  std::size_t jobs = 1;        ///< runs at once
  bool requests = false;       ///< write requests.csv
  bool learned = false;        ///< write learned.csv
  bool show_progress = false;  ///< a bar with the time left, on standard error
};

/// A run of a batch failed. what() says which, and why.
class RunFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Runs each in a process of its own and writes summary.csv, devices.csv, links.csv, servers.csv and, where
/// asked, learned.csv and requests.csv into a directory: the lines of the runs in the order of the batch,
/// whichever ends first.
/// @throws RunFailed after the first run that failed; Interrupted; std::runtime_error where a file cannot be
/// written
void run_batch(const std::vector<RunSpec>& runs, const BatchOptions& options, const BlockedSignals& signals,
               const std::string& directory);

}  // namespace splitscape
