#include "scenarios/app/command_line.hpp"

#include <CLI/CLI.hpp>

namespace splitscape {
namespace {

void add_listing(CLI::App& app, CommandLine& line, const char* name, const char* summary,
                 int (*command)(Layout)) {
  auto* listing = app.add_subcommand(name, summary);
  add_layouts(*listing, line);
  listing->callback([&line, command] { line.command = [&line, command] { return command(line.layout()); }; });
}

void add_schema(CLI::App& app, CommandLine& line) {
  auto* schema = app.add_subcommand(
      "schema",
      "print the JSON Schema of scenario files, training specs or studies (--markdown: its documentation)");
  schema->add_option("WHAT", line.schema_of, "scenario (the default), training or study");
  add_layouts(*schema, line);
  schema->callback(
      [&line] { line.command = [&line] { return schema_command(line.schema_of, line.layout()); }; });
}

}  // namespace

void add_catalogue_commands(CLI::App& app, CommandLine& line) {
  add_listing(app, line, "policies", "list the policies, their parameters and sources", policies_command);
  add_listing(app, line, "hardware", "list hardware and radios with the source and status of each figure",
              hardware_command);
  add_listing(app, line, "networks", "list the networks of the zoo with their sources", networks_command);
  add_listing(app, line, "columns", "list the columns of the result files", columns_command);
  add_schema(app, line);
  auto* selftest = app.add_subcommand("selftest", "compare simulated queues with queueing theory");
  selftest->callback([&line] { line.command = selftest_command; });
}

}  // namespace splitscape
