#include "models/network.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/topological_sort.hpp>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>

#include "models/bottleneck_defects.hpp"

namespace splitscape {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;
constexpr std::size_t no_layer = static_cast<std::size_t>(-1);
constexpr double bits_of_a_value = 32;

/// The layers by name. Of two with one name, the first.
std::map<std::string, std::size_t, std::less<>> index_by_name(const NetworkProfile& profile) {
  std::map<std::string, std::size_t, std::less<>> index;
  for (std::size_t i = 0; i < profile.layers.size(); ++i) index.emplace(profile.layers[i].name, i);
  return index;
}

/// The layers a layer reads, no_layer standing for the input of the network. Unknown names are left out.
std::vector<std::size_t> sources_of(const NetworkProfile& profile, std::size_t layer,
                                    const std::map<std::string, std::size_t, std::less<>>& index) {
  const auto& inputs = profile.layers[layer].inputs;
  if (inputs.empty()) return {layer == 0 ? no_layer : layer - 1};
  std::vector<std::size_t> sources;
  for (const auto& name : inputs) {
    if (name == input_name) {
      sources.push_back(no_layer);
    } else if (const auto found = index.find(name); found != index.end()) {
      sources.push_back(found->second);
    }
  }
  return sources;
}

/// Where every layer stands in a topological order; the order of the file where that is one.
/// @throws boost::not_a_dag
std::vector<std::size_t> topological_order(const NetworkProfile& profile) {
  const auto index = index_by_name(profile);
  Graph graph(profile.layers.size());
  bool in_order = true;
  for (std::size_t i = 0; i < profile.layers.size(); ++i) {
    for (const std::size_t source : sources_of(profile, i, index)) {
      if (source == no_layer) continue;
      boost::add_edge(source, i, graph);
      in_order = in_order && source < i;
    }
  }
  std::vector<std::size_t> order(profile.layers.size());
  if (in_order) {
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    return order;
  }
  order.clear();
  boost::topological_sort(graph, std::back_inserter(order));
  std::reverse(order.begin(), order.end());
  return order;
}

bool usable(double value) {
  return value >= 0 && std::isfinite(value);
}

bool usable(const ComputeCost& cost) {
  const bool times = std::all_of(cost.measured.begin(), cost.measured.end(), [](const auto& entry) {
    return usable(entry.second.time.value) && usable(entry.second.energy.value_or(Joules{}).value);
  });
  return times && usable(cost.macs.value_or(Macs{}).value) && usable(cost.parameters) &&
         usable(cost.weights.value);
}

void collect_number_defects(const NetworkProfile& profile, std::vector<std::string>& found) {
  if (!usable(profile.input.value)) found.emplace_back("the size of the input is negative");
  for (const auto& layer : profile.layers) {
    if (!usable(layer.cost) || !usable(layer.output.value)) {
      found.push_back(fmt::format("a size or a cost of layer '{}' is negative", layer.name));
    }
  }
  for (std::size_t k = 0; k < profile.exits.size(); ++k) {
    if (!usable(profile.exits[k].cost)) found.push_back(fmt::format("a cost of exit {} is negative", k + 1));
  }
  for (const auto& bottleneck : profile.bottlenecks) {
    if (!usable(bottleneck.encoder) || !usable(bottleneck.decoder))
      found.push_back(fmt::format("a cost of {} is negative", title_of(bottleneck)));
  }
  if (!(profile.cut_bits > 0 && profile.cut_bits <= bits_of_a_value)) {
    found.push_back(fmt::format("a value that is sent has {} bits: more than 0 and at most {} are possible",
                                profile.cut_bits, bits_of_a_value));
  }
}

/// Whether the junctions of a cost fit into it. What is pruned away is in them and no longer in the cost.
void collect_junction_defects(const ComputeCost& cost, const std::string& owner,
                              std::vector<std::string>& found) {
  if (cost.junctions.empty() || cost.pruning) return;
  double weights = 0;
  Macs macs{};
  for (const Junction& junction : cost.junctions) {
    if (junction.connections() == 0 || junction.kernel == 0 || junction.uses == 0)
      found.push_back(fmt::format("a junction of {} joins nothing", owner));
    weights += junction.weights();
    macs += Macs{junction.macs()};
  }
  if (weights > cost.parameters) {
    found.push_back(fmt::format("the junctions of {} have {:.0f} weights, and it has only {:.0f} parameters",
                                owner, weights, cost.parameters));
  }
  if (cost.macs && macs > *cost.macs) {
    found.push_back(
        fmt::format("the junctions of {} do {:.0f} multiply-accumulates, and it does only {:.0f} in all",
                    owner, macs.value, cost.macs->value));
  }
}

void collect_junction_defects(const NetworkProfile& profile, std::vector<std::string>& found) {
  for (const auto& layer : profile.layers)
    collect_junction_defects(layer.cost, fmt::format("layer '{}'", layer.name), found);
  for (std::size_t k = 0; k < profile.exits.size(); ++k)
    collect_junction_defects(profile.exits[k].cost, fmt::format("exit {}", k + 1), found);
}

void collect_unknown_inputs(const NetworkProfile& profile, std::vector<std::string>& found) {
  const auto index = index_by_name(profile);
  for (const auto& layer : profile.layers) {
    for (const auto& name : layer.inputs) {
      if (name != input_name && !index.contains(name)) {
        found.push_back(fmt::format("layer '{}' reads '{}', which is no layer", layer.name, name));
      }
    }
  }
}

void collect_exit_defects(const NetworkProfile& profile, std::vector<std::string>& found) {
  const auto index = index_by_name(profile);
  for (std::size_t k = 0; k < profile.exits.size(); ++k) {
    if (!index.contains(profile.exits[k].after)) {
      found.push_back(
          fmt::format("exit {} comes after '{}', which is no layer", k + 1, profile.exits[k].after));
    }
  }
}

/// The layers in topological order, each with its inputs spelled out.
std::vector<LayerProfile> sorted_layers(const NetworkProfile& profile) {
  const auto index = index_by_name(profile);
  std::vector<LayerProfile> sorted;
  sorted.reserve(profile.layers.size());
  for (const std::size_t i : topological_order(profile)) {
    LayerProfile layer = profile.layers[i];
    layer.inputs.clear();
    for (const std::size_t source : sources_of(profile, i, index)) {
      layer.inputs.push_back(source == no_layer ? std::string(input_name) : profile.layers[source].name);
    }
    sorted.push_back(std::move(layer));
  }
  return sorted;
}

/// For every tensor (the input first, then the layers' outputs) the last layer that reads it, as the number
/// of layers in the shortest head that needs to hand it on no more.
std::vector<std::size_t> last_readers(const NetworkProfile& profile) {
  const auto index = index_by_name(profile);
  std::vector<std::size_t> last(profile.layers.size() + 1, 0);
  for (std::size_t i = 0; i < profile.layers.size(); ++i) {
    for (const std::size_t source : sources_of(profile, i, index)) {
      last[source == no_layer ? 0 : source + 1] = i + 1;
    }
  }
  return last;
}

/// A tensor as it is sent: values of layers at the precision of the cut, in whole bytes; the input as it is.
Bytes as_sent(const NetworkProfile& profile, std::size_t tensor) {
  if (tensor == 0) return profile.input;
  const Bytes size = profile.layers[tensor - 1].output;
  if (profile.cut_bits == bits_of_a_value) return size;
  return {std::ceil(size.value * profile.cut_bits / bits_of_a_value)};
}

/// Gives the cuts that one tensor crosses its bottlenecks, where there are any.
void add_bottleneck(const NetworkProfile& profile, std::size_t tensor, Cut& cut) {
  const std::string_view name = tensor == 0 ? input_name : std::string_view(profile.layers[tensor - 1].name);
  for (std::size_t i = 0; i < profile.bottlenecks.size(); ++i) {
    if (profile.bottlenecks[i].after != name) continue;
    if (!profile.bottlenecks[i].name.empty()) {
      cut.encodings.push_back(i);
      continue;
    }
    cut.bottleneck = i;
    cut.crossing = cut.live * profile.bottlenecks[i].ratio;
  }
}

std::vector<Cut> all_cuts(const NetworkProfile& profile) {
  const auto last = last_readers(profile);
  std::vector<Cut> cuts;
  for (std::size_t position = 0; position <= profile.layers.size(); ++position) {
    Cut cut;
    cut.position = position;
    cut.name = position == 0 ? std::string(input_name) : profile.layers[position - 1].name;
    std::size_t crosses = 0;
    for (std::size_t tensor = 0; tensor <= position; ++tensor) {
      if (last[tensor] <= position) continue;
      cut.live += tensor == 0 ? profile.input : profile.layers[tensor - 1].output;
      cut.crossing += as_sent(profile, tensor);
      ++cut.tensors;
      crosses = tensor;
    }
    if (cut.tensors == 1) add_bottleneck(profile, crosses, cut);
    cuts.push_back(std::move(cut));
  }
  return cuts;
}

/// The tensors that cross the cut behind a layer, "a", "b" and "c".
std::string crossing_tensors(const NetworkProfile& sorted, std::size_t position) {
  const auto last = last_readers(sorted);
  std::vector<std::string> names;
  for (std::size_t tensor = 0; tensor <= position; ++tensor) {
    if (last[tensor] <= position) continue;
    names.push_back(fmt::format("'{}'", tensor == 0 ? input_name : sorted.layers[tensor - 1].name));
  }
  return names.empty() ? "nothing" : fmt::format("{}", fmt::join(names, ", "));
}

/// A bottleneck makes one tensor smaller: there must be a cut that this tensor crosses alone.
void collect_crowded_bottlenecks(const NetworkProfile& profile, std::vector<std::string>& found) {
  if (profile.bottlenecks.empty()) return;
  NetworkProfile sorted = profile;
  sorted.layers = sorted_layers(profile);
  const auto cuts = all_cuts(sorted);
  for (std::size_t i = 0; i < sorted.bottlenecks.size(); ++i) {
    const auto has_it = [i](const Cut& cut) {
      return cut.bottleneck == i ||
             std::find(cut.encodings.begin(), cut.encodings.end(), i) != cut.encodings.end();
    };
    if (std::any_of(cuts.begin(), cuts.end(), has_it)) continue;
    const std::string& after = sorted.bottlenecks[i].after;
    const auto behind =
        std::find_if(cuts.begin(), cuts.end(), [&after](const Cut& cut) { return cut.name == after; });
    found.push_back(fmt::format(
        "a bottleneck after '{}' needs a cut that this tensor crosses alone; what crosses there is {}", after,
        crossing_tensors(sorted, behind->position)));
  }
}

}  // namespace

