#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/partition.hpp"
#include "sim/expectation.hpp"
#include "sim/observation.hpp"

namespace splitscape {

/// What is made small among all partitions of a network.
enum class Objective { latency, device_energy };

/// The best of all partitions for an objective, memories and bottlenecks not looked at, and what it comes to,
/// bottlenecks included.
struct BestPartition {
  Partition partition{};
  Expectation expected{};
  std::optional<Bytes> missing{};  ///< memory that some place lacks for it
};

BestPartition best_partition(const Observation& observation, Objective objective);

/// Layers in a few words: those that follow each other in the order of the network as "first .. last".
std::string layer_ranges(const NetworkGraph& network, const std::vector<std::size_t>& layers);

/// What each place computes and each hop carries, a line each; nothing of places without layers.
/// @param places, hops their names
std::vector<std::string> partition_lines(const NetworkGraph& network, const Partition& partition,
                                         const std::vector<std::string>& places,
                                         const std::vector<std::string>& hops);

}  // namespace splitscape
