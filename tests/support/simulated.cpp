#include "tests/support/simulated.hpp"

#include <stdexcept>

#include "scenarios/loader/document.hpp"
#include "scenarios/runs/batch.hpp"
#include "sim/check.hpp"
#include "tests/support/temporary_directory.hpp"

namespace splitscape::test {

std::string ResultTable::text(std::size_t row, const std::string& column) const {
  return std::string(table_.text(row, table_.column(column)));
}

double ResultTable::number(std::size_t row, const std::string& column) const {
  return table_.number(row, table_.column(column));
}

std::size_t ResultTable::row_where(const std::string& column, const std::string& wanted) const {
  for (std::size_t row = 0; row < rows(); ++row) {
    if (text(row, column) == wanted) return row;
  }
  throw std::out_of_range("no row with " + column + " = " + wanted);
}

std::vector<double> ResultTable::numbers(const std::string& column) const {
  std::vector<double> values;
  for (std::size_t row = 0; row < rows(); ++row) {
    if (!is_empty(row, column)) values.push_back(number(row, column));
  }
  return values;
}

Simulated simulated(const Scenario& scenario, const PolicyChoice& policy) {
  Scenario checked = scenario;
  checked.policies = {policy};
  std::string wrong;
  for (const auto& contradiction : check(checked)) {
    wrong += contradiction.where + ": " + contradiction.what + "\n";
  }
  if (!wrong.empty()) throw std::runtime_error(wrong);
  const TemporaryDirectory directory;
  run_batch({{scenario, policy}}, {.jobs = 1, .tables = {.requests = true}, .show_progress = false},
            BlockedSignals{}, directory.path());
  const auto table = [&directory](const std::string& name) {
    const std::string path = directory.path() + "/" + name + ".csv";
    // A scenario without links or servers leaves a file with a header only.
    const std::string text = read_text_file(path);
    return ResultTable(CsvTable(text, path, true));
  };
  return {table("summary"), table("devices"), table("links"), table("servers"), table("requests")};
}

}  // namespace splitscape::test