std::vector<std::string> defects(const NetworkProfile& profile) {
  std::vector<std::string> found;
  if (profile.layers.empty()) found.emplace_back("a network needs at least one layer");
  std::set<std::string> names;
  for (const auto& layer : profile.layers) {
    if (layer.name.empty()) found.emplace_back("a layer needs a name");
    if (layer.name == input_name)
      found.emplace_back("a layer must not be called 'input', as the network's input is");
    if (!names.insert(layer.name).second) {
      found.push_back(fmt::format("the name '{}' is taken twice", layer.name));
    }
  }
  collect_number_defects(profile, found);
  collect_junction_defects(profile, found);
  collect_unknown_inputs(profile, found);
  collect_exit_defects(profile, found);
  for (auto& defect : bottleneck_defects(profile)) found.push_back(std::move(defect));
  if (!found.empty()) return found;

  std::vector<std::size_t> place(profile.layers.size());
  try {
    const auto order = topological_order(profile);
    for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  } catch (const boost::not_a_dag&) {
    found.emplace_back("the layers form a cycle");
    return found;
  }
  const auto index = index_by_name(profile);
  for (std::size_t k = 0; k < profile.exits.size(); ++k) {
    if (place[index.at(profile.exits[k].after)] + 1 == profile.layers.size()) {
      found.push_back(
          fmt::format("exit {} comes after the last layer, which is the end of the network", k + 1));
    }
  }
  for (std::size_t k = 1; k < profile.exits.size(); ++k) {
    const auto& before = profile.exits[k - 1].after;
    const auto& after = profile.exits[k].after;
    if (place[index.at(before)] >= place[index.at(after)]) {
      found.push_back(
          fmt::format("exit {} (after '{}') must come behind exit {} (after '{}')", k + 1, after, k, before));
    }
  }
  collect_crowded_bottlenecks(profile, found);
  return found;
}

