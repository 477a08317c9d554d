#include "scenarios/app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <thread>

namespace splitscape {
namespace {

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
  add_sample_columns(*samples, options.columns);
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

}  // namespace

void add_network_commands(CLI::App& app, CommandLine& line) {
  add_profile(app, line);
  add_draw(app, line);
  add_pattern(app, line);
  add_sparsity(app, line);
  add_samples(app, line);
  add_train(app, line);
}

}  // namespace splitscape
