#pragma once

#include <string>

namespace splitscape::test {

/// A fresh directory that goes away with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }
  /// Writes a file into it. @return its path
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

}  // namespace splitscape::test
