#include "analysis/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace splitscape {
namespace {

bool looks_like_number(const std::string& cell) {
  return !cell.empty() && (std::isdigit(static_cast<unsigned char>(cell.front())) != 0 ||
                           cell.front() == '-' || cell.front() == '+');
}

/// Characters on the screen: bytes that do not continue an UTF-8 sequence.
std::size_t width(const std::string& cell) {
  return static_cast<std::size_t>(std::count_if(cell.begin(), cell.end(), [](char letter) {
    return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80U;
  }));
}

}  // namespace

std::string TextTable::text() const {
  std::vector<std::size_t> widths;
  std::vector<bool> to_the_right(header_.size(), true);
  for (std::size_t column = 0; column < header_.size(); ++column) {
    std::size_t widest = width(header_[column]);
    for (const auto& row : rows_) {
      widest = std::max(widest, width(row[column]));
      if (!row[column].empty() && !looks_like_number(row[column])) to_the_right[column] = false;
    }
    widths.push_back(widest);
  }
  std::string text;
  const auto add = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t column = 0; column < cells.size(); ++column) {
      const std::string space(widths[column] - width(cells[column]), ' ');
      if (column > 0) line += "  ";
      line += to_the_right[column] ? space + cells[column] : cells[column] + space;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  };
  add(header_);
  for (const auto& row : rows_) add(row);
  return text;
}

}  // namespace splitscape
