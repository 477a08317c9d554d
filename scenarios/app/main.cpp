#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>

#include "models/nearest_name.hpp"
#include "scenarios/app/command_line.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/runs/batch.hpp"
#include "scenarios/runs/user_error.hpp"
#include "scenarios/runs/version.hpp"

namespace {

using namespace splitscape;

constexpr int bad_input = 2;
constexpr int failure = 1;

/// What the parser says of a wrong command line, with the nearest command where there is no such command.
std::string usage_error(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  const bool has_word = argc > 1 && argv[1][0] != '-';
  if (has_word && std::find(names.begin(), names.end(), argv[1]) == names.end()) {
    return fmt::format("there is no command '{}'{}", argv[1], suggestion(argv[1], names));
  }
  return error.what();
}

int run_program(int argc, char** argv) {
  CLI::App app{
      "Splitscape simulates split computing and early exit: devices, wireless links and servers that share a "
      "network"};
  app.set_version_flag("--version", "splitscape " + program_version());
  app.require_subcommand(1);
  CommandLine line;
  add_run_commands(app, line);
  add_compare_commands(app, line);
  add_sweep_commands(app, line);
  add_network_commands(app, line);
  add_report_commands(app, line);
  add_plot_commands(app, line);
  add_judging_commands(app, line);
  add_catalogue_commands(app, line);
  add_reproduce_commands(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    fmt::print(stderr, "splitscape: {}\nRun splitscape --help for the commands.\n",
               usage_error(app, error, argc, argv));
    return bad_input;
  }
  try {
    return line.command();
  } catch (const InputError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return bad_input;
  } catch (const UserError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return bad_input;
  } catch (const Interrupted& interruption) {
    fmt::print(stderr, "splitscape: interrupted, nothing was written\n");
    return 128 + interruption.signal();
  } catch (const std::exception& error) {
    fmt::print(stderr, "splitscape: {}\n", error.what());
    return failure;
  }
}

}  // namespace

int main(int argc, char** argv) {
  return run_program(argc, argv);
}
