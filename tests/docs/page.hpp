#pragma once

#include <string>
#include <vector>

#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"

/// Reading pages of documentation.
namespace splitscape::test {

/// The text of a file of the project, "docs/metrics.md".
inline std::string project_text(const std::string& name) {
  return content(project_file(name));
}

/// What stands in the code blocks that begin with this line (```yaml scenario), in order.
inline std::vector<std::string> code_blocks(const std::string& page, const std::string& first_line) {
  const std::string opening = "\n" + first_line + "\n";
  const std::string closing = "\n```\n";
  std::vector<std::string> blocks;
  for (std::size_t from = page.find(opening); from != std::string::npos; from = page.find(opening, from)) {
    from += opening.size();
    blocks.push_back(page.substr(from, page.find(closing, from) + 1 - from));
  }
  return blocks;
}

using TableLine = std::vector<std::string>;

/// The cells of the first table whose header begins with this, header and ruler left out.
inline std::vector<TableLine> table_under(const std::string& page, const std::string& header) {
  std::vector<TableLine> lines;
  std::size_t from = page.find("\n" + header);
  if (from == std::string::npos) return lines;
  for (std::size_t number = 0;; ++number) {
    ++from;
    const std::size_t end = page.find('\n', from);
    std::string line = page.substr(from, end - from);
    if (!line.starts_with("| ")) return lines;
    if (number > 1) {
      TableLine cells;
      line.erase(0, 2);
      for (std::size_t bar = line.find('|'); bar != std::string::npos; bar = line.find('|')) {
        std::string cell = line.substr(0, bar);
        cell.erase(cell.find_last_not_of(' ') + 1);
        cells.push_back(cell);
        line.erase(0, bar + 1);
        line.erase(0, line.find_first_not_of(' '));
      }
      lines.push_back(cells);
    }
    from = end;
  }
}

}  // namespace splitscape::test
