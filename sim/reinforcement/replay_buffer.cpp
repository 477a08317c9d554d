#include "sim/reinforcement/replay_buffer.hpp"

#include <algorithm>

namespace splitscape {
namespace {

/// Writes a row over another one, or behind the last.
void put(std::vector<double>& rows, std::size_t row, std::span<const double> values) {
  const std::size_t first = row * values.size();
  if (rows.size() < first + values.size()) rows.resize(first + values.size());
  std::copy(values.begin(), values.end(), rows.begin() + static_cast<std::ptrdiff_t>(first));
}

}  // namespace

ReplayBuffer::ReplayBuffer(std::size_t capacity, std::size_t state_size, bool keeps_next)
    : capacity_(capacity), state_size_(state_size), keeps_next_(keeps_next) {}

void ReplayBuffer::add(std::span<const double> state, std::size_t action, double reward,
                       std::span<const double> next) {
  std::size_t row = size();
  if (row == capacity_) {
    row = oldest_;
    oldest_ = (oldest_ + 1) % capacity_;
    actions_[row] = action;
    rewards_[row] = reward;
  } else {
    actions_.push_back(action);
    rewards_.push_back(reward);
  }
  put(states_, row, state);
  if (keeps_next_) put(next_states_, row, next);
}

void ReplayBuffer::draw(std::size_t rows, RandomStream& random, Minibatch& batch) const {
  batch.actions.clear();
  batch.rewards.clear();
  batch.states.clear();
  batch.next_states.clear();
  const auto append = [this](std::vector<double>& to, const std::vector<double>& from, std::size_t row) {
    const auto first = from.begin() + static_cast<std::ptrdiff_t>(row * state_size_);
    to.insert(to.end(), first, first + static_cast<std::ptrdiff_t>(state_size_));
  };
  for (std::size_t i = 0; i < rows; ++i) {
    const auto row = static_cast<std::size_t>(random.uniform() * static_cast<double>(size()));
    batch.actions.push_back(actions_[row]);
    batch.rewards.push_back(rewards_[row]);
    append(batch.states, states_, row);
    if (keeps_next_) append(batch.next_states, next_states_, row);
  }
}

}  // namespace splitscape
