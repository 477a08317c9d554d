#pragma once

#include "models/import/onnx_node.hpp"

namespace splitscape {

/// What a node that depends on no input of the network makes of the content of small tensors: enough of the
/// arithmetic of shapes that a Reshape or a Resize with a computed shape finds it. Where it is not known how,
/// or the content of an input is unknown, the output stays without content.
/// @param output with type and shape, as inferred
void fold(const OnnxNode& node, OnnxTensor& output);

/// The output of a Constant. @throws OnnxNodeError
OnnxTensor constant_of(const OnnxNode& node);
/// The output of a ConstantOfShape: of any claimed size, since only a small one gets content.
OnnxTensor constant_of_shape(const OnnxNode& node);
/// The output of Shape and of Size, which is known although their input is not.
OnnxTensor shape_of(const OnnxNode& node);
OnnxTensor size_of(const OnnxNode& node);

}  // namespace splitscape
