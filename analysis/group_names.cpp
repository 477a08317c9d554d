#include "analysis/group_names.hpp"

#include "models/cost_table.hpp"
#include "sim/group.hpp"

namespace splitscape {

std::string GroupNames::cut(const CutPositions& positions) const {
  std::string names;
  for (const auto position : positions) {
    if (!names.empty()) names += '|';
    names += cuts[position];
  }
  return names;
}

std::string GroupNames::route(const Decision& decision) const {
  return routes.empty() ? std::string() : routes[decision.route].name;
}

const std::string& GroupNames::place(const Decision& decision, std::size_t number) const {
  return (routes.empty() ? places : routes[decision.route].places)[number];
}

std::vector<GroupNames> group_names(const Scenario& scenario) {
  std::vector<GroupNames> all;
  for (const auto& deployment : scenario.devices) {
    const CostTable costs = cost_table(scenario, deployment);
    GroupNames names{
        .group = deployment.name, .places = {"device"}, .deadline = deployment.workload.deadline};
    for (const Cut& cut : costs.network().cuts()) names.cuts.push_back(cut.name);
    for (std::size_t hop = 0; hop < deployment.hops(); ++hop) names.places.push_back(deployment.server(hop));
    for (const Route& route : deployment.routes) {
      auto& of_route = names.routes.emplace_back(RouteNames{.name = route.name, .places = {"device"}});
      for (std::size_t hop = 0; hop < route.hops(); ++hop) of_route.places.push_back(route.server(hop));
    }
    names.knows_energy = power_knowledge(scenario, deployment, costs).of_requests;
    all.push_back(std::move(names));
  }
  return all;
}

}  // namespace splitscape
