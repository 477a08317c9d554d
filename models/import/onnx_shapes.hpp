#pragma once

#include <vector>

#include "models/import/onnx_node.hpp"

namespace splitscape {

// Shapes of operators that libonnx 1.12 infers in the form of opset 17 only, does not know, or for which it
// computes with what it has not checked. Each @throws OnnxNodeError.

std::vector<OnnxTensor> same_outputs(const OnnxNode& node);  ///< the first input's shape
std::vector<OnnxTensor> first_same_outputs(
    const OnnxNode& node);  ///< that of BatchNormalization at inference
std::vector<OnnxTensor> layer_normalization_outputs(const OnnxNode& node);
std::vector<OnnxTensor> quantized_outputs(const OnnxNode& node);  ///< QuantizeLinear; output_dtype since 21
std::vector<OnnxTensor> dequantized_outputs(const OnnxNode& node);
std::vector<OnnxTensor> global_pool_outputs(const OnnxNode& node);
std::vector<OnnxTensor> reduction_outputs(
    const OnnxNode& node);                                     ///< axes as attribute or, from 13 or 18, input
std::vector<OnnxTensor> split_outputs(const OnnxNode& node);   ///< num_outputs since 18
std::vector<OnnxTensor> pad_outputs(const OnnxNode& node);     ///< axes since 18
std::vector<OnnxTensor> resize_outputs(const OnnxNode& node);  ///< Resize, Upsample; axes since 18
std::vector<OnnxTensor> slice_outputs(const OnnxNode& node);
std::vector<OnnxTensor> concatenation_outputs(const OnnxNode& node);
std::vector<OnnxTensor> transpose_outputs(const OnnxNode& node);
std::vector<OnnxTensor> rearranged_outputs(
    const OnnxNode& node);  ///< Reshape and the like: values stay as many
std::vector<OnnxTensor> einsum_outputs(const OnnxNode& node);

/// Which part of an axis a Slice takes.
struct SliceRange {
  std::size_t axis = 0;
  std::int64_t start = 0, step = 1, count = 0;
};
std::vector<SliceRange> slice_ranges(const OnnxNode& node);

}  // namespace splitscape
