#pragma once

#include <string>

namespace splitscape {

/// A fresh directory that is removed with the object.
class ScratchDirectory {
 public:
  /// @param parent that it is made in; empty: the system's directory for temporary files
  /// @throws std::runtime_error where it cannot be made
  explicit ScratchDirectory(const std::string& parent = "");
  ~ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// The nearest directory above a path that is there: what is to be moved to the path is made in it, on the
/// same file system.
std::string existing_ancestor(const std::string& path);

}  // namespace splitscape
