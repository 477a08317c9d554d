#pragma once

#include <string>
#include <vector>

namespace splitscape {

/// The catalogues that come with the program: networks, hardware and radios, a YAML file each.
class Zoo {
 public:
  /// @param directory that holds networks/, hardware/ and radios/
  explicit Zoo(std::string directory) : directory_(std::move(directory)) {}

  /// The zoo of the running program: $SPLITSCAPE_ZOO, else beside an installed program
  /// (../share/splitscape/zoo), else in the source tree that it was built from.
  /// @throws std::runtime_error where none of these is there
  static Zoo of_this_program();

  const std::string& directory() const { return directory_; }
  /// Names of the entries of a catalogue ("networks", "hardware", "radios"), sorted.
  std::vector<std::string> names(const std::string& catalogue) const;
  std::string path(const std::string& entry) const { return directory_ + "/" + entry; }

 private:
  std::string directory_;
};

}  // namespace splitscape
