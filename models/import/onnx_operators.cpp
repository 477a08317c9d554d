#include "models/import/onnx_operators.hpp"

#include <algorithm>
#include <iterator>

#include "models/import/onnx_inference.hpp"
#include "models/import/onnx_shapes.hpp"
#include "models/import/onnx_windows.hpp"
#include "models/import/onnx_work.hpp"

namespace splitscape {
namespace {

// What multiplies and accumulates, then what only has parameters, then what has neither. A shape comes from
// libonnx where that is safe and knows the operator as later opsets have it (onnx_shapes.hpp).
constexpr OnnxOperator operators[] = {
    {"Conv", convolution_outputs, convolution_work},
    {"ConvInteger", integer_convolution_outputs, integer_convolution_work},
    {"ConvTranspose", transposed_convolution_outputs, transposed_convolution_work},
    {"Einsum", einsum_outputs, einsum_work},
    {"GRU", libonnx_outputs, recurrent_work},
    {"Gemm", libonnx_outputs, gemm_work},
    {"LSTM", libonnx_outputs, recurrent_work},
    {"MatMul", libonnx_outputs, matmul_work},
    {"MatMulInteger", libonnx_outputs, matmul_work},
    {"QLinearConv", quantized_convolution_outputs, quantized_convolution_work},
    {"QLinearMatMul", libonnx_outputs, quantized_matmul_work},
    {"RNN", libonnx_outputs, recurrent_work},

    {"BatchNormalization", first_same_outputs, normalization_work},
    {"Gather", libonnx_outputs, table_work},
    {"GroupNormalization", same_outputs, normalization_work},
    {"InstanceNormalization", same_outputs, normalization_work},
    {"LayerNormalization", layer_normalization_outputs, normalization_work},
    {"PRelu", same_outputs, slope_work},
    {"RMSNormalization", same_outputs, slope_work},

    // activations and element-wise functions of one tensor
    {"Abs", same_outputs, elementwise_work},
    {"Acos", same_outputs, elementwise_work},
    {"Asin", same_outputs, elementwise_work},
    {"Atan", same_outputs, elementwise_work},
    {"Cast", libonnx_outputs, setting_work},
    {"CastLike", libonnx_outputs, setting_work},
    {"Ceil", same_outputs, elementwise_work},
    {"Celu", same_outputs, elementwise_work},
    {"Clip", same_outputs, setting_work},
    {"Cos", same_outputs, elementwise_work},
    {"CumSum", same_outputs, setting_work},
    {"DequantizeLinear", dequantized_outputs, setting_work},
    {"Dropout", same_outputs, setting_work},
    {"DynamicQuantizeLinear", libonnx_outputs, setting_work},
    {"Elu", same_outputs, elementwise_work},
    {"Erf", same_outputs, elementwise_work},
    {"Exp", same_outputs, elementwise_work},
    {"Floor", same_outputs, elementwise_work},
    {"Gelu", same_outputs, elementwise_work},
    {"HardSigmoid", same_outputs, elementwise_work},
    {"HardSwish", same_outputs, elementwise_work},
    {"Hardmax", same_outputs, elementwise_work},
    {"Identity", same_outputs, elementwise_work},
    {"IsInf", libonnx_outputs, elementwise_work},
    {"IsNaN", libonnx_outputs, elementwise_work},
    {"LRN", same_outputs, setting_work},
    {"LeakyRelu", same_outputs, elementwise_work},
    {"Log", same_outputs, elementwise_work},
    {"LogSoftmax", same_outputs, elementwise_work},
    {"LpNormalization", same_outputs, setting_work},
    {"MeanVarianceNormalization", same_outputs, setting_work},
    {"Mish", same_outputs, elementwise_work},
    {"Neg", same_outputs, elementwise_work},
    {"Not", same_outputs, elementwise_work},
    {"QuantizeLinear", quantized_outputs, setting_work},
    {"Reciprocal", same_outputs, elementwise_work},
    {"Relu", same_outputs, elementwise_work},
    {"Round", same_outputs, elementwise_work},
    {"Selu", same_outputs, elementwise_work},
    {"Shrink", same_outputs, elementwise_work},
    {"Sigmoid", same_outputs, elementwise_work},
    {"Sign", same_outputs, elementwise_work},
    {"Sin", same_outputs, elementwise_work},
    {"Softmax", same_outputs, elementwise_work},
    {"Softplus", same_outputs, elementwise_work},
    {"Softsign", same_outputs, elementwise_work},
    {"Sqrt", same_outputs, elementwise_work},
    {"Tanh", same_outputs, elementwise_work},
    {"ThresholdedRelu", same_outputs, elementwise_work},

    // element-wise functions of several tensors
    {"Add", libonnx_outputs, elementwise_work},
    {"And", libonnx_outputs, elementwise_work},
    {"Div", libonnx_outputs, elementwise_work},
    {"Equal", libonnx_outputs, elementwise_work},
    {"Greater", libonnx_outputs, elementwise_work},
    {"GreaterOrEqual", libonnx_outputs, elementwise_work},
    {"Less", libonnx_outputs, elementwise_work},
    {"LessOrEqual", libonnx_outputs, elementwise_work},
    {"Max", libonnx_outputs, elementwise_work},
    {"Mean", libonnx_outputs, elementwise_work},
    {"Min", libonnx_outputs, elementwise_work},
    {"Mod", libonnx_outputs, elementwise_work},
    {"Mul", libonnx_outputs, elementwise_work},
    {"Or", libonnx_outputs, elementwise_work},
    {"Pow", libonnx_outputs, elementwise_work},
    {"Sub", libonnx_outputs, elementwise_work},
    {"Sum", libonnx_outputs, elementwise_work},
    {"Where", libonnx_outputs, elementwise_work},
    {"Xor", libonnx_outputs, elementwise_work},

    // pools and reductions
    {"ArgMax", libonnx_outputs, setting_work},
    {"ArgMin", libonnx_outputs, setting_work},
    {"AveragePool", pool_outputs, setting_work},
    {"GlobalAveragePool", global_pool_outputs, setting_work},
    {"GlobalLpPool", global_pool_outputs, setting_work},
    {"GlobalMaxPool", global_pool_outputs, setting_work},
    {"LpPool", pool_outputs, setting_work},
    {"MaxPool", pool_outputs, setting_work},
    {"ReduceL1", reduction_outputs, setting_work},
    {"ReduceL2", reduction_outputs, setting_work},
    {"ReduceLogSum", reduction_outputs, setting_work},
    {"ReduceLogSumExp", reduction_outputs, setting_work},
    {"ReduceMax", reduction_outputs, setting_work},
    {"ReduceMean", reduction_outputs, setting_work},
    {"ReduceMin", reduction_outputs, setting_work},
    {"ReduceProd", reduction_outputs, setting_work},
    {"ReduceSum", reduction_outputs, setting_work},
    {"ReduceSumSquare", reduction_outputs, setting_work},
    {"TopK", libonnx_outputs, setting_work},

    // what moves, copies and cuts tensors
    {"Concat", concatenation_outputs, elementwise_work},
    {"DepthToSpace", libonnx_outputs, setting_work},
    {"Expand", libonnx_outputs, setting_work},
    {"Flatten", rearranged_outputs, setting_work},
    {"GatherElements", libonnx_outputs, table_work},
    {"GatherND", libonnx_outputs, table_work},
    {"OneHot", libonnx_outputs, setting_work},
    {"Pad", pad_outputs, setting_work},
    {"Range", libonnx_outputs, setting_work},
    {"Reshape", rearranged_outputs, setting_work},
    {"Resize", resize_outputs, setting_work},
    {"ScatterElements", same_outputs, elementwise_work},
    {"ScatterND", same_outputs, elementwise_work},
    {"Slice", slice_outputs, setting_work},
    {"SpaceToDepth", libonnx_outputs, setting_work},
    {"Split", split_outputs, setting_work},
    {"Squeeze", rearranged_outputs, setting_work},
    {"Tile", libonnx_outputs, setting_work},
    {"Transpose", transpose_outputs, setting_work},
    {"Trilu", same_outputs, setting_work},
    {"Unsqueeze", rearranged_outputs, setting_work},
    {"Upsample", resize_outputs, setting_work},
};

}  // namespace

const OnnxOperator* onnx_operator(std::string_view domain, std::string_view name) {
  if (!domain.empty() && domain != "ai.onnx") return nullptr;
  const auto* found = std::find_if(std::begin(operators), std::end(operators),
                                   [name](const OnnxOperator& known) { return known.name == name; });
  return found == std::end(operators) ? nullptr : found;
}

}  // namespace splitscape
