#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "models/prices.hpp"
#include "models/random_stream.hpp"
#include "sim/policy.hpp"
#include "sim/policy_catalogue.hpp"
#include "sim/reinforcement/learning_agent.hpp"
#include "sim/reinforcement/offload_state.hpp"
#include "sim/reinforcement/pending_actions.hpp"
#include "sim/reinforcement/replay_buffer.hpp"

namespace splitscape {

/// What all policies that learn by reinforcement are told; their parameters by the same names.
struct LearningChoice {
  std::size_t batch = 32;
  std::size_t buffer = 10000;
  std::size_t steps = 1;         ///< of learning, at each answer
  std::size_t random_first = 0;  ///< requests that are decided blindly before anything else
  double discount = 0;
  double worst = 1;  ///< rewards below minus this are taken for it
  std::size_t features = 0;
  bool trains = true;
};

/// An offloading policy around an agent: numbers its decisions, puts what is observed in numbers, and hands
/// the agent what its decisions were worth when the answers have come.
///
/// The reward is (confidence - prices x costs) / (1 + price of the whole network on the idle device), not
/// below `worst`, so that a learning rate suits networks of any size and one request that was stuck for an
/// hour does not drown the others.
class LearnedOffloading final : public OffloadPolicy {
 public:
  using MakeAgent = std::function<std::unique_ptr<LearningAgent>(std::size_t state_size, std::size_t actions,
                                                                 RandomStream& random)>;

  /// @throws std::invalid_argument in words for the user where the parameters do not fit
  LearnedOffloading(const Parameters& parameters, const PolicySetting& setting, const LearningChoice& choice,
                    const MakeAgent& make_agent);

  Decision decide(const Observation& observation) override;
  ExitAction at_exit(const ExitView&) override { return ExitAction::stop; }
  void learn(const Feedback& feedback) override;
  /// State size, number of actions, and what the agent has learned.
  std::vector<double> learned() const override;

  const std::vector<Decision>& actions() const { return actions_; }
  /// How many answers it waits for.
  std::size_t pending() const { return pending_.size(); }

 private:
  void begin_with(const std::vector<double>& learned);
  std::size_t choose();

  LearningChoice choice_;
  Prices prices_;
  double unit_;  ///< of a reward
  std::vector<Decision> actions_;
  OffloadState observed_;
  RandomStream random_;
  std::unique_ptr<LearningAgent> agent_{};
  PendingActions pending_;
  ReplayBuffer experiences_;
  std::vector<double> state_;
  Minibatch minibatch_{};
};

/// Those of `batch`, `buffer` and so on.
LearningChoice learning_choice(const Parameters& parameters, const LearningChoice& defaults);
/// That of `hidden`. @throws std::invalid_argument where it is 0
std::size_t hidden_units(const Parameters& parameters, std::size_t fallback);
/// The entries of the parameters that all of them have, with their defaults.
std::vector<ParameterEntry> learning_parameters();

}  // namespace splitscape
