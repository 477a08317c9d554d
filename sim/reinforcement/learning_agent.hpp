#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "models/random_stream.hpp"
#include "sim/reinforcement/replay_buffer.hpp"

namespace splitscape {

/// Chooses among actions that are numbered, by a state, and learns from experiences.
class LearningAgent {
 public:
  virtual ~LearningAgent() = default;

  /// What it takes to be best. Takes no memory.
  virtual std::size_t best(std::span<const double> state) = 0;
  /// Likewise, with the chance to find something better.
  virtual std::size_t explore(std::span<const double> state, RandomStream& random) = 0;
  /// One step of learning.
  virtual void train(const Minibatch& batch) = 0;
  /// All that it needs to go on from where it is, apart from the running means of its optimisers.
  virtual std::vector<double> values() const = 0;
  /// What values() of an agent of the same shape gave. From then on it explores as one that has learned.
  /// @throws std::invalid_argument where there are more or fewer than it has
  virtual void set_values(std::span<const double> values) = 0;
};

/// The number of the largest, the first of several.
std::size_t largest(std::span<const double> values);

}  // namespace splitscape
