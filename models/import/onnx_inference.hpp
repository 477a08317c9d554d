#pragma once

#include <vector>

#include "models/import/onnx_node.hpp"

namespace splitscape {

/// Types and shapes of a node's outputs as libonnx's own inference tells them, one node at a time:
/// whole-graph inference would recurse into subgraphs, loses shapes that are computed, and trusts what the
/// file says. Attributes are checked first where libonnx does not, shapes afterwards.
/// @throws OnnxNodeError where it refuses, or cannot tell
std::vector<OnnxTensor> libonnx_outputs(const OnnxNode& node);

}  // namespace splitscape
