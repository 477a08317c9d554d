#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <functional>
#include <thread>

#include "models/nearest_name.hpp"
#include "scenarios/app/batch.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/user_error.hpp"
#include "scenarios/app/version.hpp"
#include "scenarios/loader/document.hpp"

namespace {

using namespace splitscape;

constexpr int bad_input = 2;
constexpr int failure = 1;

/// What the command line asks for; the callbacks of the parser choose the command.
struct CommandLine {
  RunOptions run{};
  ProfileOptions profile{};
  PatternOptions pattern{};
  SparsityOptions sparsity{};
  SamplesOptions samples{};
  TrainOptions train{};
  ExplainOptions explain{};
  DrawOptions draw{};
  std::vector<std::string> files{};
  std::vector<std::string> assignments{};
  std::string schema_of = "scenario";
  bool csv = false;
  bool markdown = false;
  std::function<int()> command{};

  Layout layout() const { return csv ? Layout::csv : markdown ? Layout::markdown : Layout::text; }
};

void add_layouts(CLI::App& command, CommandLine& line) {
  auto* csv = command.add_flag("--csv", line.csv, "print CSV");
  command.add_flag("--markdown", line.markdown, "print Markdown")->excludes(csv);
}

void add_set(CLI::App& command, std::vector<std::string>& assignments) {
  command.add_option("--set", assignments, "override a key of the scenario: path.to.key=value")
      ->allow_extra_args(false);
}

void add_run(CLI::App& app, CommandLine& line) {
  auto* run = app.add_subcommand("run", "run scenarios, under each of their policies, and write the results");
  RunOptions& options = line.run;
  options.jobs = std::max(1U, std::thread::hardware_concurrency());
  run->add_option("FILE", options.files, "scenario files, or manifests to run again")->required();
  run->add_option("--out", options.out, "directory for the results")->required();
  run->add_option("--policy", options.policies,
                  "run under this policy instead of the scenario's (again for more)")
      ->allow_extra_args(false);
  add_set(*run, options.assignments);
  run->add_option("--seed", options.seed, "seed of the experiment");
  run->add_option("--run", options.run, "number of the replication");
  run->add_option("-j,--jobs", options.jobs, "runs at once; the results do not depend on it")
      ->check(CLI::Range(1, 4096));
  run->add_flag("--requests", options.requests, "write requests.csv, a line a request");
  run->add_flag("--learned", options.learned,
                "write learned.csv, a line a number that a policy learned, for its parameter 'start'");
  run->add_flag("--force", options.force, "replace results that are in the directory");
  run->callback([&line] { line.command = [&line] { return run_command(line.run); }; });
}

void add_check(CLI::App& app, CommandLine& line) {
  auto* check =
      app.add_subcommand("check", "say whether scenarios can be run, and everything that speaks against it");
  check->add_option("FILE", line.files, "scenario files")->required();
  add_set(*check, line.assignments);
  check->callback(
      [&line] { line.command = [&line] { return check_command(line.files, line.assignments); }; });
}

void add_explain(CLI::App& app, CommandLine& line) {
  auto* explain = app.add_subcommand(
      "explain", "print what cuts cost on an idle system, the best of all, and which one each policy takes");
  ExplainOptions& options = line.explain;
  explain->add_option("FILE", options.file, "scenario file")->required();
  add_set(*explain, options.assignments);
  explain->add_option("--rows", options.rows, "rows to print where a path has several hops");
  explain->add_flag("--all-cuts", options.all_cuts, "print the cuts that several tensors cross, too");
  add_layouts(*explain, line);
  explain->callback([&line] {
    line.command = [&line] {
      line.explain.layout = line.layout();
      return explain_command(line.explain);
    };
  });
}

void add_profile(CLI::App& app, CommandLine& line) {
  auto* profile =
      app.add_subcommand("profile", "count what the layers of a network cost, and write a profile file");
  ProfileOptions& options = line.profile;
  profile
      ->add_option(
          "MODEL", options.file,
          "network file (.onnx, .param); or a network of the zoo, a profile, or a network of the scenario")
      ->required();
  auto* scenario = profile->add_option(
      "--scenario", options.scenario, "show a network of this scenario, as sparse and narrow as it is there");
  profile->add_option("--set", options.assignments, "override a key of the scenario: path.to.key=value")
      ->allow_extra_args(false)
      ->needs(scenario);
  profile->add_option("--input", options.inputs, "shape of an input: name=1x3x224x224 (again for more)")
      ->allow_extra_args(false);
  profile->add_option("--zero-cost", options.zero_cost, "count this operator as free (again for more)")
      ->allow_extra_args(false);
  profile->add_option("--about", options.about,
                      "YAML file with title, sources and measured times for the profile");
  profile->add_option("--out", options.out, "profile file to write, which a scenario can name");
  profile->add_flag("--force", options.force, "replace the profile file where it is there");
  profile->add_option("--sort", options.sort, "largest first, by macs, parameters, weights or output");
  add_layouts(*profile, line);
  profile->callback([&line] {
    line.command = [&line] {
      line.profile.layout = line.layout();
      return profile_command(line.profile);
    };
  });
}

void add_draw(CLI::App& app, CommandLine& line) {
  auto* draw = app.add_subcommand("draw", "draw a network with its costs, exits and cuts");
  DrawOptions& options = line.draw;
  draw->add_option("NETWORK", options.network, "network of the zoo, profile file, or network of the scenario")
      ->required();
  draw->add_option("--out", options.out, "picture: .svg, .png, .pdf; .dot for the graph itself")->required();
  draw->add_option("--cut", options.cut, "colour the head that ends with this layer, and the tail");
  auto* scenario =
      draw->add_option("--scenario", options.scenario, "take the network from this scenario, as it is there");
  draw->add_option("--set", options.assignments, "override a key of the scenario: path.to.key=value")
      ->allow_extra_args(false)
      ->needs(scenario);
  draw->add_flag("--force", options.force, "replace the picture where it is there");
  draw->callback([&line] { line.command = [&line] { return draw_command(line.draw); }; });
}

void add_listing(CLI::App& app, CommandLine& line, const char* name, const char* summary,
                 int (*command)(Layout)) {
  auto* listing = app.add_subcommand(name, summary);
  add_layouts(*listing, line);
  listing->callback([&line, command] { line.command = [&line, command] { return command(line.layout()); }; });
}

void add_schema(CLI::App& app, CommandLine& line) {
  auto* schema = app.add_subcommand(
      "schema", "print the JSON Schema of scenario files or training specs (--markdown: its documentation)");
  schema->add_option("WHAT", line.schema_of, "scenario (the default), or training");
  add_layouts(*schema, line);
  schema->callback(
      [&line] { line.command = [&line] { return schema_command(line.schema_of, line.layout()); }; });
}

void add_pattern(CLI::App& app, CommandLine& line) {
  auto* pattern = app.add_subcommand(
      "pattern", "draw which neurons of a layer are connected, or list the densities that exist");
  PatternOptions& options = line.pattern;
  constexpr unsigned most_neurons = 1U << 24U;
  pattern->add_option("--inputs", options.inputs, "left neurons")
      ->required()
      ->check(CLI::Range(1U, most_neurons));
  pattern->add_option("--outputs", options.outputs, "right neurons")
      ->required()
      ->check(CLI::Range(1U, most_neurons));
  auto* fan_out = pattern->add_option("--fan-out", options.fan_out, "connections of each left neuron");
  auto* fan_in = pattern->add_option("--fan-in", options.fan_in, "connections of each right neuron");
  auto* density = pattern->add_option("--density", options.density, "share of the connections, such as 20%");
  fan_out->excludes(fan_in)->excludes(density);
  fan_in->excludes(density);
  pattern->add_option("--type", options.type,
                      "random; 1, 2 or 3: clash-free; unstructured; 2:4: two of every four; 4x4: blocks");
  pattern->add_flag("--dither", options.dither, "clash-free types: memory banks in a random order");
  pattern->add_option("--parallel", options.parallel, "connections a clock, and memory banks");
  pattern->add_option("--seed", options.seed, "seed of the pattern");
  add_layouts(*pattern, line);
  pattern->callback(
      [&line] { line.command = [&line] { return pattern_command(line.pattern, line.layout()); }; });
}

void add_sparsity(CLI::App& app, CommandLine& line) {
  auto* sparsity = app.add_subcommand(
      "sparsity", "print what pruning leaves of a network: storage, work, time and energy by density");
  SparsityOptions& options = line.sparsity;
  sparsity->add_option("NETWORK", options.network, "network of the zoo, or profile file")->required();
  sparsity->add_option("--hardware", options.hardware, "hardware of the zoo that computes it")->required();
  sparsity->add_option("--head", options.head, "only what runs up to this layer");
  sparsity
      ->add_option(
          "--prune", options.prune,
          "prune this layer, or those of a pattern with * and ? (again for more; without it all but the "
          "first and the last)")
      ->allow_extra_args(false);
  sparsity
      ->add_option("--format", options.formats,
                   "predefined, csr, bitmap, n_m or block (again for more; without it predefined)")
      ->allow_extra_args(false);
  sparsity->add_option("--densities", options.densities, "in %: 50,25,10")
      ->delimiter(',')
      ->check(CLI::Range(1e-6, 100.0));
  sparsity->add_option("--weight-bits", options.weight_bits, "of a stored weight: 32, 16, 8 or 4");
  add_layouts(*sparsity, line);
  sparsity->callback([&line] {
    line.command = [&line] {
      line.sparsity.layout = line.layout();
      return sparsity_command(line.sparsity);
    };
  });
}

void add_samples(CLI::App& app, CommandLine& line) {
  auto* samples = app.add_subcommand("samples",
                                     "print how samples behave at the exits of a network: accuracy, "
                                     "calibration, and the accuracy-cost curve");
  SamplesOptions& options = line.samples;
  samples
      ->add_option("FILE", options.file,
                   "CSV table of samples; or a network that has some: of the zoo, or a profile file")
      ->required();
  samples->add_option("--network", options.network,
                      "network of the zoo, or profile file, that the table belongs to: for the costs");
  samples->add_option("--confidence", options.confidence, "column with the confidence, 0 to 1");
  samples->add_option("--entropy", options.entropy, "column with the entropy, in nats");
  samples->add_option("--prediction", options.prediction, "column with the predicted class");
  samples->add_option("--label", options.label, "column with the true class");
  samples->add_option("--correct", options.correct, "column with 1 for right and 0 for wrong");
  samples->add_option("--exit", options.exit, "column with the number of the exit (long)");
  samples->add_option("--sample", options.sample, "column that tells samples apart (long)");
  samples
      ->add_option_function<std::string>(
          "--layout", [&options](const std::string& layout) { options.wide = layout == "wide"; },
          "long: a line a sample and exit; wide: a line a sample, {k} in the columns' names being the exit")
      ->check(CLI::IsMember({"long", "wide"}));
  samples->add_option("--first-exit", options.first_exit, "what the table calls the first exit")
      ->check(CLI::Range(0, 1000));
  samples->add_option("--out", options.out, "picture of the curves: .svg, .png, .pdf");
  samples->add_flag("--force", options.force, "replace the picture where it is there");
  add_layouts(*samples, line);
  samples->callback([&line] {
    line.command = [&line] {
      line.samples.layout = line.layout();
      return samples_command(line.samples);
    };
  });
}

void add_train(CLI::App& app, CommandLine& line) {
  auto* train = app.add_subcommand(
      "train", "train a network with early exits, sparse or dense, and write its profile and its samples");
  TrainOptions& options = line.train;
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  train->add_option("SPEC", options.file, "training spec, or the manifest of a training to make again")
      ->required();
  train->add_option("--out", options.out, "directory for the results")->required();
  train->add_option("--data", options.data, "directory of the data files instead of the spec's");
  train->add_option("--set", options.assignments, "override a key of the spec: path.to.key=value")
      ->allow_extra_args(false);
  train->add_option("--seed", options.seed,
                    "seed of the patterns, the first weights, the order of the samples and what is held out");
  train->add_option("--threads", options.threads, "threads; the results do not depend on it")
      ->check(CLI::Range(1, 4096));
  train->add_flag("--resume", options.resume, "go on from the checkpoint in the directory");
  train->add_flag("--force", options.force, "replace results and checkpoints that are in the directory");
  train->callback([&line] { line.command = [&line] { return train_command(line.train); }; });
}

void add_commands(CLI::App& app, CommandLine& line) {
  add_run(app, line);
  add_check(app, line);
  add_explain(app, line);
  add_profile(app, line);
  add_draw(app, line);
  add_pattern(app, line);
  add_sparsity(app, line);
  add_samples(app, line);
  add_train(app, line);
  add_listing(app, line, "policies", "list the policies, their parameters and sources", policies_command);
  add_listing(app, line, "hardware", "list hardware and radios with the source and status of each figure",
              hardware_command);
  add_listing(app, line, "networks", "list the networks of the zoo with their sources", networks_command);
  add_listing(app, line, "columns", "list the columns of the result files", columns_command);
  add_schema(app, line);
  auto* selftest = app.add_subcommand("selftest", "compare simulated queues with queueing theory");
  selftest->callback([&line] { line.command = selftest_command; });
}

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
  add_commands(app, line);
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
