#include "sim/reinforcement/deep_q_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/reinforcement/losses.hpp"

namespace splitscape {

DeepQNetwork::DeepQNetwork(std::size_t state_size, std::size_t actions, const DeepQSettings& settings,
                           RandomStream& random)
    : settings_(settings),
      adam_{.learning_rate = settings.learning_rate, .decay = 0},
      actions_(actions),
      network_({state_size, settings.hidden, settings.hidden, actions}, random),
      target_(network_) {}

double DeepQNetwork::exploration() const {
  if (explored_ >= settings_.decay) return settings_.exploration;
  const double passed = static_cast<double>(explored_) / static_cast<double>(settings_.decay);
  return 1 + passed * (settings_.exploration - 1);
}

std::size_t DeepQNetwork::best(std::span<const double> state) {
  return largest(network_.forward(state));
}

std::size_t DeepQNetwork::explore(std::span<const double> state, RandomStream& random) {
  const bool blind = random.uniform() < exploration();
  ++explored_;
  return blind ? static_cast<std::size_t>(random.uniform() * static_cast<double>(actions_)) : best(state);
}

void DeepQNetwork::train(const Minibatch& batch) {
  targets_ = batch.rewards;
  if (settings_.discount > 0) {
    const auto next = target_.forward(batch.next_states);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      const auto values = next.subspan(row * actions_, actions_);
      targets_[row] += settings_.discount * *std::max_element(values.begin(), values.end());
    }
  }
  const auto values = network_.forward(batch.states);
  gradient_.resize(values.size());
  constexpr double largest_error = 1;  // Mnih et al., 2015
  value_loss(values, batch.actions, targets_, largest_error, gradient_);
  network_.backward(gradient_);
  network_.descend(adam_);
  if (++steps_ % settings_.target_steps == 0) target_.follow(network_, 1);
}

std::vector<double> DeepQNetwork::values() const {
  return network_.parameters();
}

void DeepQNetwork::set_values(std::span<const double> values) {
  if (values.size() != network_.parameters().size()) {
    throw std::invalid_argument(
        fmt::format("{} learned values, where {} are needed", values.size(), network_.parameters().size()));
  }
  network_.set_parameters(values);
  target_.set_parameters(values);
  explored_ = settings_.decay;
}

}  // namespace splitscape
