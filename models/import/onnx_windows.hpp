#pragma once

#include <vector>

#include "models/import/onnx_node.hpp"

namespace splitscape {

// Shapes of convolutions and pools. libonnx's inference of these trusts the lengths of attributes, subtracts
// a stride until a dimension is used up, and counts a last pooling window that lies in the padding.

/// @throws OnnxNodeError where attributes and shapes do not fit each other
std::vector<OnnxTensor> convolution_outputs(const OnnxNode& node);
std::vector<OnnxTensor> quantized_convolution_outputs(const OnnxNode& node);  ///< QLinearConv
std::vector<OnnxTensor> integer_convolution_outputs(const OnnxNode& node);    ///< ConvInteger
std::vector<OnnxTensor> transposed_convolution_outputs(const OnnxNode& node);
std::vector<OnnxTensor> pool_outputs(const OnnxNode& node);

}  // namespace splitscape
