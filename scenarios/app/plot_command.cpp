#include <fmt/format.h>

#include "scenarios/app/plot_options.hpp"
#include "scenarios/runs/other_program.hpp"
#include "scenarios/runs/own_python.hpp"

namespace splitscape {
namespace {

/// What the command line says, for the script that draws.
std::vector<std::string> script_arguments(const PlotOptions& options) {
  std::vector<std::string> arguments{"--kind=" + options.kind};
  const auto say = [&arguments](const std::string& name, const std::string& value) {
    if (!value.empty()) arguments.push_back(name + "=" + value);
  };
  say("--format", options.format);
  say("--out", options.out);
  for (const auto& axis : options.x) arguments.push_back("--x=" + axis);
  for (const auto& column : options.y) arguments.push_back("--y=" + column);
  for (const auto& condition : options.where) arguments.push_back("--where=" + condition);
  if (options.log) arguments.emplace_back(*options.log ? "--log" : "--no-log");
  if (options.width) say("--width", fmt::format("{}", *options.width));
  if (options.force) arguments.emplace_back("--force");
  arguments.emplace_back("--");
  arguments.push_back(options.directory);
  return arguments;
}

}  // namespace

void plot_command(const PlotOptions& options) {
  const std::string python = own_python();
  // -B: it leaves no files beside the scripts.
  std::vector<std::string> command{python, "-B", own_script("plots", "analysis/plots", "draw.py")};
  for (auto& argument : script_arguments(options)) command.push_back(std::move(argument));
  become_other_program(
      std::move(command),
      fmt::format("drawing needs Python 3 with matplotlib and pandas (Debian packages python3, "
                  "python3-matplotlib, python3-pandas; there is no '{}')",
                  python));
}

}  // namespace splitscape
