#pragma once

#include <string>
#include <vector>

#include "scenarios/app/checkpoint.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

namespace splitscape::test {

/// A directory to train in: `small.yaml`, a spec of two layers of which the first is sparse and has an exit,
/// and 500 and 100 made-up images for it.
class TrainingPlace {
 public:
  TrainingPlace();

  const std::string& path() const { return directory_.path(); }
  std::string in(const std::string& name) const { return path() + "/" + name; }
  void write(const std::string& name, const std::string& text) const { directory_.write(name, text); }
  /// Other images, by their seeds; those that are there have 1 and 2.
  void write_images(std::uint64_t train_seed, std::uint64_t test_seed) const;

  /// Runs `splitscape train small.yaml --out OUT` there, with more arguments.
  Ran train(const std::string& out, const std::vector<std::string>& more = {}, const RunHow& how = {}) const;
  Ran train_from(const std::string& spec, const std::string& out, const std::vector<std::string>& more = {},
                 RunHow how = {}) const;

  Checkpoint checkpoint(const std::string& out) const;
  void write_checkpoint(const std::string& out, const Checkpoint& checkpoint) const;

 private:
  TemporaryDirectory directory_;
};

/// The names of all files that a training leaves, sorted.
const std::vector<std::string>& files_of_a_training();

/// Checks that two directories hold the same results, byte for byte, apart from the times of the epochs.
void check_same_training(const TrainingPlace& place, const std::string& one, const std::string& other);

/// The message of a training, checking that it was refused with code 2.
std::string refusal_of(const Ran& ran);

}  // namespace splitscape::test
