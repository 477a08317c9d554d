#include <CLI/CLI.hpp>

#include "scenarios/app/command_line.hpp"

namespace splitscape {

void add_plot_commands(CLI::App& app, CommandLine& line) {
  auto* plot = app.add_subcommand("plot", "draw the results of a run, a sweep or a replay");
  PlotOptions& options = line.plot;
  plot->add_option("DIR", options.directory, "directory of results")->required();
  plot->add_option(
      "--kind", options.kind,
      "auto (what DIR asks for), cdf, pareto, lines, bars, heatmap, timeline, energy, exits, regret");
  plot->add_option("--format", options.format, "png, svg, pdf; several: png,svg,pdf");
  plot->add_option("--out", options.out,
                   "picture to write, with its numbers as .csv beside it (default: DIR/plots/KIND.png)");
  plot->add_option("--x", options.x, "axis of the sweep, or key of the scenario; a heatmap has two");
  plot->add_option("--y", options.y, "columns to draw");
  plot->add_option("--where", options.where,
                   "only lines with COLUMN=VALUE, in which * stands for any text (again for more)")
      ->allow_extra_args(false);
  plot->add_flag_callback(
      "--log", [&options] { options.log = true; }, "logarithmic axes; otherwise as the kind finds best");
  plot->add_flag_callback(
      "--no-log", [&options] { options.log = false; }, "linear axes, likewise");
  plot->add_option("--width", options.width, "inches in print: 3.5 a column, 7.2 (default) a page");
  plot->add_flag("--force", options.force, "replace pictures of --out that are there");
  plot->callback([&line] { line.command = [&line]() -> int { plot_command(line.plot); }; });
}

}  // namespace splitscape
