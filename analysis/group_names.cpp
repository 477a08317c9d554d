#include "analysis/group_names.hpp"

#include "models/cost_table.hpp"
#include "sim/group.hpp"

namespace splitscape {

std::string GroupNames::cut(const CutPositions& positions, const Encodings& chosen) const {
  std::string names;
  for (std::size_t hop = 0; hop < positions.size(); ++hop) {
    if (!names.empty()) names += '|';
    names += cuts[positions[hop]];
    if (hop < chosen.size() && chosen[hop] != 0)
      names += '+' + encodings[positions[hop]][std::size_t{chosen[hop]} - 1];
  }
  return names;
}

std::vector<GroupNames> group_names(const Scenario& scenario) {
  std::vector<GroupNames> all;
  for (const auto& deployment : scenario.devices) {
    const CostTable costs = cost_table(scenario, deployment);
    GroupNames names{
        .group = deployment.name, .places = {"device"}, .deadline = deployment.workload.deadline};
    for (const Cut& cut : costs.network().cuts()) {
      names.cuts.push_back(cut.name);
      auto& there = names.encodings.emplace_back();
      for (const std::size_t index : cut.encodings)
        there.push_back(costs.network().profile().bottlenecks[index].name);
    }
    for (std::size_t hop = 0; hop < deployment.hops(); ++hop) names.places.push_back(deployment.server(hop));
    names.knows_energy = power_knowledge(scenario, deployment, costs).of_requests;
    all.push_back(std::move(names));
  }
  return all;
}

}  // namespace splitscape