NetworkGraph::NetworkGraph(NetworkProfile profile) : profile_(std::move(profile)) {
  if (const auto found = defects(profile_); !found.empty()) {
    throw std::invalid_argument(fmt::format("network '{}': {}", profile_.name, found.front()));
  }
  profile_.layers = sorted_layers(profile_);
  cuts_ = all_cuts(profile_);
  for (const auto& cut : cuts_) positions_.emplace(cut.name, cut.position);
  for (const auto& exit : profile_.exits) exit_positions_.push_back(cut_after(exit.after).position);
}

const Cut& NetworkGraph::cut_after(std::string_view layer) const {
  const auto found = positions_.find(layer);
  if (found == positions_.end()) {
    throw std::out_of_range(fmt::format("network '{}' has no layer '{}'", profile_.name, layer));
  }
  return cuts_[found->second];
}

const Bottleneck* NetworkGraph::bottleneck_at(std::size_t position) const {
  const auto& bottleneck = cuts_[position].bottleneck;
  return bottleneck ? &profile_.bottlenecks[*bottleneck] : nullptr;
}

const Bottleneck* NetworkGraph::bottleneck_at(std::size_t position, std::size_t encoding) const {
  if (encoding == 0) return bottleneck_at(position);
  return &profile_.bottlenecks[cuts_[position].encodings.at(encoding - 1)];
}

Bytes NetworkGraph::crossing(std::size_t position, std::size_t encoding) const {
  const Cut& cut = cuts_[position];
  return encoding == 0 ? cut.crossing : cut.live * bottleneck_at(position, encoding)->ratio;
}

Macs NetworkGraph::total_macs() const {
  Macs sum{};
  for (const auto& layer : profile_.layers) sum += layer.cost.macs.value_or(Macs{});
  return sum;
}

double NetworkGraph::total_parameters() const {
  double sum = 0;
  for (const auto& layer : profile_.layers) sum += layer.cost.parameters;
  return sum;
}

Bytes NetworkGraph::total_weights() const {
  Bytes sum{};
  for (const auto& layer : profile_.layers) sum += layer.cost.weights;
  return sum;
}

}  // namespace splitscape
