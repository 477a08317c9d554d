#include "sim/reinforcement/pending_actions.hpp"

#include <algorithm>

namespace splitscape {

void PendingActions::decided(std::uint64_t request, std::span<const double> state_now, std::size_t action,
                             ReplayBuffer& experiences) {
  if (needs_next_ && count_ > 0) {
    const std::size_t before = slot(count_ - 1);
    std::copy(state_now.begin(), state_now.end(), next(before).begin());
    entries_[before].has_next = true;
    keep_if_whole(before, experiences);
    drop_what_is_over();
  }
  make_room();
  const std::size_t last = slot(count_++);
  entries_[last] = {.request = request, .action = action};
  std::copy(state_now.begin(), state_now.end(), state(last).begin());
}

bool PendingActions::answered(std::uint64_t request, double reward, ReplayBuffer& experiences) {
  // From the newest: what waits longest is what will never come.
  for (std::size_t place = count_; place > 0; --place) {
    const std::size_t found = slot(place - 1);
    Entry& entry = entries_[found];
    if (entry.request != request || entry.reward || entry.over) continue;
    entry.reward = reward;
    keep_if_whole(found, experiences);
    drop_what_is_over();
    return true;
  }
  return false;
}

void PendingActions::make_room() {
  if (count_ < entries_.size()) return;
  if (count_ == most) {
    first_ = slot(1);
    --count_;
    return;
  }
  // A larger ring begins with the oldest.
  constexpr std::size_t least = 16;
  const std::size_t size = std::max(least, std::min(most, 2 * count_));
  PendingActions larger(state_size_, needs_next_);
  larger.entries_.resize(size);
  larger.states_.resize(size * state_size_);
  if (needs_next_) larger.next_states_.resize(size * state_size_);
  for (std::size_t place = 0; place < count_; ++place) {
    const std::size_t from = slot(place);
    larger.entries_[place] = entries_[from];
    std::copy(state(from).begin(), state(from).end(), larger.state(place).begin());
    if (needs_next_) std::copy(next(from).begin(), next(from).end(), larger.next(place).begin());
  }
  larger.count_ = count_;
  *this = std::move(larger);
}

void PendingActions::keep_if_whole(std::size_t slot, ReplayBuffer& experiences) {
  Entry& entry = entries_[slot];
  if (entry.over || !entry.reward || (needs_next_ && !entry.has_next)) return;
  experiences.add(state(slot), entry.action, *entry.reward, needs_next_ ? next(slot) : std::span<double>{});
  entry.over = true;
}

void PendingActions::drop_what_is_over() {
  while (count_ > 0 && entries_[first_].over) {
    first_ = slot(1);
    --count_;
  }
}

}  // namespace splitscape
