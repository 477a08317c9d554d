#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <thread>

#include "scenarios/app/command_line.hpp"
#include "scenarios/app/reproduce_options.hpp"

namespace splitscape {

void add_reproduce_commands(CLI::App& app, CommandLine& line) {
  auto* reproduce = app.add_subcommand(
      "reproduce", "do published experiments again and print the published figures, ours and the errors");
  const auto options = std::make_shared<ReproduceOptions>();
  options->jobs = std::max(1U, std::thread::hardware_concurrency());
  reproduce->add_option("NAME", options->names,
                        "experiments; without one, all that need no further files (with --data: all)");
  auto* data = reproduce->add_option(
      "--data", options->data,
      "folder of the files that some experiments need and that do not come with Splitscape");
  reproduce
      ->add_option("--from", options->from,
                   "take ours from a record, which --csv has printed, and compute nothing")
      ->excludes(data);
  reproduce->add_flag("--list", options->list, "say which experiments there are and what they need");
  reproduce->add_option("-j,--jobs", options->jobs, "simulations at once; the figures do not depend on it")
      ->check(CLI::Range(1, 4096));
  add_layouts(*reproduce, line);
  reproduce->callback([&line, options] {
    line.command = [&line, options] {
      options->layout = line.layout();
      return reproduce_command(*options);
    };
  });
}

}  // namespace splitscape
