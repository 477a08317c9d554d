#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/reinforcement/replay_buffer.hpp"

namespace splitscape {

/// The actions of a device whose answers have not come yet. Answers come late, in any order, or never: of
/// more than `most` actions that wait the oldest is given up, so that lost requests fill no memory.
class PendingActions {
 public:
  static constexpr std::size_t most = 4096;

  /// @param needs_next whether an experience is whole only with the state of the decision that follows it
  PendingActions(std::size_t state_size, bool needs_next)
      : state_size_(state_size), needs_next_(needs_next) {}

  /// An action was chosen in a state. What becomes whole by that is kept in the buffer.
  void decided(std::uint64_t request, std::span<const double> state, std::size_t action,
               ReplayBuffer& experiences);
  /// The reward of an action has come. @return whether it was waited for
  bool answered(std::uint64_t request, double reward, ReplayBuffer& experiences);
  std::size_t size() const { return count_; }

 private:
  struct Entry {
    std::uint64_t request = 0;
    std::size_t action = 0;
    std::optional<double> reward{};
    bool has_next = false;
    bool over = false;
  };

  std::size_t slot(std::size_t place) const { return (first_ + place) % entries_.size(); }
  std::span<double> state(std::size_t slot) { return {states_.data() + slot * state_size_, state_size_}; }
  std::span<double> next(std::size_t slot) { return {next_states_.data() + slot * state_size_, state_size_}; }
  void make_room();
  void keep_if_whole(std::size_t slot, ReplayBuffer& experiences);
  void drop_what_is_over();

  std::size_t state_size_;
  bool needs_next_;
  std::size_t first_ = 0;         ///< slot of the oldest
  std::size_t count_ = 0;         ///< from there on, those that are over between them included
  std::vector<Entry> entries_{};  ///< a ring
  std::vector<double> states_{};  ///< a row a slot
  std::vector<double> next_states_{};
};

}  // namespace splitscape
