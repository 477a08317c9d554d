#pragma once

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/columns.hpp"

namespace splitscape {

/// A field as it stands in a CSV file (RFC 4180): quoted where it must be.
std::string csv_field(std::string_view text);
/// A number in the fewest digits that read back as the same number; nothing where it is not one.
std::string csv_number(double value);

/// Writes the lines of a CSV file.
class CsvWriter {
 public:
  /// @throws std::runtime_error where the file cannot be made
  explicit CsvWriter(const std::string& path);

  void line(const std::vector<std::string>& fields);
  template <class Row>
  void row(const std::vector<Column<Row>>& columns, const Row& row) {
    fields_.clear();
    for (const auto& column : columns) fields_.push_back(column.value(row));
    line(fields_);
  }
  /// @throws std::runtime_error where not everything could be written
  void close();

 private:
  std::string path_;
  std::ofstream file_;
  std::vector<std::string> fields_{};
};

template <class Row>
std::vector<std::string> header(const std::vector<Column<Row>>& columns) {
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.name);
  return names;
}

}  // namespace splitscape
