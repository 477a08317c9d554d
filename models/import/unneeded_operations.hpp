#pragma once

#include <vector>

#include "models/import/operation_graph.hpp"

namespace splitscape {

/// Takes away operations that no output needs, inputs that nothing reads, and outputs of operations that
/// nothing reads, of several.
/// @return the operations
std::vector<Operation> remove_unneeded(OperationGraph& graph);

}  // namespace splitscape
