#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "models/cost_table.hpp"
#include "models/scenario.hpp"
#include "sim/energy_meter.hpp"
#include "sim/observation.hpp"
#include "sim/plan.hpp"
#include "sim/policy_catalogue.hpp"
#include "sim/server_offer.hpp"

namespace splitscape {

/// What is known of the powers of a deployment's devices.
struct PowerKnowledge {
  DevicePowers powers{};
  bool of_requests =
      false;  ///< computing, and the air where there is any: what belongs to a request has an energy
  bool of_idling = false;  ///< and the idle power: the device has a power and a lifetime
};
PowerKnowledge power_knowledge(const Scenario& scenario, const Deployment& deployment,
                               const CostTable& costs);

/// What a bound is told of the world along a path of a deployment where requests take all samples.
WorldTruth world_truth(const Scenario& scenario, const Deployment& deployment, const Route& route,
                       const PowerKnowledge& power, const SampleTrace* samples);

/// One of the paths that the requests of a group can take.
struct GroupRoute {
  GroupRoute(const Scenario& scenario, const Deployment& deployment, const Route& route);
  GroupRoute(const GroupRoute&) = delete;
  GroupRoute& operator=(const GroupRoute&) = delete;

  const Route route;
  const CostTable costs;
  PlanBook plans;
  std::vector<LinkEstimate> first_estimates{};  ///< one a hop: the rates at the start
  std::vector<double> announced_loads{};        ///< one a server of the path
  ServerOffer offer{};                          ///< of its last server; without a path: none
  std::span<const std::size_t> queues{};        ///< at the copies of that server, while a world is simulated
};

/// What the devices of one group have in common while they run.
class Group {
 public:
  Group(const Scenario& scenario, std::uint32_t index);
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  const Scenario& scenario;
  const std::uint32_t index;
  const Deployment& deployment;
  const SampleTrace* const samples;  ///< null: none
  std::deque<GroupRoute> routes{};   ///< the first is that of the members below
  const CostTable& costs;
  const std::vector<LinkEstimate>& first_estimates;
  const std::vector<double>& announced_loads;
  PowerKnowledge power{};
  std::vector<std::uint32_t> request_rows{};  ///< of the samples, that requests take; empty: all
  std::optional<SampleTrace> calibration{};   ///< the other samples; absent: none were set apart

  /// How many rows of the samples requests take.
  std::size_t rows_for_requests() const;
  /// The row of the samples that is the n-th of those.
  std::size_t request_row(std::size_t n) const { return request_rows.empty() ? n : request_rows[n]; }

  /// The hops of its path as they are now, for a bound.
  const std::vector<LinkTruth>& true_links(Seconds now);

  /// The plan of a decision along the route that it names.
  /// @throws std::logic_error where there is no such route, copy or cut: a fault of the policy
  const Plan& plan(const Decision& decision);
  /// Whether its policies are told of routes: there are several, or a queue is announced.
  bool offers_choice() const;
  /// What the policy of one of its devices may look at when it is made.
  PolicySetting setting(std::uint32_t device) const;

  bool tells_truth = false;  ///< its policy is a bound: it is told the truth

 private:
  WorldTruth world_{};
  std::vector<LinkTruth> links_now_{};
};

}  // namespace splitscape
