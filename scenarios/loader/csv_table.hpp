#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace splitscape {

/// A table of text fields as it stands in a data file: comma, semicolon, tab or blanks between the fields
/// (found out from the first line), fields quoted as in RFC 4180, empty lines left out.
class CsvTable {
 public:
  /// @param name of the file, for error messages
  /// @param has_header the first line names the columns
  /// @throws InputError where the file is empty or no text, or a line has another number of fields than the
  /// first
  CsvTable(const std::string& text, std::string name, bool has_header);

  /// That of the file.
  const std::string& name() const { return name_; }
  /// @throws InputError where there is only a header
  void require_rows() const;
  std::size_t rows() const { return lines_.size(); }
  std::size_t columns() const { return columns_; }
  /// Names of the columns; none without a header.
  const std::vector<std::string>& header() const { return header_; }
  bool has_column(std::string_view name) const;
  /// The first column of this name, not before number `from`. @throws InputError that proposes the nearest
  /// one
  std::size_t column(std::string_view name, std::size_t from = 0) const;
  std::string_view text(std::size_t row, std::size_t column) const {
    return fields_[row * columns_ + column];
  }
  /// @throws InputError that names line and column where the field is no finite number
  double number(std::size_t row, std::size_t column) const;
  long long integer(std::size_t row, std::size_t column) const;
  /// Whether a field is a date and time rather than a number.
  bool is_date(std::size_t row, std::size_t column) const;
  /// A number in a unit, or a date and time such as "2023-11-16 18:17:03.97" in any usual spelling, which
  /// stands in no unit. A time zone behind it is not looked at. @return seconds
  double instant(std::size_t row, std::size_t column, double unit) const;

  /// @throws InputError at a field
  [[noreturn]] void refuse(std::size_t row, std::size_t column, const std::string& message) const;

 private:
  std::string name_;
  std::vector<std::string> header_{};
  std::size_t columns_ = 0;
  std::size_t header_line_ = 1;
  std::vector<std::string> fields_{};
  std::vector<std::uint32_t> starts_{};  ///< letter of its line at which each field begins, from 1
  std::vector<std::size_t> lines_{};     ///< of the file, for each row
};

}  // namespace splitscape
