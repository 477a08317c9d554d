#include "sim/group.hpp"

#include "models/sample_split.hpp"

namespace splitscape {
namespace {

std::vector<double> true_loads(const Scenario& scenario, const Deployment& deployment) {
  std::vector<double> loads;
  for (std::size_t hop = 0; hop < deployment.hops(); ++hop) {
    loads.push_back(server_of(scenario, deployment.server(hop)).load);
  }
  return loads;
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

Group::Group(const Scenario& in_scenario, std::uint32_t at_index)
    : scenario(in_scenario),
      index(at_index),
      deployment(in_scenario.devices.at(at_index)),
      samples(samples_of(in_scenario, deployment)),
      costs(cost_table(in_scenario, deployment)),
      plans(costs, true_loads(in_scenario, deployment)),
      power(power_knowledge(in_scenario, deployment, costs)) {
  for (std::size_t hop = 0; hop < deployment.hops(); ++hop) {
    const Link& link = link_of(scenario, deployment.link(hop));
    first_estimates.push_back({.up = link.up.first(), .down = link.down.first(), .latency = link.latency});
    const Server& server = server_of(scenario, deployment.server(hop));
    announced_loads.push_back(server.announces_load ? server.load : 1.0);
  }
  const NetworkUse& network = network_of(scenario, deployment.network);
  if (samples != nullptr && network.calibration > 0) {
    SampleSplit split = split_samples(samples->rows(), network.calibration, scenario.seed, network.name);
    calibration = rows_of(*samples, split.calibration);
    request_rows = std::move(split.requests);
  }
  world_ = world_truth(scenario, deployment, power, samples);
  world_.rows = request_rows;
}

WorldTruth world_truth(const Scenario& scenario, const Deployment& deployment, const PowerKnowledge& power,
                       const SampleTrace* samples) {
  WorldTruth world{.server_loads = true_loads(scenario, deployment),
                   .answer = deployment.answer,
                   .duration = scenario.duration,
                   .samples = samples};
  for (std::size_t hop = 0; hop < deployment.hops(); ++hop)
    world.links.push_back(&link_of(scenario, deployment.link(hop)));
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
  return {.costs = costs,
          .has_confidences = samples != nullptr && samples->has_confidences(),
          .has_predictions = samples != nullptr && samples->has_predictions(),
          .has_entropies = samples != nullptr && samples->has_entropies(),
          .classes = samples != nullptr ? samples->classes() : 0,
          .prices = deployment.prices,
          .deadline = deployment.workload.deadline,
          .calibration = calibration ? &*calibration : nullptr,
          .truth = &world_,
          .random = RandomStream(StreamName{.seed = scenario.seed,
                                            .run = scenario.run,
                                            .purpose = Purpose::policy,
                                            .owner = deployment.name,
                                            .index = device})};
}

}  // namespace splitscape
