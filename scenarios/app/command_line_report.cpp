#include <CLI/CLI.hpp>

#include "scenarios/app/command_line.hpp"

namespace splitscape {

void add_report_commands(CLI::App& app, CommandLine& line) {
  auto* report = app.add_subcommand(
      "report", "write one interactive page about the results of a run or a sweep, which needs no network");
  ReportOptions& options = line.report;
  report->add_option("DIR", options.directory, "directory of a run or a sweep")->required();
  report->add_option("--out", options.out, "page to write, such as report.html")->required();
  report->add_flag("--force", options.force, "replace a page that is there");
  report->callback([&line] { line.command = [&line] { return report_command(line.report); }; });
}

}  // namespace splitscape
