#include "sim/search/encoded_ways.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "sim/expectation.hpp"
#include "sim/placement.hpp"

namespace splitscape {
namespace {

EncodedEnds ends_at(const EncodedWay& way, std::size_t place) {
  return {.before = place > 0 ? way.encoding(place - 1) : 0, .behind = way.encoding(place)};
}

/// Calls `visit` for all positions, one a hop, that do not fall.
void for_each_cuts(std::size_t hops, std::size_t layers, CutPositions& cuts,
                   const std::function<void(const CutPositions&)>& visit) {
  if (cuts.size() == hops) {
    visit(cuts);
    return;
  }
  for (std::size_t k = cuts.empty() ? 0 : cuts.back(); k <= layers; ++k) {
    cuts.push_back(static_cast<std::uint16_t>(k));
    for_each_cuts(hops, layers, cuts, visit);
    cuts.pop_back();
  }
}

}  // namespace

std::vector<Encodings> ways_to_encode(const CostTable& costs, const CutPositions& cuts) {
  std::vector<Encodings> ways{Encodings{}};
  for (std::size_t hop = 0; hop < cuts.size(); ++hop) {
    const bool passed_on = hop > 0 && cuts[hop] == cuts[hop - 1];
    std::vector<Encodings> longer;
    for (const Encodings& way : ways) {
      for (std::size_t k = 0; k <= costs.network().encodings(cuts[hop]); ++k) {
        if (passed_on && k != way.back()) continue;
        if (cuts[hop] != cuts.front() && costs.replaces_head(cuts[hop], k)) continue;
        longer.push_back(way);
        longer.back().push_back(static_cast<std::uint8_t>(k));
      }
    }
    ways = std::move(longer);
  }
  ways.front() = {};
  return ways;
}

double accuracy_change(const CostTable& costs, const CutPositions& cuts, const Encodings& encodings) {
  double change = 0;
  for (std::size_t hop = 0; hop < cuts.size(); ++hop) {
    const std::size_t last = hop + 1 < cuts.size() ? cuts[hop + 1] : costs.layers();
    if (cuts[hop] == last) continue;  // passed on, and decoded later
    change += costs.accuracy_change(cuts[hop], hop < encodings.size() ? encodings[hop] : 0);
  }
  return change;
}

std::optional<Bytes> missing_memory(const CostTable& costs, const CutPositions& cuts,
                                    const Encodings& encodings) {
  const EncodedWay way{.cuts = cuts, .encodings = encodings};
  std::size_t first = 0;
  for (std::size_t place = 0; place < costs.places(); ++place) {
    const std::size_t last = place < cuts.size() ? cuts[place] : costs.layers();
    if (const auto missing = costs.shortfall(place, first, last, ends_at(way, place))) return missing;
    first = last;
  }
  return std::nullopt;
}

std::vector<EncodedWay> encoded_ways(const PolicySetting& setting, const std::vector<std::string>& layers,
                                     const std::function<bool(const EncodedWay&)>& allowed) {
  const CostTable& costs = setting.costs;
  std::vector<EncodedWay> ways;
  const auto add = [&](const CutPositions& cuts) {
    for (const Encodings& encodings : ways_to_encode(costs, cuts)) {
      EncodedWay way{cuts, encodings, accuracy_change(costs, cuts, encodings)};
      if (allowed(way) && !missing_memory(costs, cuts, encodings)) ways.push_back(std::move(way));
    }
    if (ways.size() > most_ways) {
      throw std::invalid_argument(fmt::format(
          "there are more than {} ways to cut and compress along this path: say the cuts with 'cut'",
          most_ways));
    }
  };
  if (!layers.empty()) {
    add(cuts_after(layers, setting));
  } else {
    CutPositions cuts;
    for_each_cuts(setting.hops(), costs.layers(), cuts, add);
  }
  return ways;
}

Seconds expected_latency(const Observation& observation, const EncodedWay& way) {
  Seconds sum{};
  std::size_t first = 0;
  for (std::size_t place = 0; place < observation.costs.places(); ++place) {
    const bool sends = place < way.cuts.size();
    const std::size_t last = sends ? way.cuts[place] : observation.costs.layers();
    sum += expected_compute(observation, place, first, last, ends_at(way, place));
    if (sends) sum += expected_crossing(observation, place, last, way.encoding(place));
    first = last;
  }
  return sum;
}

Joules expected_energy(const Observation& observation, const EncodedWay& way) {
  if (way.cuts.empty()) return observation.costs.visit_energy(0, 0, observation.costs.layers());
  const std::size_t head = way.cuts.front();
  return observation.costs.visit_energy(0, 0, head, ends_at(way, 0)) +
         expected_radio(observation, head, way.encoding(0));
}

}  // namespace splitscape
