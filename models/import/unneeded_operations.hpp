#pragma once

#include <vector>

#include "models/import/operation_graph.hpp"

namespace splitscape {

/// What no output of a graph needs.
struct Unneeded {
  std::vector<Operation> operations{};
  std::vector<ActivationTensor> inputs{};
};
/// Takes it away, and also those outputs of operations that nothing reads, of several.
Unneeded remove_unneeded(OperationGraph& graph);

}  // namespace splitscape
