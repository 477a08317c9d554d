#include "models/partition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace splitscape {
namespace {

/// The layers, by place and within a place as before.
std::vector<std::size_t> staged_order(const Partition& partition) {
  std::vector<std::size_t> order(partition.place.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&partition](std::size_t a, std::size_t b) {
    return partition.place[a] < partition.place[b];
  });
  return order;
}

void sort_exits(NetworkProfile& profile) {
  const auto place_of = [&profile](const ExitHead& exit) {
    return std::find_if(profile.layers.begin(), profile.layers.end(),
                        [&exit](const LayerProfile& layer) { return layer.name == exit.after; });
  };
  std::stable_sort(profile.exits.begin(), profile.exits.end(),
                   [&](const ExitHead& a, const ExitHead& b) { return place_of(a) < place_of(b); });
}

}  // namespace

Partition partition_at(const std::vector<std::size_t>& positions, std::size_t layers) {
  Partition partition{.place = std::vector<std::size_t>(layers, 0)};
  for (const std::size_t position : positions) {
    for (std::size_t layer = position; layer < layers; ++layer) ++partition.place[layer];
  }
  return partition;
}

bool runs_forward(const TensorFlow& flow, const Partition& partition) {
  for (std::size_t layer = 0; layer < flow.layers(); ++layer) {
    for (const std::size_t tensor : flow.read_by(layer)) {
      if (tensor > 0 && partition.place[maker_of(tensor)] > partition.place[layer]) return false;
    }
  }
  const std::size_t last = partition.place.back();
  return std::all_of(partition.place.begin(), partition.place.end(),
                     [last](std::size_t place) { return place <= last; });
}

std::vector<std::size_t> crossing_tensors(const TensorFlow& flow, const Partition& partition,
                                          std::size_t hop) {
  std::vector<std::size_t> crossing;
  for (std::size_t tensor = 0; tensor < flow.tensors(); ++tensor) {
    if (tensor > 0 && partition.place[maker_of(tensor)] > hop) continue;
    const auto& readers = flow.readers(tensor);
    if (std::any_of(readers.begin(), readers.end(),
                    [&](std::size_t reader) { return partition.place[reader] > hop; })) {
      crossing.push_back(tensor);
    }
  }
  return crossing;
}

NetworkGraph in_stages(const NetworkGraph& network, const Partition& partition) {
  if (!runs_forward(TensorFlow(network), partition)) {
    throw std::invalid_argument(
        fmt::format("a partition of network '{}' does not run forward", network.profile().name));
  }
  NetworkProfile profile = network.profile();
  profile.layers.clear();
  for (const std::size_t layer : staged_order(partition)) profile.layers.push_back(network.layers()[layer]);
  sort_exits(profile);
  return NetworkGraph(std::move(profile));
}

std::vector<std::size_t> stage_positions(const Partition& partition, std::size_t hops) {
  std::vector<std::size_t> positions;
  for (std::size_t hop = 0; hop < hops; ++hop) {
    positions.push_back(static_cast<std::size_t>(std::count_if(
        partition.place.begin(), partition.place.end(), [hop](std::size_t place) { return place <= hop; })));
  }
  return positions;
}

}  // namespace splitscape
