#include "scenarios/loader/learned_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/nearest_name.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/document.hpp"

namespace splitscape {
namespace {

/// The first line of a policy; past the last one where there is none.
std::size_t first_row(const CsvTable& table, std::size_t column, const std::string& policy) {
  std::size_t row = 0;
  while (row < table.rows() && table.text(row, column) != policy) ++row;
  return row;
}

[[noreturn]] void refuse_policies(const CsvTable& table, std::size_t column, const std::string& wanted) {
  std::vector<std::string> known;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string name(table.text(row, column));
    if (std::find(known.begin(), known.end(), name) == known.end()) known.push_back(name);
  }
  table.refuse(0, column,
               fmt::format("no policy '{}' has learned anything here{}", wanted, suggestion(wanted, known)));
}

}  // namespace

std::vector<double> read_learned(const std::string& text, const std::string& file,
                                 const std::vector<std::string>& policies) {
  const CsvTable table(text, file, true);
  table.require_rows();
  const std::size_t policy = table.column("policy");
  const std::size_t index = table.column("index");
  const std::size_t value = table.column("value");
  std::size_t row = table.rows();
  for (const std::string& name : policies) {
    if (row == table.rows()) row = first_row(table, policy, name);
  }
  if (row == table.rows()) refuse_policies(table, policy, policies.front());
  std::vector<double> values;
  const std::string_view found = table.text(row, policy);
  for (; row < table.rows() && table.text(row, policy) == found; ++row) {
    const long long number = table.integer(row, index);
    if (number == 0 && !values.empty()) break;  // the next device, or run
    if (number != static_cast<long long>(values.size())) {
      table.refuse(row, index, fmt::format("expected the index {}, found {}", values.size(), number));
    }
    values.push_back(table.number(row, value));
  }
  return values;
}

}  // namespace splitscape
