#include "scenarios/app/print_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "analysis/csv.hpp"
#include "analysis/text_table.hpp"

namespace splitscape {
namespace {

std::string markdown_cell(const std::string& text) {
  std::string cell;
  for (const char letter : text) {
    if (letter == '|') cell += '\\';
    cell += letter;
  }
  return cell;
}

void print_markdown(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const auto& cell : cells) line += " " + markdown_cell(cell) + " |";
  fmt::print("{}\n", line);
}

void print_csv(const std::vector<std::string>& cells) {
  std::vector<std::string> fields;
  for (const auto& cell : cells) fields.push_back(csv_field(cell));
  fmt::print("{}\n", fmt::join(fields, ","));
}

}  // namespace

void print_table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows,
                 Layout layout) {
  if (layout == Layout::text) {
    TextTable table(header);
    for (const auto& row : rows) table.row(row);
    fmt::print("{}", table.text());
    return;
  }
  const auto print = layout == Layout::csv ? print_csv : print_markdown;
  print(header);
  if (layout == Layout::markdown) print_markdown(std::vector<std::string>(header.size(), "---"));
  for (const auto& row : rows) print(row);
}

std::string short_number(double value) {
  constexpr int digits = 4;
  const double magnitude = std::abs(value);
  if (magnitude >= 1e4 && magnitude < 1e12) return fmt::format("{:.0f}", value);
  return fmt::format("{:.{}g}", value, digits);
}

}  // namespace splitscape
