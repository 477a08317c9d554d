#include "scenarios/app/best_partition.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "models/min_cut.hpp"
#include "models/path_placement.hpp"
#include "models/tensor_flow.hpp"
#include "scenarios/app/print_table.hpp"
#include "sim/path_costs.hpp"

namespace splitscape {
namespace {

/// What the partition takes, expected of the network with its layers in stages.
Expectation expectation_of(const Observation& observation, const Partition& partition) {
  std::vector<const Hardware*> places;
  for (std::size_t place = 0; place < observation.costs.places(); ++place)
    places.push_back(&observation.costs.hardware(place));
  const CostTable staged(in_stages(observation.costs.network(), partition), places);
  CutPositions cuts;
  for (const std::size_t position : stage_positions(partition, observation.links.size()))
    cuts.push_back(static_cast<std::uint16_t>(position));
  return expect({.now = observation.now,
                 .costs = staged,
                 .links = observation.links,
                 .server_loads = observation.server_loads,
                 .radio = observation.radio,
                 .waiting = observation.waiting,
                 .battery = observation.battery,
                 .deadline = observation.deadline,
                 .answer = observation.answer},
                cuts);
}

}  // namespace

BestPartition best_partition(const Observation& observation, Objective objective) {
  const PlacementCosts costs =
      objective == Objective::latency ? latency_costs(observation) : energy_costs(observation);
  BestPartition best{.partition = min_cut(observation.costs.network(), costs)};
  best.expected = expectation_of(observation, best.partition);
  best.missing = shortfall(observation.costs, best.partition);
  return best;
}

std::string layer_ranges(const NetworkGraph& network, const std::vector<std::size_t>& layers) {
  std::vector<std::string> ranges;
  for (std::size_t i = 0; i < layers.size();) {
    std::size_t last = i;
    while (last + 1 < layers.size() && layers[last + 1] == layers[last] + 1) ++last;
    const std::string& from = network.layers()[layers[i]].name;
    const std::string& to = network.layers()[layers[last]].name;
    ranges.push_back(last == i ? from : fmt::format("{} {} {}", from, last == i + 1 ? "and" : "..", to));
    i = last + 1;
  }
  return fmt::format("{}", fmt::join(ranges, ", "));
}

std::vector<std::string> partition_lines(const NetworkGraph& network, const Partition& partition,
                                         const std::vector<std::string>& places,
                                         const std::vector<std::string>& hops) {
  const TensorFlow flow(network);
  std::vector<std::string> lines;
  for (std::size_t place = 0; place < places.size(); ++place) {
    std::vector<std::size_t> layers;
    for (std::size_t layer = 0; layer < flow.layers(); ++layer) {
      if (partition.place[layer] == place) layers.push_back(layer);
    }
    if (!layers.empty())
      lines.push_back(
          fmt::format("{} ({} layers): {}", places[place], layers.size(), layer_ranges(network, layers)));
    if (place == hops.size()) break;
    std::vector<std::string> sent;
    for (const std::size_t tensor : crossing_tensors(flow, partition, place)) {
      sent.push_back(fmt::format("{} ({} kB)", network.cuts()[tensor].name,
                                 short_number(sent_size(network, tensor).value / 1e3)));
    }
    if (!sent.empty()) lines.push_back(fmt::format("crosses {}: {}", hops[place], fmt::join(sent, ", ")));
  }
  return lines;
}

}  // namespace splitscape
