#pragma once

#include <string>
#include <vector>

#include "scenarios/loader/document.hpp"

namespace splitscape {

class Zoo;

/// A file that a scenario was read from: what a result depends on.
struct InputFile {
  std::string path{};  ///< seen from the scenario; "zoo:networks/alexnet.yaml" for the zoo's own
  std::string sha256{};

  friend bool operator==(const InputFile&, const InputFile&) = default;
};

/// A folder of the zoo, "networks".
struct ZooFolder {
  std::string name{};
};

/// What reading a scenario needs beside the text, and what it leaves beside the scenario.
class Reading {
  /// Where relative paths start from: seen from the directory of the scenario, or from that of the zoo.
  struct Start {
    std::string directory{};
    bool in_zoo = false;
  };

 public:
  /// @param directory that relative paths in the file start from
  Reading(const Zoo& zoo, std::string directory) : zoo_(zoo), directory_(std::move(directory)) {}

  const Zoo& zoo() const { return zoo_; }
  /// While it lives, relative paths start from a directory, which is itself relative to the present one: that
  /// of a file that is named in the scenario and names files in turn.
  class Below {
   public:
    Below(Reading& reading, const std::string& directory);
    /// Likewise of a file of the zoo.
    Below(Reading& reading, const ZooFolder& folder);
    ~Below() { reading_.start_ = before_; }
    Below(const Below&) = delete;
    Below& operator=(const Below&) = delete;

   private:
    Reading& reading_;
    Start before_;
  };

  /// The text of a file that a value names. @throws InputError at the value where it cannot be read
  std::string text_of_file(const Value& value);
  /// The text of an entry of the zoo, "networks/alexnet.yaml". @throws InputError where it cannot be read
  std::string text_of_zoo(const std::string& entry);

  /// All files read so far, each once, in order.
  const std::vector<InputFile>& inputs() const { return inputs_; }

 private:
  void remember(const std::string& path, const std::string& content);

  const Zoo& zoo_;
  std::string directory_;
  Start start_{};
  std::vector<InputFile> inputs_{};
};

/// SHA-256 of a text, in hexadecimal.
std::string sha256(const std::string& text);
/// Likewise of a file, however large. @throws std::runtime_error where it cannot be read
std::string sha256_of_file(const std::string& path);

}  // namespace splitscape
