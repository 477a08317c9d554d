#include "sim/replay/abstract_costs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "sim/decision.hpp"

namespace splitscape {
namespace {

const std::string on_device = "device";
const std::string on_server = "server";

bool usable(double value) {
  return value >= 0 && std::isfinite(value);
}

ComputeCost taking(double seconds) {
  ComputeCost cost;
  cost.measured[on_device] = {.time = {seconds}};
  cost.measured[on_server] = {.time = {0}};
  return cost;
}

LayerProfile layer(std::size_t number, double seconds) {
  return {.name = fmt::format("layer {}", number),
          .op = "layer",
          .cost = taking(seconds),
          .output = Bytes{1}};  // a tensor must have a size; the link does not mind it
}

void add_layers_by_depth(const AbstractCosts& costs, std::vector<std::size_t> depths,
                         NetworkProfile& profile) {
  const double head = costs.head_share * costs.layer;
  for (std::size_t exit = 1; exit <= depths.size(); ++exit) {
    const bool end = exit == depths.size();
    while (profile.layers.size() + 1 < depths[exit - 1])
      profile.layers.push_back(layer(profile.layers.size() + 1, costs.layer));
    profile.layers.push_back(layer(profile.layers.size() + 1, end ? costs.layer : costs.layer - head));
    if (!end) profile.exits.push_back({.after = profile.layers.back().name, .cost = taking(head)});
  }
}

void add_layers_by_exit(const std::vector<double>& exit_costs, NetworkProfile& profile) {
  double before = 0;
  for (const double cost : exit_costs) {
    profile.layers.push_back(layer(profile.layers.size() + 1, cost - before));
    if (profile.layers.size() < exit_costs.size())
      profile.exits.push_back({.after = profile.layers.back().name, .cost = taking(0)});
    before = cost;
  }
}

void collect_depth_defects(const std::vector<std::size_t>& depths, std::size_t exits,
                           std::vector<std::string>& found) {
  if (depths.empty()) return;
  if (depths.size() != exits)
    found.push_back(fmt::format("{} depths for the {} exits of the samples", depths.size(), exits));
  if (depths.front() == 0) found.emplace_back("the first exit lies behind layer 1 or later");
  const auto same_or_back = std::adjacent_find(depths.begin(), depths.end(), std::greater_equal<>());
  if (same_or_back != depths.end())
    found.push_back(fmt::format("the depths of the exits rise, but {} follows {}", *std::next(same_or_back),
                                *same_or_back));
  if (depths.back() > std::numeric_limits<CutPositions::value_type>::max())
    found.push_back(fmt::format("an exit behind layer {} is too deep", depths.back()));
}

void collect_exit_cost_defects(const std::vector<double>& exit_costs, std::size_t exits,
                               std::vector<std::string>& found) {
  if (exit_costs.empty()) return;
  if (exit_costs.size() != exits)
    found.push_back(fmt::format("{} exit costs for the {} exits of the samples", exit_costs.size(), exits));
  for (const double cost : exit_costs) {
    if (!usable(cost)) found.push_back(fmt::format("an exit costs {}, which is no number >= 0", cost));
  }
  const auto fall = std::adjacent_find(exit_costs.begin(), exit_costs.end(), std::greater<>());
  if (fall != exit_costs.end())
    found.push_back(
        fmt::format("the costs of the exits do not fall, but {} follows {}", *std::next(fall), *fall));
}

}  // namespace

std::vector<std::string> defects(const AbstractCosts& costs, std::size_t exits) {
  std::vector<std::string> found;
  if (!usable(costs.layer))
    found.push_back(fmt::format("a layer costs {}, which is no number >= 0", costs.layer));
  if (!usable(costs.offload))
    found.push_back(fmt::format("offloading costs {}, which is no number >= 0", costs.offload));
  if (!(costs.head_share >= 0 && costs.head_share <= 1))
    found.push_back(
        fmt::format("the head's part of a layer's cost is {}, which is no share", costs.head_share));
  if (exits > ExitSet::largest + 1)
    found.push_back(
        fmt::format("the samples have {} exits, of which {} can be looked at", exits, ExitSet::largest));
  if (!costs.depths.empty() && !costs.exit_costs.empty())
    found.emplace_back("the costs of the exits say all, so their depths say nothing");
  collect_depth_defects(costs.depths, exits, found);
  collect_exit_cost_defects(costs.exit_costs, exits, found);
  return found;
}

CostTable abstract_network(const AbstractCosts& costs, std::size_t exits) {
  const auto found = defects(costs, exits);
  if (!found.empty()) throw std::invalid_argument(found.front());
  NetworkProfile profile{.name = "the trace's network", .input = Bytes{1}};
  if (costs.exit_costs.empty()) {
    std::vector<std::size_t> depths = costs.depths;
    if (depths.empty()) {
      depths.resize(exits);
      std::iota(depths.begin(), depths.end(), std::size_t{1});
    }
    add_layers_by_depth(costs, std::move(depths), profile);
  } else {
    add_layers_by_exit(costs.exit_costs, profile);
  }
  const Hardware device{.name = on_device};
  const Hardware server{.name = on_server};
  return {NetworkGraph(std::move(profile)), {&device, &server}};
}

LinkEstimate abstract_link(const AbstractCosts& costs) {
  // The largest number and not infinity, with which a policy might reckon to something that is no number.
  const BitRate at_once{std::numeric_limits<double>::max()};
  return {.up = at_once, .down = at_once, .latency = {costs.offload}};
}

}  // namespace splitscape
