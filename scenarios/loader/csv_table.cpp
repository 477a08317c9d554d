#include "scenarios/loader/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include "models/nearest_name.hpp"
#include "scenarios/loader/document.hpp"

namespace splitscape {
namespace {

char separator_of(std::string_view line) {
  for (const char candidate : {'\t', ';', ','}) {
    if (line.find(candidate) != std::string_view::npos) return candidate;
  }
  return ' ';
}

/// The fields of one line, and where each begins.
class LineFields {
 public:
  /// @param at where the line stands, for an error message
  LineFields(std::string_view line, char separator, const Position& at) : separator_(separator) {
    bool in_quotes = false;
    start_ = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char letter = line[i];
      if (in_quotes) {
        const bool doubled = letter == '"' && i + 1 < line.size() && line[i + 1] == '"';
        if (letter == '"' && !doubled) {
          in_quotes = false;
          continue;
        }
        field_ += letter;
        if (doubled) ++i;
      } else if (letter == '"') {
        in_quotes = true;
        quoted_ = true;
      } else if (letter == separator) {
        end_field();
        start_ = i + 1;
      } else {
        field_ += letter;
      }
    }
    if (in_quotes)
      throw InputError({at.file, at.line, start_ + 1}, "a quote is opened in this line and not closed",
                       ErrorKind::meaning);
    end_field();
  }

  std::vector<std::string> texts{};
  std::vector<std::uint32_t> starts{};

 private:
  void end_field() {
    // Several blanks separate as one.
    if (separator_ != ' ' || quoted_ || !field_.empty()) {
      texts.push_back(field_);
      starts.push_back(static_cast<std::uint32_t>(start_ + 1));
    }
    field_.clear();
    quoted_ = false;
  }

  char separator_;
  std::string field_{};
  std::size_t start_ = 0;
  bool quoted_ = false;
};

/// Days from 1970-01-01 to a date of the Gregorian calendar (Hinnant, "chrono-compatible low-level date
/// algorithms").
long long days_from_civil(long long year, long long month, long long day) {
  year -= month <= 2 ? 1 : 0;
  const long long era = (year >= 0 ? year : year - 399) / 400;
  const long long year_of_era = year - era * 400;
  const long long day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const long long day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

/// Seconds since 1970 of six groups of digits, whatever stands between them, and a fraction; NaN where it is
/// none.
double date_and_time(std::string_view text) {
  std::array<long long, 6> parts{};
  std::size_t part = 0;
  std::size_t i = 0;
  while (part < parts.size()) {
    while (i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])) == 0) ++i;
    const auto read = std::from_chars(text.data() + i, text.data() + text.size(), parts[part]);
    if (read.ec != std::errc{}) return std::nan("");
    i = static_cast<std::size_t>(read.ptr - text.data());
    ++part;
  }
  double fraction = 0;
  if (i < text.size() && text[i] == '.') {
    (void)std::from_chars(text.data() + i, text.data() + text.size(), fraction);
  }
  const auto [year, month, day, hour, minute, second] = parts;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60)
    return std::nan("");
  return static_cast<double>(days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second) +
         fraction;
}

}  // namespace

CsvTable::CsvTable(const std::string& text, std::string name, bool has_header) : name_(std::move(name)) {
  if (text.find('\0') != std::string::npos) {
    throw InputError({name_, 0, 0}, "this is not a text file", ErrorKind::meaning);
  }
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  char separator = ',';
  std::size_t line_number = 0;
  bool first = true;
  std::size_t start = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    std::string_view line(text.data() + start, end - start);
    start = end + 1;
    ++line_number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    if (first) separator = separator_of(line);
    LineFields fields(line, separator, {name_, line_number, 1});
    if (first) {
      columns_ = fields.texts.size();
      header_line_ = line_number;
      first = false;
      if (has_header) {
        header_ = std::move(fields.texts);
        continue;
      }
    }
    if (fields.texts.size() != columns_) {
      throw InputError({name_, line_number, 1},
                       fmt::format("{} fields in this line, {} in the first", fields.texts.size(), columns_),
                       ErrorKind::meaning);
    }
    std::move(fields.texts.begin(), fields.texts.end(), std::back_inserter(fields_));
    starts_.insert(starts_.end(), fields.starts.begin(), fields.starts.end());
    lines_.push_back(line_number);
  }
  if (first) throw InputError({name_, 0, 0}, "the file is empty", ErrorKind::meaning);
}

void CsvTable::require_rows() const {
  if (lines_.empty())
    throw InputError({name_, 0, 0}, "the table has a header but no rows", ErrorKind::meaning);
}

bool CsvTable::has_column(std::string_view name) const {
  return std::find(header_.begin(), header_.end(), name) != header_.end();
}

std::size_t CsvTable::column(std::string_view name, std::size_t from) const {
  const auto start = header_.begin() + static_cast<std::ptrdiff_t>(std::min(from, header_.size()));
  const auto found = std::find(start, header_.end(), name);
  if (found == header_.end()) {
    throw InputError({name_, 1, 1},
                     fmt::format("the table has no column '{}'{}", name, suggestion(name, header_)),
                     ErrorKind::meaning);
  }
  return static_cast<std::size_t>(found - header_.begin());
}

void CsvTable::refuse(std::size_t row, std::size_t column, const std::string& message) const {
  throw InputError({name_, lines_[row], starts_[row * columns_ + column]},
                   fmt::format("{} (field {}{})", message, column + 1,
                               header_.empty() ? "" : fmt::format(", '{}'", header_[column])),
                   ErrorKind::meaning);
}

double CsvTable::number(std::size_t row, std::size_t column) const {
  const std::string_view field = text(row, column);
  double value = 0;
  const auto read = std::from_chars(field.data(), field.data() + field.size(), value);
  if (read.ec != std::errc{} || read.ptr != field.data() + field.size() || !std::isfinite(value)) {
    refuse(row, column, fmt::format("'{}' is no number", field));
  }
  return value;
}

long long CsvTable::integer(std::size_t row, std::size_t column) const {
  const double value = number(row, column);
  if (std::floor(value) != value || std::abs(value) > 2e9)
    refuse(row, column, fmt::format("'{}' is no whole number", text(row, column)));
  return static_cast<long long>(value);
}

bool CsvTable::is_date(std::size_t row, std::size_t column) const {
  return text(row, column).find_first_of(":_ ") != std::string_view::npos;
}

double CsvTable::instant(std::size_t row, std::size_t column, double unit) const {
  if (!is_date(row, column)) return number(row, column) * unit;
  const double seconds = date_and_time(text(row, column));
  if (std::isnan(seconds)) {
    refuse(row, column, fmt::format("'{}' is neither a number nor a date and time", text(row, column)));
  }
  return seconds;
}

}  // namespace splitscape
