#pragma once

#include <cstddef>
#include <string>

namespace splitscape {

/// What `splitscape sweep` is asked for.
struct SweepOptions {
  std::string file{};  ///< a study
  std::string out{};   ///< empty only with `list`
  std::size_t jobs = 1;
  bool list = false;  ///< print a command line a run instead of making it
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
};

/// They print to standard output and throw what goes wrong. @return the code with which the program ends
int sweep_command(const SweepOptions& options);
int sweep_task_command(const SweepTaskOptions& options);
int collect_command(const CollectOptions& options);

}  // namespace splitscape
