#include "scenarios/app/training_results.hpp"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "analysis/csv.hpp"
#include "scenarios/loader/profile_text.hpp"

namespace splitscape {
namespace {

/// Six digits: more than a thousandth of a percent of any share, and the file stays short.
std::string six_digits(double value) {
  return fmt::format("{:.6g}", value);
}

std::string whole(double value) {
  return fmt::format("{:.0f}", value);
}

/// How a scenario that uses the profile reads samples.csv.
constexpr const char* samples_of_profile =
    "samples: {file: samples.csv, confidence: confidence, entropy: entropy, prediction: prediction, label: "
    "label}\n";

void write_profile(const TrainingResults& results, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  file << profile_text(results.network);
  if (results.sparsity) file << sparsity_text(*results.sparsity);
  file << samples_of_profile;
  file.close();
  if (!file) throw std::runtime_error(fmt::format("cannot write '{}'", path));
}

void write_samples(const TrainingResults& results, const std::string& path) {
  CsvWriter csv(path);
  csv.line({"sample", "exit", "confidence", "entropy", "prediction", "label"});
  for (std::size_t sample = 0; sample < results.labels.size(); ++sample) {
    for (std::size_t exit = 1; exit <= results.exits.size(); ++exit) {
      const ExitOutcome& outcome = results.exits[exit - 1].outcomes[sample];
      csv.line({fmt::format("{}", sample), fmt::format("{}", exit), six_digits(outcome.confidence),
                six_digits(outcome.entropy), fmt::format("{}", outcome.prediction),
                fmt::format("{}", results.labels[sample])});
    }
  }
  csv.close();
}

void write_history(const TrainingResults& results, const std::string& path) {
  CsvWriter csv(path);
  std::vector<std::string> names{"epoch", "loss"};
  for (const char* what : {"accuracy", "held_out_accuracy"}) {
    for (std::size_t exit = 1; exit <= results.exits.size(); ++exit)
      names.push_back(fmt::format("{}_{}", what, exit));
  }
  names.insert(names.end(), {"seconds", "macs", "bytes"});
  csv.line(names);
  for (const EpochRecord& record : results.history) {
    std::vector<std::string> fields{fmt::format("{}", record.epoch), six_digits(record.loss)};
    for (const double accuracy : record.accuracy) fields.push_back(six_digits(accuracy));
    for (std::size_t exit = 0; exit < results.exits.size(); ++exit)
      fields.push_back(record.held_out.empty() ? "" : six_digits(record.held_out[exit]));
    fields.insert(fields.end(),
                  {six_digits(record.seconds), whole(record.macs), fmt::format("{}", record.bytes)});
    csv.line(fields);
  }
  csv.close();
}

void write_exits(const TrainingResults& results, const std::string& path) {
  CsvWriter csv(path);
  csv.line({"exit", "after", "accuracy", "mean_confidence", "temperature", "ece_before", "ece_after"});
  for (std::size_t exit = 1; exit <= results.exits.size(); ++exit) {
    const TrainedExitScore& score = results.exits[exit - 1];
    csv.line({fmt::format("{}", exit), score.after, six_digits(score.accuracy),
              six_digits(score.mean_confidence), six_digits(score.temperature), six_digits(score.ece_before),
              six_digits(score.ece_after)});
  }
  csv.close();
}

}  // namespace

void write_training_results(const TrainingResults& results, const std::string& directory) {
  write_profile(results, directory + "/network.yaml");
  write_samples(results, directory + "/samples.csv");
  write_history(results, directory + "/training.csv");
  write_exits(results, directory + "/exits.csv");
}

}  // namespace splitscape
