#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace splitscape {

/// What `splitscape sweep` is asked for.
struct SweepOptions {
  std::string file{};  ///< a study
  std::string out{};   ///< empty only with `list`
  std::size_t jobs = 1;
  std::string launcher = "local";              ///< or "slurm"
  std::vector<std::string> slurm_arguments{};  ///< of sbatch, as given: each to be split into words
  std::optional<std::size_t> chunk{};          ///< runs a task of Slurm
  std::optional<std::size_t> tasks_at_once{};  ///< of Slurm: --jobs, where it was given
  bool wait = true;                            ///< for Slurm
  bool list = false;                           ///< print a command line a run instead of making it
};

/// What `splitscape sweep-task` is asked for.
struct SweepTaskOptions {
  std::string directory{};  ///< of a sweep
  std::string runs{};       ///< "17", "5-20" or several, joined by commas
  std::size_t jobs = 1;
};

/// What `splitscape collect` is asked for.
struct CollectOptions {
  std::string directory{};  ///< of a sweep
  bool wait = false;        ///< for what is left to Slurm
};

/// They print to standard output and throw what goes wrong. @return the code with which the program ends
int sweep_command(const SweepOptions& options);
int sweep_task_command(const SweepTaskOptions& options);
int collect_command(const CollectOptions& options);

}  // namespace splitscape
