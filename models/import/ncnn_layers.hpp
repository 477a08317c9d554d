#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/import/ncnn_counting.hpp"

namespace splitscape {

/// Fills in what a layer of one type makes and costs.
using NcnnCounter = void (*)(NcnnCounting&);

/// Types of layers that ncnn knows, by name. A type that is not here cannot be counted.
/// Source of every rule: Tencent/ncnn, docs/developer-guide/operators.md and src/layer/*.cpp.
/// @return null where there is none
NcnnCounter ncnn_counter(std::string_view type);

/// All names that ncnn_counter() knows.
std::vector<std::string> ncnn_layer_types();

// ---- the rules, a file each family (ncnn_convolution.cpp, ...)

void count_convolution(NcnnCounting&);  ///< of 1, 2 or 3 dimensions, grouped or not
void count_deconvolution(NcnnCounting&);
void count_pooling(NcnnCounting&);

void count_inner_product(NcnnCounting&);
void count_gemm(NcnnCounting&);
void count_matrix_product(NcnnCounting&);
void count_multi_head_attention(NcnnCounting&);
void count_scaled_dot_product(NcnnCounting&);
void count_embedding(NcnnCounting&);
void count_lstm(NcnnCounting&);
void count_gru(NcnnCounting&);
void count_rnn(NcnnCounting&);

void count_elementwise(NcnnCounting&);  ///< of one blob, and free: activations, softmax, LRN
void count_binary(NcnnCounting&);
void count_same_shapes(NcnnCounting&);  ///< of several blobs of one shape
void count_batch_norm(NcnnCounting&);
void count_bias(NcnnCounting&);
void count_scale(NcnnCounting&);
void count_layer_norm(NcnnCounting&);
void count_rms_norm(NcnnCounting&);
void count_group_norm(NcnnCounting&);
void count_instance_norm(NcnnCounting&);
void count_prelu(NcnnCounting&);
void count_normalize(NcnnCounting&);
void count_to_int8(NcnnCounting&);
void count_dequantize(NcnnCounting&);
void count_cast(NcnnCounting&);

void count_concat(NcnnCounting&);
void count_slice(NcnnCounting&);
void count_crop(NcnnCounting&);
void count_padding(NcnnCounting&);
void count_flatten(NcnnCounting&);
void count_reshape(NcnnCounting&);
void count_permute(NcnnCounting&);
void count_squeeze(NcnnCounting&);
void count_expand_dims(NcnnCounting&);
void count_tile(NcnnCounting&);
void count_interp(NcnnCounting&);
void count_pixel_shuffle(NcnnCounting&);
void count_reorg(NcnnCounting&);
void count_reduction(NcnnCounting&);
void count_arg_max(NcnnCounting&);
void count_glu(NcnnCounting&);

void count_prior_box(NcnnCounting&);
void count_detection_output(NcnnCounting&);
void count_yolo_output(NcnnCounting&);

}  // namespace splitscape
