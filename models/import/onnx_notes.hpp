#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "models/import/onnx_stored.hpp"

namespace splitscape {

/// What reading an ONNX file left out or took for granted, counted by operator.
class OnnxNotes {
 public:
  void folded(const std::string& op) { ++folded_[op]; }
  void passing(const std::string& op) { ++passing_[op]; }
  void unneeded(const std::string& op) { ++unneeded_[op]; }
  void free_by_word(const std::string& op) { ++free_[op]; }
  void counted(const StoredTensors::Counted& counted);
  void other(std::string sentence) { others_.push_back(std::move(sentence)); }

  std::vector<std::string> sentences() const;

 private:
  using Counts = std::map<std::string, std::size_t>;

  Counts folded_{}, passing_{}, unneeded_{}, free_{};
  std::size_t shared_ = 0;
  double assumed_ = 0;
  std::vector<std::string> others_{};
};

}  // namespace splitscape
