#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/runs/result_directory.hpp"

namespace splitscape {

/// The names of the results of a training, the checkpoint left out.
const std::vector<std::string>& training_file_names();

/// Where the results of a training go. While it runs there is a checkpoint and nothing else; the results come
/// beside it when all of them are complete.
class TrainingDirectory {
 public:
  /// @param resume go on from the checkpoint that is there
  /// @param force take the place of what is there
  /// @throws UserError where the directory holds something and neither is wanted, where there is no
  /// checkpoint to go on from, or where it cannot be written
  TrainingDirectory(const std::string& path, bool resume, bool force);

  std::string checkpoint_path() const;
  /// Gives the checkpoint its place, all at once; results of an earlier training go away.
  /// @throws std::runtime_error where that fails
  void write_checkpoint(const std::string& bytes);

  /// Where to write the results.
  const std::string& temporary() const { return results_.temporary(); }
  /// Moves the results to their place. @throws std::runtime_error where that fails
  void commit() { results_.commit(); }

 private:
  std::string path_;
  ResultDirectory results_;
};

}  // namespace splitscape
