#include "models/import/onnx_inputs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <onnx/onnx_pb.h>

namespace splitscape {
namespace {

using Dimension = onnx::TensorShapeProto_Dimension;

bool is_open(const Dimension& dimension) {
  return !dimension.has_dim_value();
}

/// "1 x 3 x height x width", as the file has it; a dimension without size and name is "?".
std::string written(const onnx::TensorShapeProto& shape) {
  std::vector<std::string> words;
  for (const auto& dimension : shape.dim()) {
    const std::string name = dimension.dim_param().empty() ? "?" : dimension.dim_param();
    words.push_back(is_open(dimension) ? name : fmt::format("{}", dimension.dim_value()));
  }
  return fmt::format("{}", fmt::join(words, " x "));
}

/// What to write after --input, with 1 where the file leaves something open.
std::string example(const std::string& name, const onnx::TensorShapeProto& shape) {
  std::vector<std::string> words;
  for (int i = 0; i < shape.dim_size(); ++i) {
    words.push_back(is_open(shape.dim(i)) ? (i == 0 ? "1" : "N")
                                          : fmt::format("{}", shape.dim(i).dim_value()));
  }
  return fmt::format("--input {}={}", name, fmt::join(words, "x"));
}

TensorShape given_shape(const std::string& name, const TensorShape& given,
                        const onnx::TypeProto_Tensor& type) {
  check_shape(given);
  if (type.has_shape() && static_cast<std::size_t>(type.shape().dim_size()) != given.size()) {
    throw OnnxNodeError(fmt::format("--input {}={} has {} dimensions, but the file has {} ({})", name,
                                    text_of(given), given.size(), type.shape().dim_size(),
                                    written(type.shape())));
  }
  return given;
}

}  // namespace

OnnxTensor input_tensor(const onnx::ValueInfoProto& input, const ImportOptions& options) {
  if (!input.type().has_tensor_type()) {
    throw OnnxNodeError(fmt::format("the input '{}' is no tensor", input.name()));
  }
  const auto& type = input.type().tensor_type();
  OnnxTensor tensor;
  tensor.type = type.elem_type();
  (void)bits_of_type(tensor.type);
  if (const auto given = options.inputs.find(input.name()); given != options.inputs.end()) {
    tensor.shape = given_shape(input.name(), given->second, type);
    return tensor;
  }
  if (!type.has_shape()) {
    throw OnnxNodeError(
        fmt::format("the file tells no shape of the input '{0}'; say it with --input {0}=...", input.name()));
  }
  for (int i = 0; i < type.shape().dim_size(); ++i) {
    const auto& dimension = type.shape().dim(i);
    if (is_open(dimension) && i > 0) {
      throw OnnxNodeError(fmt::format("the input '{}' is {}, which leaves a dimension open; say it with {}",
                                      input.name(), written(type.shape()),
                                      example(input.name(), type.shape())));
    }
    tensor.shape.push_back(is_open(dimension) ? 1 : dimension.dim_value());
    if (tensor.shape.back() <= 0) {
      throw OnnxNodeError(fmt::format("the input '{0}' is {1}; say what is meant with --input {0}=...",
                                      input.name(), written(type.shape())));
    }
  }
  check_shape(tensor.shape);
  return tensor;
}

std::optional<TensorShape> told_shape(const onnx::ValueInfoProto& value) {
  if (!value.type().has_tensor_type() || !value.type().tensor_type().has_shape()) return std::nullopt;
  TensorShape shape;
  for (const auto& dimension : value.type().tensor_type().shape().dim()) {
    if (is_open(dimension)) return std::nullopt;
    shape.push_back(dimension.dim_value());
  }
  return shape;
}

}  // namespace splitscape
