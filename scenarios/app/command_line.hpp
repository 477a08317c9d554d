#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scenarios/app/commands.hpp"
#include "scenarios/app/compare_options.hpp"
#include "scenarios/app/judging_options.hpp"
#include "scenarios/app/plot_options.hpp"
#include "scenarios/app/report_options.hpp"

namespace CLI {
class App;
}

namespace splitscape {

/// What the command line asks for; the callbacks of the parser choose the command.
struct CommandLine {
  RunOptions run{};
  ProfileOptions profile{};
  PatternOptions pattern{};
  SparsityOptions sparsity{};
  SamplesOptions samples{};
  ReplayOptions replay{};
  CompareOptions compare{};
  TrainOptions train{};
  ExplainOptions explain{};
  DrawOptions draw{};
  ReportOptions report{};
  PlotOptions plot{};
  ParetoOptions pareto{};
  SensitivityOptions sensitivity{};
  WhyOptions why{};
  std::vector<std::string> files{};
  std::vector<std::string> assignments{};
  std::vector<std::string> words{};
  std::string schema_of = "scenario";
  bool csv = false;
  bool markdown = false;
  std::function<int()> command{};

  Layout layout() const { return csv ? Layout::csv : markdown ? Layout::markdown : Layout::text; }
};

/// --csv and --markdown.
void add_layouts(CLI::App& command, CommandLine& line);
/// --set of a scenario.
void add_set(CLI::App& command, std::vector<std::string>& assignments);

/// What runs scenarios and policies: run, check, explain, replay.
void add_run_commands(CLI::App& app, CommandLine& line);
/// compare
void add_compare_commands(CLI::App& app, CommandLine& line);
/// What makes many runs: sweep, sweep-task, collect.
void add_sweep_commands(CLI::App& app, CommandLine& line);
/// What looks at networks and samples, or makes them: profile, draw, pattern, sparsity, samples, train.
void add_network_commands(CLI::App& app, CommandLine& line);
/// What makes pages of results: report.
void add_report_commands(CLI::App& app, CommandLine& line);
/// What shows results: plot.
void add_plot_commands(CLI::App& app, CommandLine& line);
/// What the program knows: policies, hardware, networks, columns, schema, selftest.
void add_catalogue_commands(CLI::App& app, CommandLine& line);

/// What judges results: pareto, sensitivity, why.
void add_judging_commands(CLI::App& app, CommandLine& line);
/// reproduce.
void add_reproduce_commands(CLI::App& app, CommandLine& line);

/// The options that say what the columns of a table of samples are called.
void add_sample_columns(CLI::App& command, SampleColumns& columns);

}  // namespace splitscape
