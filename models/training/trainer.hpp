#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/training/adam.hpp"
#include "models/training/data_set.hpp"
#include "models/training/objective.hpp"
#include "models/training/trainable_network.hpp"

namespace splitscape {

/// How a network is trained. The defaults are those of Dey et al. (JETCAS 2019) and Capogrosso et al. (FDL
/// 2024).
struct TrainingSettings {
  std::uint32_t epochs = 50;
  std::uint32_t batch = 256;  ///< samples of a step
  double bias = .1;           ///< of every neuron, before the first step
  AdamSettings adam{};
  Objective objective{};

  friend bool operator==(const TrainingSettings&, const TrainingSettings&) = default;
};

/// One epoch of training.
struct EpochRecord {
  std::uint32_t epoch = 0;         ///< from 1
  double loss = 0;                 ///< mean over samples, as they were met, l2 included
  std::vector<double> accuracy{};  ///< of each exit, likewise
  std::vector<double> held_out{};  ///< of each exit on the held-out samples after the epoch; none: empty
  double seconds = 0;              ///< on the clock
  double macs = 0;                 ///< multiply-accumulates done
  std::size_t bytes = 0;           ///< held: parameters, gradients, moments, patterns, tensors

  friend bool operator==(const EpochRecord&, const EpochRecord&) = default;
};

/// Everything that training depends on between two steps.
struct TrainingState {
  std::vector<float> parameters{};
  AdamState<float> adam{};
  std::uint32_t epoch = 0;  ///< epochs that are over
  std::size_t place = 0;    ///< samples of the running one that are over
  ExitScores scores{};      ///< of these
  double l2_loss = 0;       ///< sum over its steps of samples x l2 x squares
  double seconds = 0;       ///< that the running epoch took so far
  std::vector<EpochRecord> history{};
};

/// What an exit says of each sample, before the softmax: sample after sample, a value a class.
using Logits = std::vector<std::vector<float>>;

/// Trains a network, step by step. Each batch is cut in parts of the same size whatever the number of
/// threads, and their gradients are summed in order: threads change no bit of the result.
class Trainer {
 public:
  /// Samples that a thread takes at once.
  static constexpr std::size_t samples_of_a_part = 64;

  /// @param network, data, held_out must live as long as the trainer
  /// @param seed of the first weights and of the order of the samples
  /// @throws std::invalid_argument where data and network do not fit, or the settings make no sense
  Trainer(const TrainableNetwork<float>& network, const DataSet& data, const DataSet& held_out,
          const TrainingSettings& settings, std::uint64_t seed, std::size_t threads);
  ~Trainer();
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  const TrainingState& state() const { return state_; }
  /// Goes on from there. @throws std::invalid_argument where it is not that of such a network
  void resume(TrainingState state);
  bool done() const { return state_.epoch >= settings_.epochs; }
  /// Makes a step; behind the last of an epoch, its record.
  void step();
  /// What is done, 0 .. 1.
  double progress() const;

 private:
  struct Part;

  void run_parts(std::size_t batch, const std::vector<std::uint32_t>& samples);
  void update(std::size_t batch);
  void finish_epoch(const std::vector<double>& held_out);
  std::size_t bytes() const;

  const TrainableNetwork<float>& network_;
  const DataSet& data_;
  const DataSet& held_out_;
  TrainingSettings settings_;
  std::uint64_t seed_;
  std::size_t threads_;
  TrainingState state_{};
  std::vector<Part> parts_;  ///< of a batch
};

/// What each exit says of all samples of a data set; [exit - 1].
Logits logits_of(const TrainableNetwork<float>& network, const std::vector<float>& parameters,
                 const DataSet& data, std::size_t threads);

}  // namespace splitscape
