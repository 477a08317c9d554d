#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "models/random_stream.hpp"

namespace splitscape {

/// Experiences to learn from together: states stand row by row.
struct Minibatch {
  std::vector<double> states{};
  std::vector<std::size_t> actions{};
  std::vector<double> rewards{};
  std::vector<double> next_states{};  ///< empty where they are not kept

  std::size_t rows() const { return actions.size(); }
};

/// The latest experiences of a device. A new one takes the place of the oldest when it is full.
class ReplayBuffer {
 public:
  /// @param capacity at least 1; memory is taken as it fills
  /// @param keeps_next whether what follows an action counts, too
  ReplayBuffer(std::size_t capacity, std::size_t state_size, bool keeps_next);

  std::size_t size() const { return actions_.size(); }
  /// @param next the state in which the device decided next; not looked at where it is not kept
  void add(std::span<const double> state, std::size_t action, double reward, std::span<const double> next);
  /// Draws each row of a batch from all experiences alike; one may come twice.
  void draw(std::size_t rows, RandomStream& random, Minibatch& batch) const;

 private:
  std::size_t capacity_;
  std::size_t state_size_;
  bool keeps_next_;
  std::size_t oldest_ = 0;
  std::vector<double> states_{};
  std::vector<std::size_t> actions_{};
  std::vector<double> rewards_{};
  std::vector<double> next_states_{};
};

}  // namespace splitscape
