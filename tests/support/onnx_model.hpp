#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace onnx {
class ModelProto;
class ValueInfoProto;
}  // namespace onnx

namespace splitscape::test {

/// A dimension of a tensor as ONNX files have it: a size, a name, or nothing ("").
using OnnxDimension = std::variant<std::int64_t, std::string>;
using OnnxShape = std::vector<OnnxDimension>;

struct OnnxAttribute {
  std::string name;
  std::variant<std::int64_t, double, std::string, std::vector<std::int64_t>, std::vector<double>> value{};
};

/// Element types of onnx.proto.
enum OnnxType {
  onnx_float = 1,
  onnx_uint8 = 2,
  onnx_int8 = 3,
  onnx_int32 = 6,
  onnx_int64 = 7,
  onnx_bool = 9,
  onnx_half = 10
};

/// A small ONNX model, built line by line.
class OnnxModel {
 public:
  explicit OnnxModel(std::int64_t opset = 13);
  ~OnnxModel();
  OnnxModel(const OnnxModel&) = delete;
  OnnxModel& operator=(const OnnxModel&) = delete;

  OnnxModel& input(const std::string& name, const OnnxShape& shape, int type = onnx_float);
  /// A stored tensor without content: claims a size.
  OnnxModel& weight(const std::string& name, const std::vector<std::int64_t>& shape, int type = onnx_float);
  /// Stored whole numbers, in one dimension.
  OnnxModel& integers(const std::string& name, const std::vector<std::int64_t>& values);
  OnnxModel& floats(const std::string& name, const std::vector<float>& values);
  OnnxModel& node(const std::string& op, const std::vector<std::string>& inputs,
                  const std::vector<std::string>& outputs, const std::vector<OnnxAttribute>& attributes = {});
  /// A Constant with whole numbers; `of_shape` with one dimension, else a scalar.
  OnnxModel& constant(const std::string& name, const std::vector<std::int64_t>& values, bool of_shape = true);
  OnnxModel& output(const std::string& name);
  OnnxModel& output(const std::string& name, const OnnxShape& shape);
  /// What the file tells of an inner tensor.
  OnnxModel& told(const std::string& name, const OnnxShape& shape);

  onnx::ModelProto& proto() { return *proto_; }
  std::string bytes() const;

 private:
  std::unique_ptr<onnx::ModelProto> proto_;
};

}  // namespace splitscape::test
