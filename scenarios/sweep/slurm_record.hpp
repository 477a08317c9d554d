#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/sweep/slurm_chunks.hpp"

namespace splitscape {

/// A job array that a sweep has submitted, or was about to submit when it ended.
struct SlurmArray {
  std::string name{};  ///< of the job; no other has it
  std::string job{};   ///< Slurm's number; empty: not known
  std::vector<TaskRuns> tasks{};

  friend bool operator==(const SlurmArray&, const SlurmArray&) = default;
};

/// A task of an array.
struct SlurmTask {
  std::string array{};
  std::size_t number = 0;
};

/// What a sweep has submitted to Slurm: DIR/slurm/jobs.json.
struct SlurmRecord {
  std::string sweep{};                   ///< how the names of its arrays begin
  std::string cluster{};                 ///< of several; empty: the only one
  std::string started_in{};              ///< directory that relative paths in the study start from, absolute
  std::vector<std::string> arguments{};  ///< of sbatch, by the user
  std::size_t chunk = 1;                 ///< runs a task
  std::size_t at_once = 0;               ///< tasks of an array; 0: as many as the cluster lets run
  std::vector<SlurmArray> arrays{};      ///< in the order of their submission
  bool over = false;  ///< every run has finished, failed or is lost, and nothing is in the queue

  /// The last task that was submitted for a run.
  std::optional<SlurmTask> last_task(std::size_t run) const;
  /// The names of all arrays.
  std::vector<std::string> names() const;

  friend bool operator==(const SlurmRecord&, const SlurmRecord&) = default;
};

/// The record as JSON.
std::string slurm_record_text(const SlurmRecord& record);
/// The record of a sweep's directory; absent where it has submitted nothing.
/// @throws UserError where it cannot be read
std::optional<SlurmRecord> read_slurm_record(const std::string& directory);
/// Writes it into a sweep's directory, in one step. @throws UserError where that fails
void write_slurm_record(const std::string& directory, const SlurmRecord& record);

/// The script of an array, its tasks' messages and the record in a sweep's directory.
std::string slurm_directory(const std::string& directory);
std::string slurm_script_path(const std::string& directory, const std::string& array);
std::string slurm_log_path(const std::string& directory, const SlurmTask& task);

}  // namespace splitscape
