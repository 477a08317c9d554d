#include "sim/reinforcement/soft_actor_critic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/reinforcement/losses.hpp"

namespace splitscape {
namespace {

constexpr double no_limit = std::numeric_limits<double>::infinity();

}  // namespace

SoftActorCritic::SoftActorCritic(std::size_t state_size, std::size_t actions,
                                 const SoftActorCriticSettings& settings, RandomStream& random)
    : settings_(settings),
      adam_{.learning_rate = settings.learning_rate, .decay = 0},
      actions_(actions),
      actor_({state_size, settings.hidden, settings.hidden, actions}, random),
      first_({state_size, settings.hidden, settings.hidden, actions}, random),
      second_({state_size, settings.hidden, settings.hidden, actions}, random),
      first_target_(first_),
      second_target_(second_),
      log_temperature_{std::log(settings.first_temperature)},
      probabilities_(actions) {}

double SoftActorCritic::temperature() const {
  return settings_.temperature ? *settings_.temperature : std::exp(log_temperature_.front());
}

std::size_t SoftActorCritic::best(std::span<const double> state) {
  return largest(actor_.forward(state));
}

std::size_t SoftActorCritic::explore(std::span<const double> state, RandomStream& random) {
  softmax(actor_.forward(state), probabilities_);
  double left = random.uniform();
  for (std::size_t action = 0; action + 1 < actions_; ++action) {
    left -= probabilities_[action];
    if (left < 0) return action;
  }
  return actions_ - 1;
}

void SoftActorCritic::train(const Minibatch& batch) {
  find_targets(batch);
  train_critic(first_, batch);
  train_critic(second_, batch);
  train_actor(batch);
  if (settings_.discount > 0) {
    first_target_.follow(first_, settings_.target_share);
    second_target_.follow(second_, settings_.target_share);
  }
}

/// Reward + discount x what the next decision is expected to be worth, entropy included.
void SoftActorCritic::find_targets(const Minibatch& batch) {
  targets_ = batch.rewards;
  if (settings_.discount == 0) return;
  const auto outputs = actor_.forward(batch.next_states);
  const auto one = first_target_.forward(batch.next_states);
  const auto other = second_target_.forward(batch.next_states);
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    softmax(outputs.subspan(row * actions_, actions_), probabilities_);
    double worth = 0;
    for (std::size_t a = 0; a < actions_; ++a) {
      const double share = probabilities_[a];
      if (share == 0) continue;  // p ln p goes to 0
      const std::size_t at = row * actions_ + a;
      worth += share * (std::min(one[at], other[at]) - temperature() * std::log(share));
    }
    targets_[row] += settings_.discount * worth;
  }
}

void SoftActorCritic::train_critic(DenseNetwork& critic, const Minibatch& batch) {
  const auto values = critic.forward(batch.states);
  gradient_.resize(values.size());
  value_loss(values, batch.actions, targets_, no_limit, gradient_);
  critic.backward(gradient_);
  critic.descend(adam_);
}

void SoftActorCritic::train_actor(const Minibatch& batch) {
  const auto one = first_.forward(batch.states);
  const auto other = second_.forward(batch.states);
  lower_.resize(one.size());
  std::transform(one.begin(), one.end(), other.begin(), lower_.begin(),
                 [](double a, double b) { return std::min(a, b); });
  const auto outputs = actor_.forward(batch.states);
  gradient_.resize(outputs.size());
  double entropy = 0;
  actor_loss(outputs, lower_, temperature(), actions_, gradient_, entropy);
  actor_.backward(gradient_);
  actor_.descend(adam_);
  if (!settings_.temperature) adapt_temperature(entropy);
}

/// Down the gradient of alpha x (entropy - wanted entropy) in ln alpha (Christodoulou, equation 11): more
/// entropy than wanted cools, less heats.
void SoftActorCritic::adapt_temperature(double entropy) {
  const double wanted = settings_.target_entropy * std::log(static_cast<double>(actions_));
  const std::vector<double> gradient{temperature() * (entropy - wanted)};
  ++temperature_adam_.steps;
  adam_step<double>(adam_, temperature_adam_, 0, gradient, log_temperature_);
}

std::vector<double> SoftActorCritic::values() const {
  std::vector<double> all;
  for (const DenseNetwork* network : {&actor_, &first_, &second_}) {
    all.insert(all.end(), network->parameters().begin(), network->parameters().end());
  }
  all.push_back(log_temperature_.front());
  return all;
}

void SoftActorCritic::set_values(std::span<const double> values) {
  const std::size_t size = actor_.parameters().size();
  if (values.size() != 3 * size + 1) {
    throw std::invalid_argument(
        fmt::format("{} learned values, where {} are needed", values.size(), 3 * size + 1));
  }
  std::size_t first = 0;
  for (DenseNetwork* network : {&actor_, &first_, &second_}) {
    network->set_parameters(values.subspan(first, size));
    first += size;
  }
  first_target_.follow(first_, 1);
  second_target_.follow(second_, 1);
  log_temperature_.front() = values.back();
}

}  // namespace splitscape
