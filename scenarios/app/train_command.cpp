#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "models/training/trainer.hpp"
#include "scenarios/app/checkpoint.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/training_directory.hpp"
#include "scenarios/app/training_manifest.hpp"
#include "scenarios/app/training_report.hpp"
#include "scenarios/app/training_results.hpp"
#include "scenarios/loader/data_files.hpp"
#include "scenarios/loader/document_json.hpp"
#include "scenarios/loader/training_spec.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/runs/user_error.hpp"
#include "scenarios/runs/version.hpp"

namespace splitscape {
namespace {

// ---- what is trained

/// Everything that a training needs.
struct Work {
  TrainingSpec spec{};
  std::string data_directory{};
  TrainingData data{};
  SplitData parts{};  ///< of the training samples

  TrainingIdentity identity() const {
    return {spec_of_checkpoint(spec.document), spec.seed, data.train_sha256, data.test_sha256};
  }
};

std::vector<std::string> assignments_of(const TrainOptions& options) {
  std::vector<std::string> assignments = options.assignments;
  if (options.seed) assignments.push_back(fmt::format("seed={}", *options.seed));
  return assignments;
}

bool chooses_data(const std::vector<std::string>& assignments) {
  return std::any_of(assignments.begin(), assignments.end(),
                     [](const std::string& assignment) { return assignment.starts_with("data"); });
}

/// Reads the spec and its data.
Work read_work(const TrainOptions& options) {
  Work work;
  const auto assignments = assignments_of(options);
  const Value document = parse_document(read_text_file(options.file), options.file);
  const auto repeated = training_of_manifest(document, options.file, assignments);
  if (repeated) {
    work.spec = repeated->spec;
    work.data_directory = repeated->data_directory;
  } else {
    work.spec = load_training_spec(options.file, assignments);
    work.data_directory = work.spec.directory;
  }
  if (!options.data.empty()) work.data_directory = options.data;
  work.data = read_training_data(work.spec, work.data_directory);
  if (repeated && !chooses_data(assignments)) require_same_data(repeated->manifest, work.data);
  return work;
}

/// Whether spec and data fit together. @throws InputError naming the spec
void check_work(const Work& work) {
  const Position place{work.spec.file, 0, 0};
  const auto refuse = [&place](const std::string& what) {
    throw InputError(place, what, ErrorKind::meaning);
  };
  const Architecture& architecture = work.spec.architecture;
  if (const auto found = defects(architecture); !found.empty()) refuse(found.front());
  if (work.parts.kept.samples() == 0) refuse("held_out leaves no sample to train with");
}

Work prepared(const TrainOptions& options) {
  Work work = read_work(options);
  work.parts = split(work.data.train, work.spec.data.held_out, work.spec.seed);
  work.spec.architecture.input = work.data.train.shape;
  check_work(work);
  return work;
}

// ---- training

/// @throws InputError where the spec asks for a sparsity that cannot be met
TrainableNetwork<float> network_of(const TrainingSpec& spec) {
  try {
    return {spec.architecture, spec.seed};
  } catch (const std::invalid_argument& error) {
    throw InputError(spec.architecture.sparsity ? spec.sparsity : Position{spec.file, 0, 0}, error.what(),
                     ErrorKind::meaning);
  }
}

/// Whether a state tells of so many exits wherever it tells of exits.
bool has_exits(const TrainingState& state, std::size_t exits) {
  const auto fits = [exits](const auto& list) { return list.empty() || list.size() == exits; };
  return fits(state.scores.right) &&
         std::all_of(state.history.begin(), state.history.end(), [&](const EpochRecord& record) {
           return record.accuracy.size() == exits && fits(record.held_out);
         });
}

/// A training with the files that it writes.
class Training {
 public:
  Training(const Work& work, const TrainOptions& options, TrainingDirectory& directory)
      : work_(work),
        options_(options),
        directory_(directory),
        network_(network_of(work.spec)),
        trainer_(network_, work.parts.kept, work.parts.held_out, work.spec.settings, work.spec.seed,
                 options.threads) {
    if (options.resume) resume();
    saved_steps_ = trainer_.state().adam.steps;
  }

  /// Trains to the end. @throws Interrupted, after a checkpoint
  void run(const BlockedSignals& signals) {
    TrainingReport report(network_.exits(), work_.spec.settings.epochs, trainer_.progress());
    try {
      while (!trainer_.done()) {
        signals.check();
        step(report);
      }
      signals.check();
    } catch (const Interrupted&) {
      save();
      throw;
    }
  }

  TrainingResults results() const {
    TrainingResults results{.network = profile_of(work_.spec.architecture),
                            .sparsity = work_.spec.architecture.sparsity,
                            .labels = work_.data.test.labels,
                            .history = trainer_.state().history};
    const auto& parameters = trainer_.state().parameters;
    const Logits held_out = logits_of(network_, parameters, work_.parts.held_out, options_.threads);
    const Logits test = logits_of(network_, parameters, work_.data.test, options_.threads);
    for (std::size_t exit = 1; exit <= network_.exits(); ++exit) {
      results.exits.push_back(scored_exit(results.network, exit, held_out[exit - 1],
                                          work_.parts.held_out.labels, test[exit - 1], results.labels));
    }
    return results;
  }

