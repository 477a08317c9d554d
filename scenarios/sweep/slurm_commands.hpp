#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "scenarios/sweep/slurm_queue.hpp"
#include "scenarios/sweep/slurm_record.hpp"

namespace splitscape {

/// Slurm did not answer, or did not take a job. what() is what it said.
class SlurmRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What sbatch --parsable prints: a number, and the cluster's name where there are several.
struct SubmittedJob {
  std::string job{};
  std::string cluster{};
};
/// Absent where no line of it is one.
std::optional<SubmittedJob> read_sbatch(const std::string& text);

/// How many tasks an array may have, from what `scontrol show config` prints; Slurm's default where that does
/// not say so (MaxArraySize of slurm.conf(5) is one more than the highest number of a task).
std::size_t read_most_tasks(const std::string& settings);

/// @throws UserError where Slurm's commands are not installed here
void check_slurm_is_here();
/// How many tasks an array may have on this cluster.
std::size_t slurm_most_tasks();
/// What the queue holds of a record's arrays. @throws SlurmRefused; UserError where there is no squeue
SlurmQueue slurm_queue_of(const SlurmRecord& record);
/// Submits a script. @throws SlurmRefused; UserError where there is no sbatch
SubmittedJob slurm_submit(const std::vector<std::string>& sbatch_arguments);

}  // namespace splitscape
