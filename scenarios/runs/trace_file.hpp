#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "scenarios/runs/scratch_directory.hpp"

namespace splitscape {

/// The trace of a batch of runs (docs/formats/trace.md), put together from what each of them left. It is
/// written beside its place and moved there when it is complete.
class TraceFile {
 public:
  /// @throws UserError where the file is there and must not be replaced, or its directory cannot be written
  TraceFile(std::string path, bool force);

  /// Joins the parts that the runs of a batch left in a directory, and removes them.
  /// @throws std::runtime_error where the file cannot be written
  void put_together(const std::string& directory, std::size_t runs);
  /// Moves the file to its place. @throws std::runtime_error where that fails
  void commit();

  std::uint64_t events() const { return events_; }

 private:
  std::string made() const;

  std::string path_;
  std::unique_ptr<ScratchDirectory> scratch_;
  std::uint64_t events_ = 0;
};

}  // namespace splitscape
