#include "tests/support/training_place.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "tests/support/idx_files.hpp"
#include "tests/support/simulated.hpp"

namespace splitscape::test {
namespace {

constexpr const char* small_spec = R"(title: A small net
data:
  name: made-up digits
  train: {images: train-images-idx3-ubyte, labels: train-labels-idx1-ubyte}
  test: {images: t10k-images-idx3-ubyte, labels: t10k-labels-idx1-ubyte}
layers:
  - {name: fc1, neurons: 20}
  - {name: fc2, neurons: 10}
exits: [{after: fc1}]
sparsity: {layers: {fc1: {fan_in: 16}}}
training: {epochs: 3, batch: 100, learning_rate: .01, l2: 1e-5}
)";

/// A history without the times, which no two trainings share.
std::vector<std::vector<std::string>> without_seconds(const std::string& path) {
  const ResultTable history(CsvTable(content(path), path, true));
  std::vector<std::vector<std::string>> lines;
  for (std::size_t row = 0; row < history.rows(); ++row) {
    auto& line = lines.emplace_back();
    for (const char* column : {"epoch", "loss", "accuracy_1", "accuracy_2", "held_out_accuracy_1",
                               "held_out_accuracy_2", "macs", "bytes"})
      line.push_back(history.text(row, column));
  }
  return lines;
}

}  // namespace

TrainingPlace::TrainingPlace() {
  write_images(1, 2);
  write("small.yaml", small_spec);
}

void TrainingPlace::write_images(std::uint64_t train_seed, std::uint64_t test_seed) const {
  write_idx_set(path(), made_up_digits(500, 8, train_seed), made_up_digits(100, 8, test_seed));
}

Ran TrainingPlace::train(const std::string& out, const std::vector<std::string>& more,
                         const RunHow& how) const {
  return train_from("small.yaml", out, more, how);
}

Ran TrainingPlace::train_from(const std::string& spec, const std::string& out,
                              const std::vector<std::string>& more, RunHow how) const {
  std::vector<std::string> arguments{"train", spec, "--out", out};
  arguments.insert(arguments.end(), more.begin(), more.end());
  how.directory = path();
  return run_splitscape(arguments, how);
}

Checkpoint TrainingPlace::checkpoint(const std::string& out) const {
  return checkpoint_of(content(in(out + "/checkpoint.cbor")), "checkpoint.cbor");
}

void TrainingPlace::write_checkpoint(const std::string& out, const Checkpoint& checkpoint) const {
  std::ofstream(in(out + "/checkpoint.cbor"), std::ios::binary) << checkpoint_bytes(checkpoint);
}

const std::vector<std::string>& files_of_a_training() {
  static const std::vector<std::string> names{"checkpoint.cbor", "exits.csv",   "manifest.json",
                                              "network.yaml",    "samples.csv", "training.csv"};
  return names;
}

void check_same_training(const TrainingPlace& place, const std::string& one, const std::string& other) {
  REQUIRE(names_in(place.in(one)) == files_of_a_training());
  REQUIRE(names_in(place.in(other)) == files_of_a_training());
  for (const char* name : {"network.yaml", "samples.csv", "exits.csv", "manifest.json"}) {
    CAPTURE(name);
    CHECK(content(place.in(one) + "/" + name) == content(place.in(other) + "/" + name));
  }
  CHECK(without_seconds(place.in(one) + "/training.csv") ==
        without_seconds(place.in(other) + "/training.csv"));
  CHECK(place.checkpoint(one).training == place.checkpoint(other).training);
  CHECK(place.checkpoint(one).state.parameters == place.checkpoint(other).state.parameters);
  CHECK(place.checkpoint(one).state.adam == place.checkpoint(other).state.adam);
}

std::string refusal_of(const Ran& ran) {
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  return ran.err;
}

}  // namespace splitscape::test
