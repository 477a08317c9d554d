#pragma once

#include <cstddef>
#include <vector>

#include "models/network.hpp"
#include "models/tensor_flow.hpp"

namespace splitscape {

/// Which place of a path computes each layer of a network: 0 the device, p the p-th server.
struct Partition {
  std::vector<std::size_t> place{};  ///< one a layer, in the order of the network

  friend bool operator==(const Partition&, const Partition&) = default;
};

/// The partition that a cut at one position a hop makes, as policies decide it.
Partition partition_at(const std::vector<std::size_t>& positions, std::size_t layers);

/// Whether no layer reads what a later place of the path makes, and the end of the network runs last.
bool runs_forward(const TensorFlow& flow, const Partition& partition);

/// The tensors that are sent over a hop: made before it and read behind it. Each once.
std::vector<std::size_t> crossing_tensors(const TensorFlow& flow, const Partition& partition,
                                          std::size_t hop);

/// The same network with its layers in an order in which the partition is a cut at positions: first those of
/// the device, then those of each server in turn. So everything that is said of positions (memory, a plan, a
/// run) can be said of the partition. Exits are numbered anew in that order.
/// @throws std::invalid_argument where the partition does not run forward
NetworkGraph in_stages(const NetworkGraph& network, const Partition& partition);

/// The positions of the cuts of in_stages(network, partition), one a hop.
std::vector<std::size_t> stage_positions(const Partition& partition, std::size_t hops);

}  // namespace splitscape
