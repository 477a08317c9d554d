#pragma once

#include <string>
#include <vector>

#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

namespace splitscape::test {

/// The scripts of analysis/plots in a fresh directory, which holds what they read.
class PlotScripts {
 public:
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }
  /// Writes a file that they read.
  void write(const std::string& name, const std::string& text) const { directory_.write(name, text); }

  /// Runs a script in the directory.
  Ran run(const std::string& script, const std::vector<std::string>& arguments) const;
  /// Runs a script that must draw a picture. @return the picture
  std::string drawn(const std::string& script, std::vector<std::string> arguments) const;
  /// Runs a script that must refuse its arguments in one line, and draw nothing.
  void refused(const std::string& script, std::vector<std::string> arguments, const std::string& words) const;

 private:
  TemporaryDirectory directory_{};
};

}  // namespace splitscape::test
