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
  const auto cost_of = [&](const ComputeCost& work, const char* what, const Bottleneck& bottleneck) {
    if (work == ComputeCost{}) return Cost{};  // nobody said that it costs anything
    const std::string name = bottleneck.name.empty() ? "" : fmt::format(" '{}'", bottleneck.name);
    const Cost cost =
        known_cost(work, place.hardware, fmt::format("the {}{} after '{}'", what, name, bottleneck.after),
                   network_.profile().name);
    // What takes no time takes no energy, whether or not the board's power is known.
    place.knows_energy = place.knows_energy && (cost.energy.has_value() || cost.time.value == 0);
    place.measured = place.measured && (cost.measured || cost.time.value == 0);
    return cost;
  };
  if (decodes) place.decoders.resize(layers() + 1);
  if (encodes) place.encoders.resize(layers() + 1);
  for (std::size_t position = 0; position <= layers(); ++position) {
    for (std::size_t encoding = 0; encoding <= network_.encodings(position); ++encoding) {
      const Bottleneck* bottleneck = network_.bottleneck_at(position, encoding);
      // Without a bottleneck nothing is computed; what replaces the head is computed on the device alone.
      const bool here = bottleneck != nullptr && (!bottleneck->replaces_head || places_.empty());
      if (decodes) {
        place.decoders[position].push_back(
            bottleneck == nullptr ? Cost{} : cost_of(bottleneck->decoder, "decoder", *bottleneck));
      }
      if (encodes)
        place.encoders[position].push_back(here ? cost_of(bottleneck->encoder, "encoder", *bottleneck)
                                                : Cost{});
    }
  }
}

bool CostTable::decodes(std::size_t place, std::size_t first, std::size_t last) const {
  return place > 0 && first < last && !places_[place].decoders.empty();
}

bool CostTable::encodes(std::size_t place, std::size_t first, std::size_t last) const {
  return (first < last || place == 0) && last < layers() && !places_[place].encoders.empty();
}

Seconds CostTable::decoder_time(std::size_t place, std::size_t first, std::size_t last,
                                std::size_t encoding) const {
  return decodes(place, first, last) ? places_[place].decoders[first].at(encoding).time : Seconds{};
}

Joules CostTable::decoder_energy(std::size_t place, std::size_t first, std::size_t last,
                                 std::size_t encoding) const {
  if (!decodes(place, first, last) || !knows_energy(place)) return {};
  return places_[place].decoders[first].at(encoding).energy.value_or(Joules{});
}

Seconds CostTable::encoder_time(std::size_t place, std::size_t first, std::size_t last,
                                std::size_t encoding) const {
  return encodes(place, first, last) ? places_[place].encoders[last].at(encoding).time : Seconds{};
}

Joules CostTable::encoder_energy(std::size_t place, std::size_t first, std::size_t last,
                                 std::size_t encoding) const {
  if (!encodes(place, first, last) || !knows_energy(place)) return {};
  return places_[place].encoders[last].at(encoding).energy.value_or(Joules{});
}

Seconds CostTable::visit_time(std::size_t place, std::size_t first, std::size_t last,
                              EncodedEnds ends) const {
  if (place == 0 && replaces_head(last, ends.behind)) return encoder_time(place, first, last, ends.behind);
  return decoder_time(place, first, last, ends.before) + time(place, first, last) +
         encoder_time(place, first, last, ends.behind);
}

Joules CostTable::visit_energy(std::size_t place, std::size_t first, std::size_t last,
                               EncodedEnds ends) const {
  if (place == 0 && replaces_head(last, ends.behind)) return encoder_energy(place, first, last, ends.behind);
  return decoder_energy(place, first, last, ends.before) + energy(place, first, last) +
         encoder_energy(place, first, last, ends.behind);
}

double CostTable::accuracy_change(std::size_t position, std::size_t encoding) const {
  const Bottleneck* bottleneck = network_.bottleneck_at(position, encoding);
  return bottleneck == nullptr ? 0 : bottleneck->accuracy_change;
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

std::optional<Bytes> CostTable::shortfall(std::size_t place, std::size_t first, std::size_t last,
                                          EncodedEnds ends) const {
  const Bottleneck* before =
      decodes(place, first, last) ? network_.bottleneck_at(first, ends.before) : nullptr;
  const Bottleneck* behind =
      encodes(place, first, last) ? network_.bottleneck_at(last, ends.behind) : nullptr;
  MemoryNeed need;
  if (place == 0 && behind != nullptr && behind->replaces_head) {
    need.activations = network_.cuts().front().live + crossing(last, ends.behind);
  } else {
    need = memory_need(network_, first, last);
  }
  if (before != nullptr) need.weights += before->decoder.weights;
  if (behind != nullptr) need.weights += behind->encoder.weights;
  return splitscape::shortfall(need, places_[place].hardware);
}

CostTable cost_table(const Scenario& scenario, const Deployment& deployment) {
  std::vector<const Hardware*> places{&deployment.hardware};
  for (std::size_t hop = 0; hop < deployment.hops(); ++hop) {
    places.push_back(&server_of(scenario, deployment.server(hop)).hardware);
  }
  return {NetworkGraph(network_of(scenario, deployment.network).profile), places};
}

}  // namespace splitscape
