#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "analysis/columns.hpp"
#include "analysis/csv.hpp"
#include "scenarios/app/report_options.hpp"
#include "scenarios/runs/other_program.hpp"
#include "scenarios/runs/own_python.hpp"
#include "scenarios/runs/result_file.hpp"
#include "scenarios/runs/scratch_directory.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

template <class Row>
void write_meanings(CsvWriter& file, const char* table, const std::vector<Column<Row>>& columns) {
  for (const auto& column : columns) file.line({table, column.name, column.meaning});
}

/// The columns that the page shows, with their meanings: the page says what the documentation says.
void write_meanings(const std::string& path) {
  CsvWriter file(path);
  file.line({"file", "column", "meaning"});
  write_meanings(file, "summary.csv", summary_columns());
  write_meanings(file, "links.csv", link_columns());
  write_meanings(file, "servers.csv", server_columns());
  file.close();
}

std::string what_is_missing(const std::string& program) {
  return fmt::format(
      "a report needs Python 3 with plotly and pandas (Debian packages python3, python3-plotly, "
      "python3-pandas; '{}' has none)",
      program);
}

/// What the script says to the user, without its name; empty where it failed otherwise.
std::string what_the_user_is_told(const std::string& messages) {
  const std::string name = "report.py: ";
  if (!messages.starts_with(name)) return "";
  return messages.substr(name.size(), messages.find('\n') - name.size());
}

}  // namespace

int report_command(const ReportOptions& options) {
  check_result_file(options.out, options.force);
  const ScratchDirectory scratch;
  const std::string meanings = scratch.path() + "/columns.csv";
  const std::string page = scratch.path() + "/report.html";
  write_meanings(meanings);
  const std::string program = own_python();
  const std::string missing = what_is_missing(program);
  // -B: it leaves no files beside the scripts.
  const Ended made = run_other_program({program, "-B", own_script("report", "analysis/report", "report.py"),
                                        "--columns", meanings, "-o", page, "--", options.directory},
                                       scratch.path(), missing);
  if (!made.well) {
    const Ended modules =
        run_other_program({program, "-c", "import pandas, plotly"}, scratch.path(), missing);
    if (!modules.well) throw UserError(missing);
    const std::string told = what_the_user_is_told(made.messages);
    if (!told.empty()) throw UserError(told);
    throw std::runtime_error("the report cannot be made: " + made.messages);
  }
  write_result_file(options.out, bytes_of(page), options.force);
  fmt::print("report: {} ({:.1f} MB)\n", options.out,
             static_cast<double>(std::filesystem::file_size(options.out)) / 1e6);
  return 0;
}

}  // namespace splitscape
