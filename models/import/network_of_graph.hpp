#pragma once

#include "models/import/operation_graph.hpp"
#include "models/network.hpp"

namespace splitscape {

/// An imported network as a profile: a layer an operation.
/// - An operation with several outputs that are read becomes a layer for each; the first bears the cost, the
///   others are called NAME:1, NAME:2, ...
/// - Several inputs count as one tensor, their bytes together.
/// - The last output is the end of the network. Every other one is an exit: the layers that only it needs are
///   its head, behind the one layer of the trunk that they read.
/// Layers get unique names, shapes without a batch of 1.
/// @throws ImportError where a profile has no place for the graph; the message does not name the file
NetworkProfile network_of(const OperationGraph& graph);

}  // namespace splitscape
