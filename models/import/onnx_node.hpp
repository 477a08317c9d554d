#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/import/onnx_tensor.hpp"

namespace onnx {
class AttributeProto;
class NodeProto;
}  // namespace onnx

namespace splitscape {

/// A node of an ONNX graph with what is known of the tensors that it reads.
class OnnxNode {
 public:
  /// @param inputs null where an input is left out; they must outlive the node, as must the proto
  OnnxNode(const onnx::NodeProto& proto, int opset, std::vector<const OnnxTensor*> inputs);

  const onnx::NodeProto& proto() const { return proto_; }
  const std::string& op() const;
  int opset() const { return opset_; }
  std::size_t output_count() const;

  std::size_t input_count() const { return inputs_.size(); }
  bool has_input(std::size_t i) const { return i < inputs_.size() && inputs_[i] != nullptr; }
  /// @throws OnnxNodeError where it is left out
  const OnnxTensor& input(std::size_t i) const;
  const TensorShape& shape(std::size_t i) const { return input(i).shape; }
  /// The content of an input. @throws OnnxNodeError where it is not known before the network runs
  const TensorValues& values(std::size_t i) const;
  const std::vector<std::int64_t>& integers(std::size_t i) const;

  const onnx::AttributeProto* attribute(const std::string& name) const;
  std::int64_t integer(const std::string& name, std::int64_t fallback) const;
  std::optional<std::vector<std::int64_t>> integers(const std::string& name) const;
  std::string text(const std::string& name, const std::string& fallback) const;

  /// An axis as 0 .. rank-1. @throws OnnxNodeError where there is none such
  static std::size_t axis(std::int64_t written, std::size_t rank);

 private:
  const onnx::NodeProto& proto_;
  int opset_;
  std::vector<const OnnxTensor*> inputs_;
};

}  // namespace splitscape
