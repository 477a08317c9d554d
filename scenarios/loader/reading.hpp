#pragma once

#include <any>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/loader/document.hpp"

namespace splitscape {

class ReadBefore;
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
  /// @param before if given, what was read for other scenarios is not read again; must outlive it
  Reading(const Zoo& zoo, std::string directory, ReadBefore* before = nullptr)
      : zoo_(zoo), directory_(std::move(directory)), before_(before) {}

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

  /// What a part of a scenario and the files that it names come to. Where scenarios are read one after the
  /// other, it is made once for those in which the part says the same.
  /// @param what is made: "network"
  template <class T>
  T made_once(const std::string& what, const Value& part, const std::function<T()>& make) {
    const auto made = kept(what, part, [&make] { return std::any(make()); });
    return std::any_cast<const T&>(*made);
  }

  /// All files read so far, each once, in order.
  const std::vector<InputFile>& inputs() const { return inputs_; }

 private:
  std::shared_ptr<const std::any> kept(const std::string& what, const Value& part,
                                       const std::function<std::any()>& make);
  std::string text_at(const std::string& path, const std::string& name);
  void remember(const InputFile& input);

  const Zoo& zoo_;
  std::string directory_;
  ReadBefore* before_;
  Start start_{};
  std::vector<InputFile> inputs_{};
};

/// SHA-256 of a text, in hexadecimal.
std::string sha256(const std::string& text);
/// Likewise of a file, however large. @throws std::runtime_error where it cannot be read
std::string sha256_of_file(const std::string& path);

}  // namespace splitscape
