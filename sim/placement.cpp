#include "sim/placement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/memory.hpp"
#include "models/nearest_name.hpp"

namespace splitscape {
namespace {

std::string exit_name(std::size_t exit) {
  return fmt::format("exit {}", exit);
}

/// A cut as results write it.
struct WrittenCut {
  std::string layer{};
  std::string bottleneck{};
};

/// A layer may have a + in its name: what is a layer as it stands is no bottleneck.
WrittenCut taken_apart(const std::string& text, const NetworkGraph& network) {
  for (const Cut& cut : network.cuts()) {
    if (cut.name == text) return {text};
  }
  for (const Cut& cut : network.cuts()) {
    if (text.starts_with(cut.name + '+')) return {cut.name, text.substr(cut.name.size() + 1)};
  }
  return {text};
}

std::size_t encoding_of(const WrittenCut& cut, std::size_t position, const NetworkGraph& network) {
  if (cut.bottleneck.empty()) return 0;
  std::vector<std::string> names;
  for (std::size_t k = 1; k <= network.encodings(position); ++k) {
    names.push_back(network.bottleneck_at(position, k)->name);
    if (names.back() == cut.bottleneck) return k;
  }
  throw std::invalid_argument(fmt::format("there is no bottleneck '{}' to choose after '{}'{}",
                                          cut.bottleneck, cut.layer, suggestion(cut.bottleneck, names)));
}

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

Decision encoded_cuts_after(const std::vector<std::string>& layers, const PolicySetting& setting) {
  const NetworkGraph& network = setting.costs.network();
  std::vector<WrittenCut> written;
  std::vector<std::string> plain_layers;
  for (const std::string& text : layers) {
    written.push_back(taken_apart(text, network));
    plain_layers.push_back(written.back().layer);
  }
  Decision decision{.cuts = cuts_after(plain_layers, setting)};
  for (std::size_t hop = 0; hop < written.size(); ++hop) {
    const std::size_t position = decision.cuts[hop];
    const std::size_t encoding = encoding_of(written[hop], position, network);
    decision.encodings.push_back(static_cast<std::uint8_t>(encoding));
    if (hop > 0 && position == decision.cuts[hop - 1] && encoding != decision.encoding(hop - 1)) {
      throw std::invalid_argument(
          fmt::format("what crosses after '{}' is passed on as it is: the bottleneck must be the same",
                      written[hop].layer));
    }
    if (position != decision.cuts.front() && setting.costs.replaces_head(position, encoding)) {
      throw std::invalid_argument(
          fmt::format("'{}' replaces the head, and only the device computes what does", layers[hop]));
    }
  }
  decision.encodings = plain(decision.encodings);
  return decision;
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

void require_fit(const CutPositions& cuts, const PolicySetting& setting, const Encodings& encodings) {
  const auto encoding = [&encodings](std::size_t hop) -> std::size_t {
    return hop < encodings.size() ? encodings[hop] : 0;
  };
  std::size_t first = 0;
  for (std::size_t place = 0; place < setting.costs.places(); ++place) {
    const std::size_t last = place < cuts.size() ? cuts[place] : setting.costs.layers();
    if (const auto missing = setting.costs.shortfall(
            place, first, last, {.before = place > 0 ? encoding(place - 1) : 0, .behind = encoding(place)})) {
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
