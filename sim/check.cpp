#include "sim/check.hpp"

#include <fmt/format.h>

#include <set>
#include <stdexcept>

#include "models/cost_table.hpp"
#include "sim/group.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {

std::vector<Contradiction> check(const Scenario& scenario) {
  auto found = contradictions(scenario);
  if (scenario.policies.empty()) found.push_back({"policy", "a scenario needs a policy"});
  if (!found.empty())
    return found;  // policies and powers are worked out from costs, which need a sound description
  for (const auto& deployment : scenario.devices) {
    if (deployment.battery &&
        !power_knowledge(scenario, deployment, cost_table(scenario, deployment)).of_idling) {
      found.push_back(
          {"devices." + deployment.name + ".battery",
           fmt::format(
               "a battery needs hardware and a radio whose powers are all known; those of '{}' are not",
               deployment.hardware.name)});
    }
  }
  for (const auto& network : scenario.networks) {
    if (network.profile.exits.size() > ExitSet::largest) {
      found.push_back({"networks." + network.name,
                       fmt::format("a network can have {} exits before its end; '{}' has {}",
                                   ExitSet::largest, network.name, network.profile.exits.size())});
    }
  }
  if (!found.empty()) return found;
  std::set<std::string> labels;
  for (std::size_t i = 0; i < scenario.policies.size(); ++i) {
    const PolicyChoice& policy = scenario.policies[i];
    const std::string where = scenario.policies.size() == 1 ? "policy" : fmt::format("policy.{}", i);
    if (!labels.insert(policy.shown()).second) {
      found.push_back(
          {where, fmt::format("two policies are called '{}': give one of them a 'label'", policy.shown())});
    }
    std::set<std::string> said;
    for (std::uint32_t group = 0; group < scenario.devices.size(); ++group) {
      const Deployment& deployment = scenario.devices[group];
      try {
        (void)make_policy(policy, Group(scenario, group).setting(0));
      } catch (const std::invalid_argument& error) {
        if (said.insert(error.what()).second) {
          found.push_back({where, fmt::format("policy '{}' for devices '{}': {}", policy.shown(),
                                              deployment.name, error.what())});
        }
      }
    }
  }
  return found;
}

}  // namespace splitscape
