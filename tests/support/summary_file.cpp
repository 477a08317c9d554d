#include "tests/support/summary_file.hpp"

#include "analysis/columns.hpp"
#include "analysis/csv.hpp"

namespace splitscape::test {

std::string summary_file(const std::vector<SummaryLine>& lines, const std::vector<std::string>& axes) {
  std::vector<std::string> columns = axes;
  for (const auto& name : header(summary_columns())) columns.push_back(name);
  std::string text;
  for (const auto& name : columns) text += (text.empty() ? "" : ",") + csv_field(name);
  for (const SummaryLine& line : lines) {
    text += '\n';
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto found = line.find(columns[i]);
      if (i > 0) text += ',';
      if (found != line.end()) text += csv_field(found->second);
    }
  }
  return text + '\n';
}

}  // namespace splitscape::test
