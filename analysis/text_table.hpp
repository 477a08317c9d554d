#pragma once

#include <string>
#include <vector>

namespace splitscape {

/// A table for the terminal: columns aligned, numbers to the right, words to the left.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header) : header_(std::move(header)) {}

  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  std::string text() const;

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_{};
};

}  // namespace splitscape