  /// Where it stands, for whoever interrupted it.
  std::string standing() const {
    return fmt::format("after {} of {} epochs", trainer_.state().epoch, work_.spec.settings.epochs);
  }
  /// Whether the checkpoint in the directory is that of this training.
  bool is_saved() const { return saved_steps_ > 0; }

 private:
  void resume() {
    const std::string path = directory_.checkpoint_path();
    Checkpoint checkpoint = checkpoint_of(read_text_file(path), path);
    require_same_training(checkpoint.training, work_.identity(), path);
    const TrainingState& state = checkpoint.state;
    const std::uint32_t epochs = work_.spec.settings.epochs;
    if (state.epoch > epochs || (state.epoch == epochs && state.place > 0)) {
      throw InputError({path, 0, 0}, fmt::format("this training is beyond epoch {} already", epochs),
                       ErrorKind::meaning);
    }
    try {
      if (!has_exits(state, network_.exits()))
        throw std::invalid_argument("this is not the state of such a training");
      trainer_.resume(std::move(checkpoint.state));
    } catch (const std::invalid_argument& error) {
      throw InputError({path, 0, 0}, error.what(), ErrorKind::meaning);
    }
  }

  void step(TrainingReport& report) {
    const std::uint32_t epochs_before = trainer_.state().epoch;
    trainer_.step();
    report.progress(trainer_.progress(), trainer_.state().epoch);
    if (trainer_.state().epoch == epochs_before) return;
    const EpochRecord& record = trainer_.state().history.back();
    if (!std::isfinite(record.loss)) {
      throw UserError(fmt::format(
          "{}: the loss is no number any more after epoch {}: try a smaller training.learning_rate",
          work_.spec.file, record.epoch));
    }
    // Epochs of small networks are shorter than it takes to write their history.
    if (trainer_.done() || std::chrono::steady_clock::now() - saved_at_ >= std::chrono::seconds(1)) save();
    report.epoch(record);
  }

  void save() {
    if (trainer_.state().adam.steps == saved_steps_) return;
    directory_.write_checkpoint(checkpoint_bytes({work_.identity(), trainer_.state()}));
    saved_steps_ = trainer_.state().adam.steps;
    saved_at_ = std::chrono::steady_clock::now();
  }

  const Work& work_;
  const TrainOptions& options_;
  TrainingDirectory& directory_;
  TrainableNetwork<float> network_;
  Trainer trainer_;
  std::uint64_t saved_steps_ = 0;
  std::chrono::steady_clock::time_point saved_at_ = std::chrono::steady_clock::now();
};

// ---- results

Provenance provenance_of(const Work& work, const TrainingResults& results) {
  const TrainingData& data = work.data;
  std::string of_data = work.spec.data.name.empty() ? "" : " of " + work.spec.data.name;
  if (!work.spec.data.source.empty()) of_data += fmt::format(" ({})", work.spec.data.source);
  return {
      .figures = "layers, MACs, parameters, tensor sizes, samples",
      .status = Status::derived,
      .source = fmt::format(
          "trained by splitscape {} from the spec '{}' (SHA-256 of its JSON {}) with seed {} for {} "
          "epochs on {} samples{}, {} of them held out (SHA-256 {}); accuracy {:.6g} on {} test samples "
          "(SHA-256 {})",
          program_version(), work.spec.architecture.name, sha256(to_json(work.spec.document)), work.spec.seed,
          results.history.size(), data.train.samples(), of_data, work.parts.held_out.samples(),
          data.train_sha256, results.exits.back().accuracy, data.test.samples(), data.test_sha256)};
}

void write_results(const Work& work, TrainingResults& results, const std::string& directory) {
  results.network.title = work.spec.title;
  results.network.sources = {provenance_of(work, results)};
  write_training_results(results, directory);
  const std::string path = directory + "/manifest.json";
  std::ofstream file(path, std::ios::binary);
  file << make_training_manifest(work.spec, work.data, work.data_directory, directory);
  file.close();
  if (!file) throw std::runtime_error(fmt::format("cannot write '{}'", path));
}

int tell_interruption(const Training& training, const TrainOptions& options, int signal) {
  if (training.is_saved()) {
    fmt::print(stderr,
               "splitscape: interrupted {}; the same command with --resume goes on from {}/checkpoint.cbor\n",
               training.standing(), options.out);
  } else {
    fmt::print(stderr, "splitscape: interrupted, nothing was written\n");
  }
  return 128 + signal;
}

}  // namespace

int train_command(const TrainOptions& options) {
  Work work = prepared(options);
  const BlockedSignals signals;  // first, so that the directory is tidied up before one has its effect
  TrainingDirectory directory(options.out, options.resume, options.force);
  Training training(work, options, directory);
  try {
    training.run(signals);
    TrainingResults results = training.results();
    write_results(work, results, directory.temporary());
    signals.check();
    directory.commit();  // before anything is printed: whoever reads it may have gone
    fmt::print("\n");
    print_exits(results.exits, exit_costs(results.network, results.sparsity));
  } catch (const Interrupted& interruption) {
    return tell_interruption(training, options, interruption.signal());
  }
  fmt::print(
      "\nresults: {}/network.yaml (and samples, training, exits.csv, manifest.json, checkpoint.cbor)\n",
      options.out);
  return 0;
}

}  // namespace splitscape
