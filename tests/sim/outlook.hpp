#pragma once

#include <string>
#include <vector>

#include "models/cost_table.hpp"
#include "sim/observation.hpp"
#include "sim/policy_catalogue.hpp"
#include "tests/support/small_world.hpp"

namespace splitscape::test {

/// What a policy sees of the small world: hops of 1 Mbps up, 2 Mbps down and 5 ms; servers ten times as fast
/// as the device. Layers a, b, c take .1, .2, .3 s on the device and .01, .02, .03 s on a server, exits .05
/// and .005 s.
struct Outlook {
  explicit Outlook(CostTable known)
      : costs(std::move(known)),
        links(costs.places() - 1, {.up = {1e6}, .down = {2e6}, .latency = {0.005}}),
        server_loads(costs.places() - 1, 1.0),
        radio{.transmit = {0.5}, .receive = {0.25}, .transmit_slope = {1e-7}, .receive_slope = {5e-8}} {}

  explicit Outlook(std::size_t hops, const std::vector<std::string>& exits_after = {})
      : Outlook(costs_of(hops, exits_after)) {}

  Observation observation() const {
    return {.costs = costs, .links = links, .server_loads = server_loads, .radio = radio, .answer = answer};
  }
  PolicySetting setting() const { return {.costs = costs, .has_confidences = has_confidences}; }

  CostTable costs;
  std::vector<LinkEstimate> links;
  std::vector<double> server_loads;
  RadioCost radio;
  std::optional<Bytes> answer = Bytes{100};
  bool has_confidences = true;

 private:
  static CostTable costs_of(std::size_t hops, const std::vector<std::string>& exits_after) {
    const Hardware device = slow_device();
    const Hardware server = fast_server();
    std::vector<const Hardware*> places(hops + 1, &server);
    places.front() = &device;
    return {NetworkGraph(three_layers(exits_after)), places};
  }
};

/// The positions of cuts as plain numbers.
inline std::vector<int> positions(const CutPositions& cuts) {
  return {cuts.begin(), cuts.end()};
}

}  // namespace splitscape::test
