#pragma once

#include <any>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/loader/reading.hpp"

namespace splitscape {

/// A file as it was read.
struct FileText {
  std::string text{};
  std::string sha256{};
};

/// Something that a part of a scenario came to, and the files that it took.
struct KeptValue {
  std::shared_ptr<const std::any> value{};
  std::vector<InputFile> inputs{};
};

/// What a process that reads many scenarios has read already. A file that changes meanwhile stays as it was
/// when it was read first: all runs of a sweep have the same inputs.
class ReadBefore {
 public:
  /// The text of a file. @throws InputError where it cannot be read
  const FileText& text_of(const std::string& path);

  /// What was kept under a key; absent where nothing is.
  std::optional<KeptValue> find(const std::string& key);
  KeptValue keep(const std::string& key, KeptValue value);

 private:
  struct Kept {
    KeptValue value{};
    std::uint64_t asked = 0;  ///< when it was last asked for
  };

  std::map<std::string, FileText> texts_{};
  std::map<std::string, Kept> values_{};
  std::uint64_t now_ = 0;
};

}  // namespace splitscape
