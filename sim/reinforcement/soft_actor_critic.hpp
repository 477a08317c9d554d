#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "sim/reinforcement/dense_network.hpp"
#include "sim/reinforcement/learning_agent.hpp"

namespace splitscape {

struct SoftActorCriticSettings {
  std::size_t hidden = 32;  ///< units of each of two hidden layers
  double learning_rate = 1e-3;
  double discount = 0;                  ///< of what follows; 0: every decision for itself
  double target_share = .005;           ///< that the targets follow the critics by at each step
  std::optional<double> temperature{};  ///< fixed; absent: learned
  double first_temperature = .05;       ///< where it is learned
  double target_entropy = .1;           ///< likewise: share of that of choosing blindly
};

/// Discrete soft actor-critic: an actor that says how likely each action is, two critics that say what each
/// is worth, of which the lower is believed, slow copies of them where the future counts, and a temperature
/// that sets how much the actor explores (Christodoulou, "Soft Actor-Critic for Discrete Action Settings",
/// arXiv 1910.07207).
class SoftActorCritic final : public LearningAgent {
 public:
  SoftActorCritic(std::size_t state_size, std::size_t actions, const SoftActorCriticSettings& settings,
                  RandomStream& random);

  std::size_t best(std::span<const double> state) override;
  std::size_t explore(std::span<const double> state, RandomStream& random) override;
  void train(const Minibatch& batch) override;
  std::vector<double> values() const override;
  void set_values(std::span<const double> values) override;

  double temperature() const;

 private:
  void find_targets(const Minibatch& batch);
  void train_critic(DenseNetwork& critic, const Minibatch& batch);
  void train_actor(const Minibatch& batch);
  void adapt_temperature(double entropy);

  SoftActorCriticSettings settings_;
  AdamSettings adam_;
  std::size_t actions_;
  DenseNetwork actor_;
  DenseNetwork first_;
  DenseNetwork second_;
  DenseNetwork first_target_;
  DenseNetwork second_target_;
  std::vector<double> log_temperature_;  ///< one number, as Adam wants it
  AdamState<double> temperature_adam_{.mean = {0.0}, .square = {0.0}};
  // Kept between calls for their memory.
  std::vector<double> probabilities_{};
  std::vector<double> targets_{};
  std::vector<double> lower_{};
  std::vector<double> gradient_{};
};

}  // namespace splitscape
