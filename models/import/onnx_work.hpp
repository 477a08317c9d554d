#pragma once

#include "models/import/onnx_operators.hpp"

namespace splitscape {

// Multiply-accumulates and parameters of operators (docs/models/cost.md). The shapes have been through the
// inference. Each @throws OnnxNodeError.

OnnxWork convolution_work(const OnnxNode& node, const TensorShape& output);
OnnxWork quantized_convolution_work(const OnnxNode& node, const TensorShape& output);
OnnxWork integer_convolution_work(const OnnxNode& node, const TensorShape& output);
OnnxWork transposed_convolution_work(const OnnxNode& node, const TensorShape& output);
OnnxWork gemm_work(const OnnxNode& node, const TensorShape& output);
OnnxWork matmul_work(const OnnxNode& node, const TensorShape& output);  ///< MatMul, MatMulInteger
OnnxWork quantized_matmul_work(const OnnxNode& node, const TensorShape& output);
OnnxWork einsum_work(const OnnxNode& node, const TensorShape& output);
OnnxWork recurrent_work(const OnnxNode& node, const TensorShape& output);      ///< LSTM, GRU, RNN
OnnxWork normalization_work(const OnnxNode& node, const TensorShape& output);  ///< inputs 1, 2: scale, shift
OnnxWork table_work(const OnnxNode& node, const TensorShape& output);          ///< Gather from a stored table
OnnxWork slope_work(const OnnxNode& node, const TensorShape& output);          ///< PRelu
OnnxWork setting_work(const OnnxNode& node, const TensorShape& output);        ///< constants are not trained
/// Constants of more than one fractional value are biases, scales, embeddings.
OnnxWork elementwise_work(const OnnxNode& node, const TensorShape& output);

}  // namespace splitscape
