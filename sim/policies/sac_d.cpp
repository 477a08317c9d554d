#include <stdexcept>

#include "sim/policy_catalogue.hpp"
#include "sim/reinforcement/learned_offloading.hpp"
#include "sim/reinforcement/soft_actor_critic.hpp"

namespace splitscape {
namespace {

SoftActorCriticSettings settings_of(const Parameters& parameters, const LearningChoice& choice) {
  SoftActorCriticSettings settings;
  settings.hidden = hidden_units(parameters, settings.hidden);
  settings.learning_rate = parameters.number("learning_rate", settings.learning_rate);
  settings.discount = choice.discount;
  settings.target_share = parameters.number("target_share", settings.target_share);
  settings.target_entropy = parameters.number("target_entropy", settings.target_entropy);
  if (parameters.has("temperature")) {
    if (parameters.has("target_entropy")) {
      throw std::invalid_argument("a fixed 'temperature' has no 'target_entropy': leave one of them out");
    }
    settings.temperature = parameters.number("temperature", 0);
  }
  return settings;
}

std::unique_ptr<OffloadPolicy> make(const Parameters& parameters, const PolicySetting& setting) {
  const LearningChoice choice = learning_choice(parameters, {.random_first = 500});
  const SoftActorCriticSettings settings = settings_of(parameters, choice);
  return std::make_unique<LearnedOffloading>(
      parameters, setting, choice, [settings](std::size_t state, std::size_t actions, RandomStream& random) {
        return std::make_unique<SoftActorCritic>(state, actions, settings, random);
      });
}

}  // namespace

PolicyEntry sac_d_policy() {
  std::vector<ParameterEntry> parameters = learning_parameters();
  parameters.insert(
      parameters.end(),
      {{.name = "random_first",
        .kind = ParameterKind::count,
        .default_text = "500",
        .meaning = "requests that are decided blindly before the actor decides; none with 'start'"},
       {.name = "temperature",
        .kind = ParameterKind::amount,
        .default_text = "learned",
        .meaning = "what a nat of entropy is worth, in units of its reward: more explores more"},
       {.name = "target_entropy",
        .kind = ParameterKind::share,
        .default_text = "0.1",
        .meaning = "that a learned temperature aims at, as a share of ln(number of actions)"},
       {.name = "target_share",
        .kind = ParameterKind::share,
        .default_text = "0.005",
        .meaning = "by which the target critics follow at each step; only with a discount"}});
  return {.name = "sac_d",
          .summary =
              "Learns by discrete soft actor-critic which exit, cut and encoding give the best answer for "
              "its cost.",
          .source =
              "Niu, Teng, Han, Zou, arXiv 2201.02968 (abstract), by Christodoulou, arXiv 1910.07207; its "
              "reward is the confidence that came less the priced costs, its sizes are ours",
          .parameters = std::move(parameters),
          .make = make};
}

}  // namespace splitscape
