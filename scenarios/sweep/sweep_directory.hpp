#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/runs/scratch_directory.hpp"
#include "scenarios/sweep/sweep_record.hpp"

namespace splitscape {

/// The directory of a sweep (docs/formats/sweep.md): where things stand in it, and what is there.
class SweepDirectory {
 public:
  explicit SweepDirectory(std::string path);

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::string run(const std::string& id) const { return path_ + "/runs/" + id; }
  /// Why a run failed when it was tried last, while it has not succeeded.
  std::string failure(const std::string& id) const { return path_ + "/failed/" + id; }

  /// Whether a run is there, complete.
  bool has(const std::string& id) const;
  /// Whether its files are what its manifest says: after a power cut they may not be.
  bool is_sound(const std::string& id) const;
  /// Where a run is put together. @throws std::runtime_error
  std::unique_ptr<ScratchDirectory> scratch() const;
  /// Gives a run that was put together its name; one that is there already stays.
  /// @throws std::runtime_error where it cannot be moved
  void take(const std::string& scratch, const std::string& id) const;
  /// Writes a file under a name of its own and gives it its name then. @throws std::runtime_error
  void write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

/// Makes a sweep's directory where there is none. @throws UserError where that cannot be, or the directory
/// holds other results
void make_sweep_directory(const SweepDirectory& directory);

/// Writes study.json, and clears away what sweeps that were killed have left and runs that are damaged. Runs
/// of the same study that were there stay, whether this one still wants them or not. To be called under a
/// lock alone.
/// @return runs that are damaged and have been removed
/// @throws UserError where the directory belongs to another study
std::vector<std::string> open_sweep(const SweepDirectory& directory, const SweepRecord& record);

/// Removes what runs have left behind that were ended in the middle. To be called while nothing is at work
/// there.
void clear_leftovers(const SweepDirectory& directory);

/// Those of the runs that are not there, each scenario once.
std::vector<SweepRun> missing_runs(const SweepDirectory& directory, const std::vector<SweepRun>& runs);

}  // namespace splitscape
