#pragma once

#include <string>

#include "tests/support/temporary_directory.hpp"

namespace splitscape::test {

/// Programs sbatch, squeue and scontrol, found first in PATH while it lives, that do what Slurm would without
/// a cluster: sbatch runs the tasks of an array one after the other before it returns, so that the queue is
/// empty unless a test fills it. Files in directory() change what they do:
///   refusal   sbatch prints it and fails
///   silence   squeue prints it and fails
///   queue     squeue prints it
///   taken     sbatch puts a task of the job into `queue`, even where it fails
///   later     sbatch does not run the tasks, though it takes the job
/// `submitted` there has a line a job: its arguments.
class FakeSlurm {
 public:
  FakeSlurm();
  ~FakeSlurm();
  FakeSlurm(const FakeSlurm&) = delete;
  FakeSlurm& operator=(const FakeSlurm&) = delete;

  std::string directory() const { return place_.path(); }
  /// "PATH=...", for a program that is to find them.
  std::string variable() const;
  void put(const std::string& name, const std::string& text) const { place_.write(name, text); }
  void take_away(const std::string& name) const;
  /// How many jobs were submitted.
  std::size_t jobs() const;

 private:
  TemporaryDirectory place_{};
  std::string path_before_;
};

}  // namespace splitscape::test
