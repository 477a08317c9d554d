#pragma once

#include <vector>

namespace onnx {
class GraphProto;
}

namespace splitscape {

/// Which nodes an output of the graph needs.
std::vector<bool> needed_nodes(const onnx::GraphProto& graph);

}  // namespace splitscape
