#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "scenarios/loader/scenario_file.hpp"
#include "scenarios/runs/batch.hpp"

namespace splitscape {

/// Replications of scenarios under each of their policies, in a directory, some more at a time: the tables
/// are those of one batch of all, whatever the steps. The lines stand in the order of replications, in each
/// of them of scenarios, in each of them of policies.
class Replications {
 public:
  /// What is given must outlive it. @param directory where the tables grow
  Replications(const std::vector<LoadedScenario>& scenarios, const BatchOptions& options,
               const BlockedSignals& signals, std::string directory);

  /// How many are there.
  std::size_t count() const { return count_; }
  /// Runs those that are missing, each scenario's first one under its own run number, the others under those
  /// that follow. @throws as run_batch() does
  void run_until(std::size_t count);

 private:
  void append(const std::string& table, const std::string& part) const;

  const std::vector<LoadedScenario>& scenarios_;
  const BatchOptions& options_;
  const BlockedSignals& signals_;
  std::string directory_;
  std::size_t count_ = 0;
};

}  // namespace splitscape
