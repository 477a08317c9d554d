#pragma once

#include <optional>
#include <string>

#include "models/network.hpp"
#include "models/partition.hpp"

namespace splitscape {

/// A network as a graph in the language DOT, for Graphviz: a box a layer with operator, shape,
/// multiply-accumulates, parameters and what is pruned, the darker the larger its share of the
/// multiply-accumulates; the tensors between them with their sizes, those that cross a cut alone bold,
/// natural bottlenecks green; exit heads beside the layers that they read.
/// @param cut colours what each place computes, and the tensors that are sent
std::string network_dot(const NetworkGraph& network, const std::optional<Partition>& cut = std::nullopt);

}  // namespace splitscape
