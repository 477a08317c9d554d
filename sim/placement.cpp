#include "sim/placement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/memory.hpp"
#include "models/nearest_name.hpp"

namespace splitscape {

std::string exit_name(std::size_t exit) {
  return fmt::format("exit {}", exit);
}

/// A layer is meant rather than an exit where both have the name.
std::size_t position_after(const std::string& layer, const NetworkGraph& network) {
  for (const Cut& cut : network.cuts()) {
    if (cut.name == layer) return cut.position;
  }
  for (std::size_t exit = 1; exit < network.exit_count(); ++exit) {
    if (exit_name(exit) == layer) return network.exit_position(exit);
  }
  throw std::invalid_argument(fmt::format("network '{}' has no layer '{}' to cut after{}",
                                          network.profile().name, layer,
                                          suggestion(layer, cut_names(network))));
}

namespace {

/// Adds what one more visit keeps in the memory of its place.
void add_visit(MemoryNeed& need, const NetworkGraph& network, std::size_t first, std::size_t last) {
  const MemoryNeed of_visit = memory_need(network, first, last);
  need.weights += of_visit.weights;
  need.activations = std::max(need.activations, of_visit.activations);
}

}  // namespace

std::vector<std::string> cut_names(const NetworkGraph& network) {
  std::vector<std::string> names;
  for (const Cut& cut : network.cuts()) names.push_back(cut.name);
  for (std::size_t exit = 1; exit < network.exit_count(); ++exit) names.push_back(exit_name(exit));
  return names;
}

CutPositions cuts_after(const std::vector<std::string>& layers, const PolicySetting& setting) {
  if (layers.size() != setting.hops()) {
    throw std::invalid_argument(fmt::format("{} cut{} for a path with {} hop{}: give one a hop",
                                            layers.size(), layers.size() == 1 ? "" : "s", setting.hops(),
                                            setting.hops() == 1 ? "" : "s"));
  }
  CutPositions cuts;
  for (const auto& layer : layers) {
    const std::size_t position = position_after(layer, setting.costs.network());
    if (!cuts.empty() && position < cuts.back()) {
      throw std::invalid_argument(
          fmt::format("the cut after '{}' comes before the one of the hop before", layer));
    }
    cuts.push_back(static_cast<std::uint16_t>(position));
  }
  return cuts;
}

CutPositions same_cut(std::size_t position, const PolicySetting& setting) {
  return CutPositions(setting.hops(), static_cast<std::uint16_t>(position));
}

std::optional<Bytes> shortfall(const CostTable& costs, const CutPositions& cuts,
                               const CutPositions& returns) {
  const NetworkGraph& network = costs.network();
  CutPositions changes = cuts;
  changes.insert(changes.end(), returns.begin(), returns.end());
  MemoryNeed needs[2]{};
  std::size_t first = 0;
  for (std::size_t visit = 0; visit <= changes.size(); ++visit) {
    const std::size_t last = visit < changes.size() ? changes[visit] : costs.layers();
    add_visit(needs[visit % 2], network, first, last);
    const bool sends = visit < changes.size() && visit % 2 == 0 && last < costs.layers();
    if (const Bottleneck* encoded = sends ? network.bottleneck_at(last) : nullptr) {
      needs[0].weights += encoded->encoder.weights;
      needs[1].weights += encoded->decoder.weights;
    }
    first = last;
  }
  std::optional<Bytes> most;
  for (const std::size_t place : {0U, 1U}) {
    const auto missing = splitscape::shortfall(needs[place], costs.hardware(place));
    if (missing && (!most || *missing > *most)) most = missing;
  }
  return most;
}

void require_fit(const CutPositions& cuts, const PolicySetting& setting) {
  std::size_t first = 0;
  for (std::size_t place = 0; place < setting.costs.places(); ++place) {
    const std::size_t last = place < cuts.size() ? cuts[place] : setting.costs.layers();
    if (const auto missing = setting.costs.shortfall(place, first, last)) {
      throw std::invalid_argument(
          fmt::format("{} layers of network '{}' do not fit the memory of {} '{}', by {:.0f} bytes",
                      last - first == setting.costs.layers() ? "the" : fmt::format("{} of the", last - first),
                      setting.costs.network().profile().name, place == 0 ? "device" : "server",
                      setting.costs.hardware(place).name, missing->value));
    }
    first = last;
  }
}

}  // namespace splitscape
