#include "models/import/onnx_node.hpp"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

namespace splitscape {

OnnxNode::OnnxNode(const onnx::NodeProto& proto, int opset, std::vector<const OnnxTensor*> inputs)
    : proto_(proto), opset_(opset), inputs_(std::move(inputs)) {}

const std::string& OnnxNode::op() const {
  return proto_.op_type();
}

std::size_t OnnxNode::output_count() const {
  return static_cast<std::size_t>(proto_.output_size());
}

const OnnxTensor& OnnxNode::input(std::size_t i) const {
  if (!has_input(i)) throw OnnxNodeError(fmt::format("it needs an input {}", i + 1));
  return *inputs_[i];
}

const TensorValues& OnnxNode::values(std::size_t i) const {
  const OnnxTensor& tensor = input(i);
  if (!tensor.values) {
    throw OnnxNodeError(
        fmt::format("the shape of its output depends on the content of input {} ('{}'), which is not known "
                    "before the network runs",
                    i + 1, proto_.input(static_cast<int>(i))));
  }
  return *tensor.values;
}

const std::vector<std::int64_t>& OnnxNode::integers(std::size_t i) const {
  const auto* whole = std::get_if<std::vector<std::int64_t>>(&values(i));
  if (whole == nullptr) throw OnnxNodeError(fmt::format("input {} must hold whole numbers", i + 1));
  return *whole;
}

const onnx::AttributeProto* OnnxNode::attribute(const std::string& name) const {
  for (const auto& attribute : proto_.attribute()) {
    if (attribute.name() == name) return &attribute;
  }
  return nullptr;
}

std::int64_t OnnxNode::integer(const std::string& name, std::int64_t fallback) const {
  const auto* found = attribute(name);
  return found != nullptr && found->has_i() ? found->i() : fallback;
}

std::optional<std::vector<std::int64_t>> OnnxNode::integers(const std::string& name) const {
  const auto* found = attribute(name);
  if (found == nullptr) return std::nullopt;
  return std::vector<std::int64_t>(found->ints().begin(), found->ints().end());
}

std::string OnnxNode::text(const std::string& name, const std::string& fallback) const {
  const auto* found = attribute(name);
  return found != nullptr && found->has_s() ? found->s() : fallback;
}

std::size_t OnnxNode::axis(std::int64_t written, std::size_t rank) {
  const auto signed_rank = static_cast<std::int64_t>(rank);
  if (written < -signed_rank || written >= signed_rank) {
    throw OnnxNodeError(fmt::format("there is no axis {} in a tensor of {} dimensions", written, rank));
  }
  return static_cast<std::size_t>(written < 0 ? written + signed_rank : written);
}

}  // namespace splitscape
