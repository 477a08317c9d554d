#include <CLI/CLI.hpp>

#include "scenarios/app/command_line.hpp"

namespace splitscape {
namespace {

void add_pareto(CLI::App& app, CommandLine& line) {
  auto* pareto = app.add_subcommand(
      "pareto",
      "print which runs no other one beats in accuracy, latency and energy, and by which the others are");
  ParetoOptions& options = line.pareto;
  pareto->add_option("DIR", options.directory, "results of a run or of a sweep")->required();
  pareto
      ->add_option("--metrics", options.metrics,
                   "two or three columns of summary.csv (accuracy,latency_mean_s,device_energy_mean_j)")
      ->delimiter(',')
      ->allow_extra_args(false);
  pareto
      ->add_option(
          "--reference", options.reference,
          "a value of each metric, in its unit, up to which the hypervolume is taken (the worst seen)")
      ->delimiter(',')
      ->allow_extra_args(false);
  pareto
      ->add_option("--by", options.by, "axes of the study: a front for each of their values, not one for all")
      ->delimiter(',')
      ->allow_extra_args(false);
  pareto->add_option("--out", options.out, "CSV file for the table");
  pareto->add_flag("--force", options.force, "replace the file");
  add_layouts(*pareto, line);
  pareto->callback([&line] {
    line.command = [&line] {
      line.pareto.layout = line.layout();
      return pareto_command(line.pareto);
    };
  });
}

void add_sensitivity(CLI::App& app, CommandLine& line) {
  auto* sensitivity = app.add_subcommand(
      "sensitivity", "print how much each axis of a study matters, where the study has a design for it");
  SensitivityOptions& options = line.sensitivity;
  sensitivity->add_option("DIR", options.directory, "results of a sweep")->required();
  sensitivity->add_option("--metric", options.metric, "column of summary.csv (latency_mean_s)");
  sensitivity->add_option("--policy", options.policy, "this policy alone");
  sensitivity->add_option("--group", options.group, "this group of devices alone");
  add_layouts(*sensitivity, line);
  sensitivity->callback([&line] {
    line.command = [&line] {
      line.sensitivity.layout = line.layout();
      return sensitivity_command(line.sensitivity);
    };
  });
}

void add_why(CLI::App& app, CommandLine& line) {
  auto* why = app.add_subcommand(
      "why", "print where the time and the joules of a request went, and its run's verdict");
  WhyOptions& options = line.why;
  why->add_option("REQUEST", options.request, "its number, from 0")->required();
  why->add_option("--in", options.directory, "results of a run with --requests")->required();
  why->add_option("--policy", options.policy, "where several were run");
  why->add_option("--scenario", options.scenario, "where several were run");
  add_layouts(*why, line);
  why->callback([&line] {
    line.command = [&line] {
      line.why.layout = line.layout();
      return why_command(line.why);
    };
  });
}

}  // namespace

void add_judging_commands(CLI::App& app, CommandLine& line) {
  add_pareto(app, line);
  add_sensitivity(app, line);
  add_why(app, line);
}

}  // namespace splitscape
