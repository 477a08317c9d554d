#include "models/import/ncnn_layers.hpp"

#include <algorithm>
#include <iterator>

namespace splitscape {
namespace {

struct Row {
  std::string_view type;
  NcnnCounter counter;
};

/// In the order of ncnn's own list, by family.
constexpr Row table[] = {
    {"Convolution", count_convolution},
    {"Convolution1D", count_convolution},
    {"Convolution3D", count_convolution},
    {"ConvolutionDepthWise", count_convolution},
    {"ConvolutionDepthWise1D", count_convolution},
    {"ConvolutionDepthWise3D", count_convolution},
    {"Deconvolution", count_deconvolution},
    {"Deconvolution1D", count_deconvolution},
    {"Deconvolution3D", count_deconvolution},
    {"DeconvolutionDepthWise", count_deconvolution},
    {"DeconvolutionDepthWise1D", count_deconvolution},
    {"DeconvolutionDepthWise3D", count_deconvolution},
    {"Pooling", count_pooling},
    {"Pooling1D", count_pooling},
    {"Pooling3D", count_pooling},

    {"InnerProduct", count_inner_product},
    {"Gemm", count_gemm},
    {"MatMul", count_matrix_product},
    {"MultiHeadAttention", count_multi_head_attention},
    {"SDPA", count_scaled_dot_product},
    {"Embed", count_embedding},
    {"LSTM", count_lstm},
    {"GRU", count_gru},
    {"RNN", count_rnn},

    {"AbsVal", count_elementwise},
    {"BNLL", count_elementwise},
    {"CELU", count_elementwise},
    {"Clip", count_elementwise},
    {"CumulativeSum", count_elementwise},
    {"ELU", count_elementwise},
    {"Erf", count_elementwise},
    {"Exp", count_elementwise},
    {"Flip", count_elementwise},
    {"GELU", count_elementwise},
    {"HardSigmoid", count_elementwise},
    {"HardSwish", count_elementwise},
    {"LRN", count_elementwise},
    {"Log", count_elementwise},
    {"MVN", count_elementwise},
    {"Mish", count_elementwise},
    {"Packing", count_elementwise},
    {"Power", count_elementwise},
    {"ReLU", count_elementwise},
    {"RotaryEmbed", count_elementwise},
    {"SELU", count_elementwise},
    {"Shrink", count_elementwise},
    {"ShuffleChannel", count_elementwise},
    {"Sigmoid", count_elementwise},
    {"Softmax", count_elementwise},
    {"Softplus", count_elementwise},
    {"Swish", count_elementwise},
    {"TanH", count_elementwise},
    {"Threshold", count_elementwise},
    {"UnaryOp", count_elementwise},
    {"BinaryOp", count_binary},
    {"Eltwise", count_same_shapes},
    {"BatchNorm", count_batch_norm},
    {"Bias", count_bias},
    {"Scale", count_scale},
    {"LayerNorm", count_layer_norm},
    {"RMSNorm", count_rms_norm},
    {"GroupNorm", count_group_norm},
    {"InstanceNorm", count_instance_norm},
    {"Normalize", count_normalize},
    {"PReLU", count_prelu},
    {"Quantize", count_to_int8},
    {"Requantize", count_to_int8},
    {"Dequantize", count_dequantize},
    {"Cast", count_cast},

    {"Concat", count_concat},
    {"Slice", count_slice},
    {"Crop", count_crop},
    {"Padding", count_padding},
    {"Flatten", count_flatten},
    {"Reshape", count_reshape},
    {"Permute", count_permute},
    {"Squeeze", count_squeeze},
    {"ExpandDims", count_expand_dims},
    {"Tile", count_tile},
    {"Interp", count_interp},
    {"PixelShuffle", count_pixel_shuffle},
    {"Reorg", count_reorg},
    {"Reduction", count_reduction},
    {"ArgMax", count_arg_max},
    {"GLU", count_glu},

    {"PriorBox", count_prior_box},
    {"DetectionOutput", count_detection_output},
    {"YoloDetectionOutput", count_yolo_output},
    {"Yolov3DetectionOutput", count_yolo_output},
};

}  // namespace

NcnnCounter ncnn_counter(std::string_view type) {
  const auto* found =
      std::find_if(std::begin(table), std::end(table), [type](const Row& row) { return row.type == type; });
  return found == std::end(table) ? nullptr : found->counter;
}

std::vector<std::string> ncnn_layer_types() {
  std::vector<std::string> types;
  for (const Row& row : table) types.emplace_back(row.type);
  return types;
}

}  // namespace splitscape
