#pragma once

#include <vector>

#include "sim/group.hpp"
#include "tests/support/small_world.hpp"

namespace splitscape::test {

/// The small world with two paths: `near`, over the air to three nodes; `far`, over the air and a gateway and
/// a wire of 8 Mbps and 20 ms to two copies of a cloud that is ten times as fast, has four slots and takes
/// .001 a request. All queues are announced. Sending the input takes .1504 s by `near` and .1465 s by `far`.
inline Scenario two_paths() {
  Scenario scenario = idle_scenario();
  Hardware fastest = fast_server();
  fastest.name = "fastest";
  fastest.rate = Figure<MacRate>{{1e9}};
  scenario.links.push_back({.name = "wire",
                            .up = RateTrace::constant({8e6}),
                            .down = RateTrace::constant({8e6}),
                            .latency = {0.02}});
  scenario.servers = {{.name = "node", .count = 3, .hardware = fast_server(), .announces_queue = true},
                      {.name = "gateway", .hardware = fast_server()},
                      {.name = "cloud",
                       .count = 2,
                       .hardware = fastest,
                       .slots = 4,
                       .announces_queue = true,
                       .price = ServerPrice{.request = 0.001}}};
  Deployment& devices = scenario.devices.front();
  devices.path = {"air", "node"};
  devices.routes = {{.name = "near", .path = devices.path},
                    {.name = "far", .path = {"air", "gateway", "wire", "cloud"}}};
  return scenario;
}

/// What a policy sees of a scenario with announced queues, which a test may fill.
class Offered {
 public:
  explicit Offered(Scenario of_scenario = two_paths())
      : scenario(std::move(of_scenario)), group_(scenario, 0) {
    for (const GroupRoute& route : group_.routes) queues.emplace_back(route.offer.copies);
    for (std::size_t i = 0; i < queues.size(); ++i) {
      routes_.push_back({.costs = group_.routes[i].costs,
                         .links = group_.routes[i].first_estimates,
                         .server_loads = group_.routes[i].announced_loads,
                         .queues = queues[i]});
    }
  }

  PolicySetting setting(std::uint32_t device = 0) const { return group_.setting(device); }
  Observation observation() const {
    return {.costs = group_.costs,
            .links = group_.first_estimates,
            .server_loads = group_.announced_loads,
            .radio = group_.power.powers.radio,
            .waiting = waiting,
            .deadline = scenario.devices.front().workload.deadline,
            .answer = scenario.devices.front().answer,
            .routes = routes_};
  }

  Scenario scenario;
  std::vector<std::vector<std::size_t>> queues{};  ///< by route and copy
  std::size_t waiting = 0;

 private:
  Group group_;
  std::vector<RouteView> routes_{};
};

/// Where a decision sends a request: its path and its copy.
inline std::vector<int> way(const Decision& decision) {
  return {decision.route, decision.copy};
}

}  // namespace splitscape::test
