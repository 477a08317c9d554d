#include "sim/group.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "models/sample_split.hpp"

namespace splitscape {
namespace {

std::vector<double> true_loads(const Scenario& scenario, const Route& route) {
  std::vector<double> loads;
  for (std::size_t hop = 0; hop < route.hops(); ++hop) {
    loads.push_back(server_of(scenario, route.server(hop)).load);
  }
  return loads;
}

std::deque<GroupRoute> routes_of(const Scenario& scenario, const Deployment& deployment) {
  std::deque<GroupRoute> routes;
  for (const Route& route : deployment.all_routes()) routes.emplace_back(scenario, deployment, route);
  return routes;
}

const SampleTrace* samples_of(const Scenario& scenario, const Deployment& deployment) {
  const auto& samples = network_of(scenario, deployment.network).samples;
  return samples ? &*samples : nullptr;
}

}  // namespace

PowerKnowledge power_knowledge(const Scenario& scenario, const Deployment& deployment,
                               const CostTable& costs) {
  const bool sends = deployment.hops() > 0;
  const auto radio = sends ? link_of(scenario, deployment.link(0)).radio : std::nullopt;
  PowerKnowledge known{.powers = DevicePowers::of(deployment.hardware.power, radio)};
  known.of_requests = costs.knows_energy(0) && (!sends || known.powers.knows_radio);
  known.of_idling = known.of_requests && known.powers.knows_idle;
  return known;
}

GroupRoute::GroupRoute(const Scenario& scenario, const Deployment& deployment, const Route& of_route)
    : route(of_route),
      costs(cost_table(scenario, deployment, route)),
      plans(costs, true_loads(scenario, route)) {
  for (std::size_t hop = 0; hop < route.hops(); ++hop) {
    const Link& link = link_of(scenario, route.link(hop));
    first_estimates.push_back({.up = link.up.first(), .down = link.down.first(), .latency = link.latency});
    const Server& server = server_of(scenario, route.server(hop));
    announced_loads.push_back(server.announces_load ? server.load : 1.0);
    offer = {.name = server.name,
             .copies = server.count,
             .slots = server.slots,
             .announces_load = server.announces_load,
             .announces_queue = server.announces_queue,
             .price = server.price};
  }
}

Group::Group(const Scenario& in_scenario, std::uint32_t at_index)
    : scenario(in_scenario),
      index(at_index),
      deployment(in_scenario.devices.at(at_index)),
      samples(samples_of(in_scenario, deployment)),
      routes(routes_of(in_scenario, deployment)),
      costs(routes.front().costs),
      first_estimates(routes.front().first_estimates),
      announced_loads(routes.front().announced_loads),
      power(power_knowledge(in_scenario, deployment, costs)) {
  const NetworkUse& network = network_of(scenario, deployment.network);
  if (samples != nullptr && network.calibration > 0) {
    SampleSplit split = split_samples(samples->rows(), network.calibration, scenario.seed, network.name);
    calibration = rows_of(*samples, split.calibration);
    request_rows = std::move(split.requests);
  }
  world_ = world_truth(scenario, deployment, routes.front().route, power, samples);
  world_.rows = request_rows;
}

const Plan& Group::plan(const Decision& decision) {
  if (decision.route >= routes.size()) {
    throw std::logic_error(
        fmt::format("a policy decided on path {} of {} (counted from 0)", decision.route, routes.size()));
  }
  GroupRoute& route = routes[decision.route];
  if (decision.copy != as_dealt_out && (route.route.hops() == 0 || decision.copy >= route.offer.copies)) {
    throw std::logic_error(
        fmt::format("a policy decided on copy {} (counted from 0) of server '{}', which has {}",
                    decision.copy, route.offer.name, route.offer.copies));
  }
  return route.plans.plan(decision);
}

bool Group::offers_choice() const {
  return routes.size() > 1 || routes.front().offer.announces_queue;
}

WorldTruth world_truth(const Scenario& scenario, const Deployment& deployment, const Route& route,
                       const PowerKnowledge& power, const SampleTrace* samples) {
  WorldTruth world{.server_loads = true_loads(scenario, route),
                   .answer = deployment.answer,
                   .duration = scenario.duration,
                   .samples = samples};
  for (std::size_t hop = 0; hop < route.hops(); ++hop)
    world.links.push_back(&link_of(scenario, route.link(hop)));
  if (power.of_requests) world.radio = power.powers.radio;
  return world;
}

const std::vector<LinkTruth>& Group::true_links(Seconds now) {
  links_now_.clear();
  for (const Link* link : world_.links) links_now_.push_back(truth_of(*link, now));
  return links_now_;
}

std::size_t Group::rows_for_requests() const {
  return request_rows.empty() ? samples->rows() : request_rows.size();
}

PolicySetting Group::setting(std::uint32_t device) const {
  PolicySetting setting{.costs = costs,
                        .has_confidences = samples != nullptr && samples->has_confidences(),
                        .has_predictions = samples != nullptr && samples->has_predictions(),
                        .has_entropies = samples != nullptr && samples->has_entropies(),
                        .classes = samples != nullptr ? samples->classes() : 0,
                        .prices = deployment.prices,
                        .deadline = deployment.workload.deadline,
                        .calibration = calibration ? &*calibration : nullptr,
                        .device = device,
                        .truth = &world_,
                        .random = RandomStream(StreamName{.seed = scenario.seed,
                                                          .run = scenario.run,
                                                          .purpose = Purpose::policy,
                                                          .owner = deployment.name,
                                                          .index = device})};
  for (const GroupRoute& route : routes) {
    setting.routes.push_back(&route.costs);
    if (route.route.hops() > 0) setting.offers.push_back(route.offer);
  }
  return setting;
}

}  // namespace splitscape
