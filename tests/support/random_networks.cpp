#include "tests/support/random_networks.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace splitscape::test {
namespace {

std::string name_of(std::size_t number) {
  return number == 0 ? std::string(input_name) : "l" + std::to_string(number);
}

bool is_read(const NetworkProfile& profile, const std::string& name) {
  return std::any_of(profile.layers.begin(), profile.layers.end(), [&name](const LayerProfile& layer) {
    return std::count(layer.inputs.begin(), layer.inputs.end(), name) > 0;
  });
}

double random_cost(std::mt19937_64& random, bool whole) {
  if (random() % 4 == 0) return 0;
  return whole ? static_cast<double>(random() % 6) : static_cast<double>(random() % 100'000) / 99'991.0;
}

std::vector<double> random_row(std::mt19937_64& random, std::size_t size, bool whole) {
  std::vector<double> row(size);
  for (double& cost : row) cost = random_cost(random, whole);
  return row;
}

}  // namespace

NetworkProfile random_network(std::mt19937_64& random, std::size_t most_layers, bool dead_ends) {
  NetworkProfile profile{.name = "random", .input = {static_cast<double>(random() % 1000)}};
  const std::size_t count = 1 + random() % most_layers;
  const std::size_t reach = 1 + random() % count;  // how far back layers read: 1 makes a chain
  for (std::size_t number = 1; number <= count; ++number) {
    std::set<std::string> inputs;
    const std::size_t edges = 1 + random() % 3;
    for (std::size_t edge = 0; edge < edges; ++edge)
      inputs.insert(name_of(number - 1 - random() % std::min(reach, number)));
    profile.layers.push_back({.name = name_of(number),
                              .op = "conv",
                              .cost = {.macs = Macs{static_cast<double>(random() % 10)}},
                              .output = {static_cast<double>(random() % 1000)},
                              .inputs = {inputs.begin(), inputs.end()}});
  }
  for (std::size_t number = 1; number < count && !dead_ends; ++number) {
    if (!is_read(profile, name_of(number))) profile.layers.back().inputs.push_back(name_of(number));
  }
  return profile;
}

NetworkProfile in_another_order(const NetworkProfile& profile, std::mt19937_64& random) {
  NetworkProfile other = profile;
  other.layers.clear();
  std::vector<LayerProfile> left(profile.layers.begin(), profile.layers.end() - 1);
  std::set<std::string> done{std::string(input_name)};
  while (!left.empty()) {
    const auto candidate = left.begin() + static_cast<std::ptrdiff_t>(random() % left.size());
    const bool ready = std::all_of(candidate->inputs.begin(), candidate->inputs.end(),
                                   [&done](const std::string& name) { return done.contains(name); });
    if (!ready) continue;
    done.insert(candidate->name);
    other.layers.push_back(*candidate);
    left.erase(candidate);
  }
  other.layers.push_back(profile.layers.back());
  return other;
}

PlacementCosts random_costs(std::mt19937_64& random, std::size_t layers, std::size_t places) {
  const bool whole = random() % 2 == 0;
  PlacementCosts costs;
  for (std::size_t place = 0; place < places; ++place)
    costs.compute.push_back(random_row(random, layers, whole));
  for (std::size_t hop = 0; hop + 1 < places; ++hop)
    costs.transfer.push_back(random_row(random, layers + 1, whole));
  costs.passage = random_row(random, places - 1, whole);
  return costs;
}

std::vector<std::size_t> sources_of(const NetworkProfile& profile, std::size_t layer) {
  std::vector<std::size_t> sources;
  for (const std::string& name : profile.layers[layer].inputs) {
    std::size_t source = 0;
    for (std::size_t i = 0; i < profile.layers.size(); ++i) {
      if (profile.layers[i].name == name) source = i + 1;
    }
    sources.push_back(source);
  }
  return sources;
}

void for_every_assignment(std::size_t layers, std::size_t places,
                          const std::function<void(const std::vector<std::size_t>&)>& take) {
  std::vector<std::size_t> place(layers, 0);
  while (true) {
    take(place);
    std::size_t digit = 0;
    while (digit < layers && ++place[digit] == places) place[digit++] = 0;
    if (digit == layers) return;
  }
}

bool forward_by_hand(const NetworkProfile& profile, const std::vector<std::size_t>& place) {
  for (std::size_t layer = 0; layer < place.size(); ++layer) {
    if (place[layer] > place.back()) return false;
    for (const std::size_t source : sources_of(profile, layer)) {
      if (source > 0 && place[source - 1] > place[layer]) return false;
    }
  }
  return true;
}

double cost_by_hand(const NetworkProfile& profile, const PlacementCosts& costs,
                    const std::vector<std::size_t>& place) {
  double sum = 0;
  std::set<std::pair<std::size_t, std::size_t>> sent;  // tensor, hop
  std::set<std::size_t> passed;
  for (std::size_t layer = 0; layer < place.size(); ++layer) {
    sum += costs.compute[place[layer]][layer];
    for (std::size_t hop = 0; hop < place[layer]; ++hop) passed.insert(hop);
    for (const std::size_t source : sources_of(profile, layer)) {
      const std::size_t from = source == 0 ? 0 : place[source - 1];
      for (std::size_t hop = from; hop < place[layer]; ++hop) sent.insert({source, hop});
    }
  }
  for (const auto& [tensor, hop] : sent) sum += costs.transfer[hop][tensor];
  for (const std::size_t hop : passed) sum += costs.passage[hop];
  return sum;
}

}  // namespace splitscape::test
