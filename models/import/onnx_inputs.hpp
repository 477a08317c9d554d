#pragma once

#include <string>

#include "models/import/import_options.hpp"
#include "models/import/onnx_tensor.hpp"

namespace onnx {
class ValueInfoProto;
}

namespace splitscape {

/// Type and shape of an input of a network: as the user gives it, else as the file has it. A first dimension
/// that the file leaves open is the batch, and 1.
/// @throws OnnxNodeError where another dimension is open, and says what to ask for
OnnxTensor input_tensor(const onnx::ValueInfoProto& input, const ImportOptions& options);

/// The shape that the file tells of a tensor; absent where it tells none, or leaves a dimension open.
std::optional<TensorShape> told_shape(const onnx::ValueInfoProto& value);

}  // namespace splitscape
