#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace splitscape {

/// What Slurm's queue holds of some job arrays.
struct SlurmQueue {
  std::map<std::string, std::set<std::size_t>> tasks{};  ///< of each array, by its name: those not over
  std::set<std::string> whole{};  ///< arrays of which some tasks that are not over are not named
  std::size_t running = 0;        ///< tasks that have begun and are not over
  std::size_t queued = 0;         ///< tasks that have not begun
  std::string reason{};           ///< why the last queued one has not, in Slurm's word: "Resources"

  bool holds(const std::string& array, std::size_t task) const;
  bool empty() const { return running + queued == 0; }
};

/// The arguments of squeue, without its own name, that make it say so. It does not fail where it knows none.
std::vector<std::string> squeue_arguments(const std::vector<std::string>& arrays, const std::string& cluster);

/// Reads what it then prints, "123_[4-7%2]|PENDING|Resources|NAME" a line; other lines, which sites add, are
/// passed over.
SlurmQueue read_squeue(const std::string& text, const std::vector<std::string>& arrays);

}  // namespace splitscape
