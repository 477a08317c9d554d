#include "scenarios/app/command_line.hpp"

#include <CLI/CLI.hpp>

namespace splitscape {
void add_layouts(CLI::App& command, CommandLine& line) {
  auto* csv = command.add_flag("--csv", line.csv, "print CSV");
  command.add_flag("--markdown", line.markdown, "print Markdown")->excludes(csv);
}

void add_set(CLI::App& command, std::vector<std::string>& assignments) {
  command.add_option("--set", assignments, "override a key of the scenario: path.to.key=value")
      ->allow_extra_args(false);
}

void add_sample_columns(CLI::App& command, SampleColumns& columns) {
  command.add_option("--confidence", columns.confidence, "column with the confidence, 0 to 1");
  command.add_option("--entropy", columns.entropy, "column with the entropy, in nats");
  command.add_option("--prediction", columns.prediction, "column with the predicted class");
  command.add_option("--label", columns.label, "column with the true class");
  command.add_option("--correct", columns.correct, "column with 1 for right and 0 for wrong");
  command.add_option("--exit", columns.exit, "column with the number of the exit (long)");
  command.add_option("--sample", columns.sample, "column that tells samples apart (long)");
  command
      .add_option_function<std::string>(
          "--layout", [&columns](const std::string& layout) { columns.wide = layout == "wide"; },
          "long: a line a sample and exit; wide: a line a sample, {k} in the columns' names being the exit")
      ->check(CLI::IsMember({"long", "wide"}));
  command.add_option("--first-exit", columns.first_exit, "what the table calls the first exit")
      ->check(CLI::Range(0, 1000));
}

}  // namespace splitscape
