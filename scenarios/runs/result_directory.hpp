#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scenarios/runs/scratch_directory.hpp"

namespace splitscape {

/// The names that a run may leave in its directory.
const std::vector<std::string>& result_file_names();

/// Where results go. They are written to a temporary directory beside the wanted one and moved when all of
/// them are complete, so that nothing half-written ever bears its final name.
class ResultDirectory {
 public:
  /// @param names of the files that it may hold; the last one says that the others are complete
  /// @param force take the place of results that are there; files of other names stay
  /// @throws UserError where the directory holds other results, or cannot be written
  ResultDirectory(std::string path, std::vector<std::string> names, bool force);

  /// Where to write.
  const std::string& temporary() const { return temporary_->path(); }
  /// Moves the results to their place. @throws std::runtime_error where that fails
  void commit();

 private:
  std::string path_;
  std::vector<std::string> names_;
  std::unique_ptr<ScratchDirectory> temporary_;  ///< goes away with what was not committed
};

}  // namespace splitscape
