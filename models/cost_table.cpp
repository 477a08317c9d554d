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
    // The input is there where the device is, and the answer needs no decoder.
    add_bottlenecks(place, !places_.empty(), places_.size() + 1 < places.size());
    places_.push_back(std::move(place));
  }
}

void CostTable::add_bottlenecks(Place& place, bool decodes, bool encodes) const {
  if (network_.profile().bottlenecks.empty()) return;
  const auto cost_of = [&](const ComputeCost& work, const char* what, const std::string& after) {
    if (work == ComputeCost{}) return Cost{};  // nobody said that it costs anything
    const Cost cost = known_cost(work, place.hardware, fmt::format("the {} after '{}'", what, after),
                                 network_.profile().name);
    // What takes no time takes no energy, whether or not the board's power is known.
    place.knows_energy = place.knows_energy && (cost.energy.has_value() || cost.time.value == 0);
    place.measured = place.measured && (cost.measured || cost.time.value == 0);
    return cost;
  };
  if (decodes) place.decoders.resize(layers() + 1);
  if (encodes) place.encoders.resize(layers() + 1);
  for (std::size_t position = 0; position <= layers(); ++position) {
    const Bottleneck* bottleneck = network_.bottleneck_at(position);
    if (bottleneck == nullptr) continue;
    if (decodes) place.decoders[position] = cost_of(bottleneck->decoder, "decoder", bottleneck->after);
    if (encodes) place.encoders[position] = cost_of(bottleneck->encoder, "encoder", bottleneck->after);
  }
}

bool CostTable::decodes(std::size_t place, std::size_t first, std::size_t last) const {
  return place > 0 && first < last && !places_[place].decoders.empty();
}

bool CostTable::encodes(std::size_t place, std::size_t first, std::size_t last) const {
  return (first < last || place == 0) && last < layers() && !places_[place].encoders.empty();
}

Seconds CostTable::decoder_time(std::size_t place, std::size_t first, std::size_t last) const {
  return decodes(place, first, last) ? places_[place].decoders[first].time : Seconds{};
}

Joules CostTable::decoder_energy(std::size_t place, std::size_t first, std::size_t last) const {
  if (!decodes(place, first, last) || !knows_energy(place)) return {};
  return places_[place].decoders[first].energy.value_or(Joules{});
}

Seconds CostTable::encoder_time(std::size_t place, std::size_t first, std::size_t last) const {
  return encodes(place, first, last) ? places_[place].encoders[last].time : Seconds{};
}

Joules CostTable::encoder_energy(std::size_t place, std::size_t first, std::size_t last) const {
  if (!encodes(place, first, last) || !knows_energy(place)) return {};
  return places_[place].encoders[last].energy.value_or(Joules{});
}

Seconds CostTable::visit_time(std::size_t place, std::size_t first, std::size_t last) const {
  return decoder_time(place, first, last) + time(place, first, last) + encoder_time(place, first, last);
}

Joules CostTable::visit_energy(std::size_t place, std::size_t first, std::size_t last) const {
  return decoder_energy(place, first, last) + energy(place, first, last) + encoder_energy(place, first, last);
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
  MemoryNeed need = memory_need(network_, first, last);
  if (decodes(place, first, last) && network_.bottleneck_at(first) != nullptr) {
    need.weights += network_.bottleneck_at(first)->decoder.weights;
  }
  if (encodes(place, first, last) && network_.bottleneck_at(last) != nullptr) {
    need.weights += network_.bottleneck_at(last)->encoder.weights;
  }
  return splitscape::shortfall(need, places_[place].hardware);
}

CostTable cost_table(const Scenario& scenario, const Deployment& deployment) {
  return cost_table(scenario, deployment, {.name = "", .path = deployment.path});
}

CostTable cost_table(const Scenario& scenario, const Deployment& deployment, const Route& route) {
  std::vector<const Hardware*> places{&deployment.hardware};
  for (std::size_t hop = 0; hop < route.hops(); ++hop) {
    places.push_back(&server_of(scenario, route.server(hop)).hardware);
  }
  return {NetworkGraph(network_of(scenario, deployment.network).profile), places};
}

}  // namespace splitscape
