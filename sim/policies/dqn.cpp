#include <stdexcept>

#include "sim/policy_catalogue.hpp"
#include "sim/reinforcement/deep_q_network.hpp"
#include "sim/reinforcement/learned_offloading.hpp"

namespace splitscape {
namespace {

DeepQSettings settings_of(const Parameters& parameters, const LearningChoice& choice) {
  DeepQSettings settings;
  const auto count = [&](std::string_view name, std::uint64_t fallback) {
    return static_cast<std::uint64_t>(parameters.number(name, static_cast<double>(fallback)));
  };
  settings.hidden = hidden_units(parameters, settings.hidden);
  settings.learning_rate = parameters.number("learning_rate", settings.learning_rate);
  settings.discount = choice.discount;
  settings.exploration = parameters.number("exploration", settings.exploration);
  settings.decay = count("decay", settings.decay);
  settings.target_steps = count("target_steps", settings.target_steps);
  if (settings.target_steps == 0) throw std::invalid_argument("'target_steps' is at least 1");
  return settings;
}

std::unique_ptr<OffloadPolicy> make(const Parameters& parameters, const PolicySetting& setting) {
  const LearningChoice choice = learning_choice(parameters, {});
  const DeepQSettings settings = settings_of(parameters, choice);
  return std::make_unique<LearnedOffloading>(
      parameters, setting, choice, [settings](std::size_t state, std::size_t actions, RandomStream& random) {
        return std::make_unique<DeepQNetwork>(state, actions, settings, random);
      });
}

}  // namespace

PolicyEntry dqn_policy() {
  std::vector<ParameterEntry> parameters = learning_parameters();
  parameters.insert(parameters.end(),
                    {{.name = "exploration",
                      .kind = ParameterKind::share,
                      .default_text = "0.01",
                      .meaning = "share of requests that are decided blindly, in the end"},
                     {.name = "decay",
                      .kind = ParameterKind::count,
                      .default_text = "2000",
                      .meaning = "requests in which the share falls to that from 1, in a straight line"},
                     {.name = "target_steps",
                      .kind = ParameterKind::count,
                      .default_text = "500",
                      .meaning = "of learning, after which the target becomes the network; only with a "
                                 "discount"}});
  return {.name = "dqn",
          .summary =
              "Learns by a deep Q-network which exit, cut and encoding give the best answer for its "
              "cost.",
          .source =
              "Mnih et al., \"Human-level control through deep reinforcement learning\", Nature 518, "
              "2015; with Adam, for the actions and the reward of sac_d, its sizes are ours",
          .parameters = std::move(parameters),
          .make = make};
}

}  // namespace splitscape
