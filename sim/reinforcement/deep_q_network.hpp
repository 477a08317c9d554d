#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/reinforcement/dense_network.hpp"
#include "sim/reinforcement/learning_agent.hpp"

namespace splitscape {

struct DeepQSettings {
  std::size_t hidden = 32;  ///< units of each of two hidden layers
  double learning_rate = 1e-3;
  double discount = 0;               ///< of what follows; 0: every decision for itself
  std::uint64_t target_steps = 500;  ///< after so many steps the target becomes the network
  double exploration = .01;          ///< share of blind choices, in the end
  std::uint64_t decay = 2000;        ///< decisions in which it falls to that, from all of them, linearly
};

/// A deep Q-network: a network that says what each action is worth, a copy that is renewed now and then where
/// the future counts, and epsilon-greedy exploration (Mnih et al., "Human-level control through deep
/// reinforcement learning", Nature 518, 2015).
class DeepQNetwork final : public LearningAgent {
 public:
  DeepQNetwork(std::size_t state_size, std::size_t actions, const DeepQSettings& settings,
               RandomStream& random);

  std::size_t best(std::span<const double> state) override;
  std::size_t explore(std::span<const double> state, RandomStream& random) override;
  void train(const Minibatch& batch) override;
  std::vector<double> values() const override;
  void set_values(std::span<const double> values) override;

  /// Share of blind choices now.
  double exploration() const;

 private:
  DeepQSettings settings_;
  AdamSettings adam_;
  std::size_t actions_;
  DenseNetwork network_;
  DenseNetwork target_;
  std::uint64_t explored_ = 0;
  std::uint64_t steps_ = 0;
  std::vector<double> targets_{};
  std::vector<double> gradient_{};
};

}  // namespace splitscape
