#include "models/import/onnx_inference.hpp"

#include <fmt/format.h>
#include <onnx/defs/schema.h>
#include <onnx/defs/shape_inference.h>
#include <onnx/onnx_pb.h>

#include <algorithm>

#include "models/import/import_options.hpp"

namespace splitscape {
namespace {

/// What an inference function of libonnx may ask about a node.
class NodeInference final : public onnx::InferenceContext {
 public:
  explicit NodeInference(const OnnxNode& node)
      : node_(node), types_(node.input_count()), data_(node.input_count()), outputs_(node.output_count()) {
    for (std::size_t i = 0; i < node.input_count(); ++i) {
      if (!node.has_input(i)) continue;
      const OnnxTensor& tensor = node.input(i);
      auto* type = types_[i].mutable_tensor_type();
      type->set_elem_type(tensor.type);
      auto* shape = type->mutable_shape();
      for (const std::int64_t dimension : tensor.shape) shape->add_dim()->set_dim_value(dimension);
      if (tensor.values) data_[i] = proto_of(tensor);
    }
  }

  const onnx::AttributeProto* getAttribute(const std::string& name) const override {
    return node_.attribute(name);
  }
  std::size_t getNumInputs() const override { return types_.size(); }
  const onnx::TypeProto* getInputType(std::size_t i) const override {
    return node_.has_input(i) ? &types_[i] : nullptr;
  }
  const onnx::TensorProto* getInputData(std::size_t i) const override {
    return node_.has_input(i) && node_.input(i).values ? &data_[i] : nullptr;
  }
  std::size_t getNumOutputs() const override { return outputs_.size(); }
  onnx::TypeProto* getOutputType(std::size_t i) override {
    if (i >= outputs_.size()) throw OnnxNodeError(fmt::format("it has no output {}", i + 1));
    return &outputs_[i];
  }
  onnx::GraphInferencer* getGraphAttributeInferencer(const std::string& name) override {
    throw OnnxNodeError(fmt::format("it holds a graph ('{}')", name));
  }
  const onnx::SparseTensorProto* getInputSparseData(std::size_t) const override { return nullptr; }
  const onnx::TensorShapeProto* getSymbolicInput(std::size_t) const override { return nullptr; }

  std::vector<OnnxTensor> outputs() const {
    std::vector<OnnxTensor> tensors;
    for (const auto& type : outputs_) tensors.push_back(output(type));
    return tensors;
  }

 private:
  static OnnxTensor output(const onnx::TypeProto& type) {
    if (!type.has_tensor_type() || !type.tensor_type().has_shape()) {
      throw OnnxNodeError("the shape of its output is not known before the network runs");
    }
    OnnxTensor tensor;
    tensor.type = type.tensor_type().elem_type();
    for (const auto& dimension : type.tensor_type().shape().dim()) {
      if (!dimension.has_dim_value()) {
        throw OnnxNodeError("a dimension of its output is not known before the network runs");
      }
      tensor.shape.push_back(dimension.dim_value());
    }
    check_shape(tensor.shape);
    return tensor;
  }

  const OnnxNode& node_;
  std::vector<onnx::TypeProto> types_;
  std::vector<onnx::TensorProto> data_;
  std::vector<onnx::TypeProto> outputs_;
};

/// libonnx computes with attributes before it has looked at all of them.
void check_bounds(const OnnxNode& node) {
  for (const auto& attribute : node.proto().attribute()) {
    if (attribute.has_g() || attribute.graphs_size() > 0) {
      throw OnnxNodeError(fmt::format("it holds a graph ('{}')", attribute.name()));
    }
    const bool is_axis =
        attribute.name() == "axis" || attribute.name() == "axes" || attribute.name() == "perm";
    const std::int64_t bound = is_axis ? static_cast<std::int64_t>(most_dimensions) : largest_dimension;
    const auto too_large = [bound](std::int64_t value) { return value > bound || value < -bound; };
    const auto& list = attribute.ints();
    const auto wrong = std::find_if(list.begin(), list.end(), too_large);
    if (wrong != list.end() || (attribute.has_i() && too_large(attribute.i()))) {
      throw OnnxNodeError(fmt::format("its attribute '{}' has the value {}", attribute.name(),
                                      wrong != list.end() ? *wrong : attribute.i()));
    }
    if (attribute.ints_size() > static_cast<int>(most_values)) {
      throw OnnxNodeError(
          fmt::format("its attribute '{}' has {} values", attribute.name(), attribute.ints_size()));
    }
  }
}

const onnx::OpSchema& schema_of(const OnnxNode& node) {
  const auto* schema = onnx::OpSchemaRegistry::Schema(node.op(), node.opset(), node.proto().domain());
  if (schema == nullptr) {
    throw OnnxNodeError(fmt::format("libonnx knows no such operator in opset {}", node.opset()));
  }
  const int inputs = static_cast<int>(node.input_count());
  const int outputs = static_cast<int>(node.output_count());
  if (inputs < schema->min_input() || inputs > schema->max_input() || outputs < schema->min_output() ||
      outputs > schema->max_output()) {
    throw OnnxNodeError(
        fmt::format("it has {} inputs and {} outputs, which its operator cannot have", inputs, outputs));
  }
  return *schema;
}

/// GatherND counts dimensions from there on.
void check_batch_dimensions(const OnnxNode& node) {
  const std::int64_t batch = node.integer("batch_dims", 0);
  if (node.attribute("batch_dims") == nullptr) return;
  for (std::size_t i = 0; i < node.input_count(); ++i) {
    if (batch < 0 || batch >= static_cast<std::int64_t>(node.shape(i).size())) {
      throw OnnxNodeError(fmt::format("its attribute 'batch_dims' has the value {}", batch));
    }
  }
}

/// Inputs that the operator cannot do without: inference functions take them for granted.
void check_inputs(const OnnxNode& node, const onnx::OpSchema& schema) {
  const auto& formal = schema.inputs();
  for (std::size_t i = 0; i < node.input_count() && !formal.empty(); ++i) {
    const auto& parameter = formal[std::min(i, formal.size() - 1)];
    if (parameter.GetOption() != onnx::OpSchema::Optional) (void)node.input(i);
  }
}

/// Likewise attributes, and that each is of its type.
void check_attributes(const OnnxNode& node, const onnx::OpSchema& schema) {
  for (const auto& [name, attribute] : schema.attributes()) {
    const auto* written = node.attribute(name);
    if (written == nullptr && attribute.required)
      throw OnnxNodeError(fmt::format("it needs an attribute '{}'", name));
    if (written == nullptr || written->type() == onnx::AttributeProto::UNDEFINED) continue;
    if (written->type() != attribute.type) {
      throw OnnxNodeError(fmt::format("its attribute '{}' is of another type than its operator's", name));
    }
  }
}

/// The message without libonnx's tags, up to the end of its first line.
std::string first_line(const std::string& message) {
  const std::string line = message.substr(0, message.find('\n'));
  const auto tag = line.find("] ");
  return line.starts_with('[') && tag != std::string::npos ? line.substr(tag + 2) : line;
}

}  // namespace

std::vector<OnnxTensor> libonnx_outputs(const OnnxNode& node) {
  check_bounds(node);
  const onnx::OpSchema& schema = schema_of(node);
  check_inputs(node, schema);
  check_attributes(node, schema);
  check_batch_dimensions(node);
  NodeInference inference(node);
  try {
    schema.GetTypeAndShapeInferenceFunction()(inference);
  } catch (const onnx::InferenceError& error) {
    throw OnnxNodeError(first_line(error.what()));
  }
  return inference.outputs();
}

}  // namespace splitscape
