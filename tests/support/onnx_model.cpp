#include "tests/support/onnx_model.hpp"

#include <onnx/onnx_pb.h>

namespace splitscape::test {
namespace {

void fill(onnx::ValueInfoProto& value, const std::string& name, const OnnxShape& shape, int type) {
  value.set_name(name);
  auto* tensor = value.mutable_type()->mutable_tensor_type();
  tensor->set_elem_type(type);
  tensor->mutable_shape();
  for (const OnnxDimension& written : shape) {
    auto* dimension = tensor->mutable_shape()->add_dim();
    if (const auto* size = std::get_if<std::int64_t>(&written)) {
      dimension->set_dim_value(*size);
    } else if (const auto& symbol = std::get<std::string>(written); !symbol.empty()) {
      dimension->set_dim_param(symbol);
    }
  }
}

struct AttributeValue {
  onnx::AttributeProto& attribute;

  void operator()(std::int64_t value) const {
    attribute.set_type(onnx::AttributeProto::INT);
    attribute.set_i(value);
  }
  void operator()(double value) const {
    attribute.set_type(onnx::AttributeProto::FLOAT);
    attribute.set_f(static_cast<float>(value));
  }
  void operator()(const std::string& value) const {
    attribute.set_type(onnx::AttributeProto::STRING);
    attribute.set_s(value);
  }
  void operator()(const std::vector<std::int64_t>& values) const {
    attribute.set_type(onnx::AttributeProto::INTS);
    for (const std::int64_t value : values) attribute.add_ints(value);
  }
  void operator()(const std::vector<double>& values) const {
    attribute.set_type(onnx::AttributeProto::FLOATS);
    for (const double value : values) attribute.add_floats(static_cast<float>(value));
  }
};

}  // namespace

OnnxModel::OnnxModel(std::int64_t opset) : proto_(std::make_unique<onnx::ModelProto>()) {
  proto_->set_ir_version(7);
  proto_->add_opset_import()->set_version(opset);
  proto_->mutable_graph()->set_name("small");
}

OnnxModel::~OnnxModel() = default;

OnnxModel& OnnxModel::input(const std::string& name, const OnnxShape& shape, int type) {
  fill(*proto_->mutable_graph()->add_input(), name, shape, type);
  return *this;
}

OnnxModel& OnnxModel::weight(const std::string& name, const std::vector<std::int64_t>& shape, int type) {
  auto* tensor = proto_->mutable_graph()->add_initializer();
  tensor->set_name(name);
  tensor->set_data_type(type);
  for (const std::int64_t dimension : shape) tensor->add_dims(dimension);
  return *this;
}

OnnxModel& OnnxModel::integers(const std::string& name, const std::vector<std::int64_t>& values) {
  weight(name, {static_cast<std::int64_t>(values.size())}, onnx_int64);
  auto* tensor = proto_->mutable_graph()->mutable_initializer(proto_->graph().initializer_size() - 1);
  for (const std::int64_t value : values) tensor->add_int64_data(value);
  return *this;
}

OnnxModel& OnnxModel::floats(const std::string& name, const std::vector<float>& values) {
  weight(name, {static_cast<std::int64_t>(values.size())});
  auto* tensor = proto_->mutable_graph()->mutable_initializer(proto_->graph().initializer_size() - 1);
  tensor->set_raw_data(std::string(reinterpret_cast<const char*>(values.data()), 4 * values.size()));
  return *this;
}

OnnxModel& OnnxModel::node(const std::string& op, const std::vector<std::string>& inputs,
                           const std::vector<std::string>& outputs,
                           const std::vector<OnnxAttribute>& attributes) {
  auto* node = proto_->mutable_graph()->add_node();
  const auto dot = op.rfind('.');  // "com.microsoft.Gelu": the domain in front
  if (dot != std::string::npos) node->set_domain(op.substr(0, dot));
  node->set_op_type(dot == std::string::npos ? op : op.substr(dot + 1));
  for (const auto& name : inputs) node->add_input(name);
  for (const auto& name : outputs) node->add_output(name);
  for (const auto& attribute : attributes) {
    auto* added = node->add_attribute();
    added->set_name(attribute.name);
    std::visit(AttributeValue{*added}, attribute.value);
  }
  return *this;
}

OnnxModel& OnnxModel::constant(const std::string& name, const std::vector<std::int64_t>& values,
                               bool of_shape) {
  node("Constant", {}, {name});
  auto* attribute = proto_->mutable_graph()->mutable_node(proto_->graph().node_size() - 1)->add_attribute();
  attribute->set_name("value");
  attribute->set_type(onnx::AttributeProto::TENSOR);
  attribute->mutable_t()->set_data_type(onnx_int64);
  if (of_shape) attribute->mutable_t()->add_dims(static_cast<std::int64_t>(values.size()));
  for (const std::int64_t value : values) attribute->mutable_t()->add_int64_data(value);
  return *this;
}

OnnxModel& OnnxModel::output(const std::string& name) {
  proto_->mutable_graph()->add_output()->set_name(name);
  return *this;
}

OnnxModel& OnnxModel::output(const std::string& name, const OnnxShape& shape) {
  fill(*proto_->mutable_graph()->add_output(), name, shape, onnx_float);
  return *this;
}

OnnxModel& OnnxModel::told(const std::string& name, const OnnxShape& shape) {
  fill(*proto_->mutable_graph()->add_value_info(), name, shape, onnx_float);
  return *this;
}

std::string OnnxModel::bytes() const {
  return proto_->SerializeAsString();
}

}  // namespace splitscape::test
