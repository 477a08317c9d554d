#include "models/cost_table.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <string_view>

#include "models/memory.hpp"

namespace splitscape {
namespace {

Cost known_cost(const ComputeCost& work, const Hardware& hardware, std::string_view what,
                const std::string& network) {
  if (auto cost = cost_on(work, hardware)) return *cost;
  throw std::invalid_argument(fmt::format(
      "{} of network '{}' was not measured on '{}' and cannot be estimated: {}", what, network, hardware.name,
      work.macs ? "the hardware has no effective rate" : "it has no multiply-accumulates"));
}

}  // namespace

CostTable::CostTable(const NetworkGraph& network, const std::vector<const Hardware*>& places)
    : network_(network) {
  const std::string& name = network_.profile().name;
  for (const Hardware* hardware : places) {
    Place place;
    place.hardware = *hardware;
    for (const auto& layer : network_.layers()) {
      const Cost cost = known_cost(layer.cost, *hardware, fmt::format("layer '{}'", layer.name), name);
      place.time_before.push_back(place.time_before.back() + cost.time);
      place.energy_before.push_back(place.energy_before.back() + cost.energy.value_or(Joules{}));
      place.knows_energy = place.knows_energy && cost.energy.has_value();
      place.measured = place.measured && cost.measured;
    }
    for (std::size_t exit = 1; exit < network_.exit_count(); ++exit) {
      const Cost cost =
          known_cost(network_.exit_head(exit).cost, *hardware, fmt::format("exit {}", exit), name);
      place.knows_energy = place.knows_energy && cost.energy.has_value();
      place.exits.push_back(cost);
    }
    places_.push_back(std::move(place));
  }
}

Seconds CostTable::time(std::size_t place, std::size_t first, std::size_t last) const {
  const auto& before = places_[place].time_before;
  return before[last] - before[first];
}

Joules CostTable::energy(std::size_t place, std::size_t first, std::size_t last) const {
  if (!knows_energy(place)) return {};
  const auto& before = places_[place].energy_before;
  return before[last] - before[first];
}

Joules CostTable::exit_energy(std::size_t place, std::size_t exit) const {
  return knows_energy(place) ? places_[place].exits[exit - 1].energy.value_or(Joules{}) : Joules{};
}

std::optional<Bytes> CostTable::shortfall(std::size_t place, std::size_t first, std::size_t last) const {
  return splitscape::shortfall(memory_need(network_, first, last), places_[place].hardware);
}

CostTable cost_table(const Scenario& scenario, const Deployment& deployment) {
  std::vector<const Hardware*> places{&deployment.hardware};
  for (std::size_t hop = 0; hop < deployment.hops(); ++hop) {
    places.push_back(&server_of(scenario, deployment.server(hop)).hardware);
  }
  return {NetworkGraph(network_of(scenario, deployment.network).profile), places};
}

}  // namespace splitscape
