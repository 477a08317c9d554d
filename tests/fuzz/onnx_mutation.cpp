#include "tests/fuzz/onnx_mutation.hpp"

#include <onnx/onnx_pb.h>

#include <random>
#include <vector>

namespace splitscape::fuzz {
namespace {

const std::vector<std::string> operators{"Conv",
                                         "ConvTranspose",
                                         "MatMul",
                                         "Gemm",
                                         "Einsum",
                                         "LSTM",
                                         "GRU",
                                         "RNN",
                                         "Relu",
                                         "Clip",
                                         "Softmax",
                                         "Add",
                                         "Mul",
                                         "Where",
                                         "Concat",
                                         "Split",
                                         "Slice",
                                         "Reshape",
                                         "Transpose",
                                         "Flatten",
                                         "Squeeze",
                                         "Unsqueeze",
                                         "Expand",
                                         "Tile",
                                         "Pad",
                                         "Resize",
                                         "Upsample",
                                         "Gather",
                                         "GatherND",
                                         "ScatterND",
                                         "Shape",
                                         "Size",
                                         "Constant",
                                         "ConstantOfShape",
                                         "Range",
                                         "NonZero",
                                         "TopK",
                                         "MaxPool",
                                         "AveragePool",
                                         "GlobalAveragePool",
                                         "LpPool",
                                         "MaxUnpool",
                                         "LRN",
                                         "Cast",
                                         "Identity",
                                         "Dropout",
                                         "BatchNormalization",
                                         "InstanceNormalization",
                                         "LayerNormalization",
                                         "GroupNormalization",
                                         "PRelu",
                                         "ReduceMean",
                                         "ReduceSum",
                                         "ArgMax",
                                         "CumSum",
                                         "DepthToSpace",
                                         "SpaceToDepth",
                                         "OneHot",
                                         "If",
                                         "Loop",
                                         "Scan",
                                         "QuantizeLinear",
                                         "DequantizeLinear",
                                         "QLinearConv",
                                         "QLinearMatMul",
                                         "ConvInteger",
                                         "MatMulInteger",
                                         "DynamicQuantizeLinear",
                                         "NonMaxSuppression",
                                         "RoiAlign",
                                         "EyeLike",
                                         "Compress",
                                         "Floor",
                                         "Div",
                                         "Equal",
                                         "Max",
                                         "Mod",
                                         "Trilu",
                                         "STFT"};

const std::vector<std::string> attributes{"kernel_shape",
                                          "strides",
                                          "pads",
                                          "dilations",
                                          "group",
                                          "auto_pad",
                                          "output_shape",
                                          "output_padding",
                                          "axis",
                                          "axes",
                                          "perm",
                                          "keepdims",
                                          "to",
                                          "value",
                                          "value_int",
                                          "value_ints",
                                          "split",
                                          "starts",
                                          "ends",
                                          "alpha",
                                          "transA",
                                          "transB",
                                          "hidden_size",
                                          "direction",
                                          "equation",
                                          "ceil_mode",
                                          "blocksize",
                                          "num_outputs",
                                          "allowzero",
                                          "shape",
                                          "scales",
                                          "mode",
                                          "k",
                                          "epsilon",
                                          "layout",
                                          "batch_dims",
                                          "noop_with_empty_axes",
                                          "start",
                                          "end"};

constexpr std::int64_t numbers[] = {0,
                                    1,
                                    -1,
                                    2,
                                    3,
                                    4,
                                    7,
                                    8,
                                    16,
                                    64,
                                    224,
                                    1 << 20,
                                    std::int64_t{1} << 31,
                                    std::int64_t{1} << 62,
                                    INT64_MIN,
                                    INT64_MAX,
                                    -2,
                                    -3,
                                    -(std::int64_t{1} << 31)};

/// Changes a graph at random; the same seed changes it likewise.
class Change {
 public:
  Change(onnx::ModelProto& model, std::uint64_t seed)
      : model_(model), graph_(*model.mutable_graph()), random_(seed) {}

  void once() {
    switch (below(12)) {
      case 0:
        return change_operator();
      case 1:
        return rewire();
      case 2:
        return rewire();
      case 3:
        return change_attribute();
      case 4:
        return change_attribute();
      case 5:
        return change_attribute();
      case 6:
        return change_stored();
      case 7:
        return change_input();
      case 8:
        return copy_node();
      case 9:
        return remove_node();
      case 10:
        return change_outputs();
      default:
        return change_version();
    }
  }

 private:
  int below(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
  std::int64_t number() { return numbers[below(static_cast<int>(std::size(numbers)))]; }
  const std::string& one_of(const std::vector<std::string>& words) {
    return words[static_cast<std::size_t>(below(static_cast<int>(words.size())))];
  }

  onnx::NodeProto* node() {
    return graph_.node_size() == 0 ? nullptr : graph_.mutable_node(below(graph_.node_size()));
  }

  /// The name of any tensor of the graph, or of none.
  std::string tensor() {
    std::vector<std::string> names{""};
    for (const auto& input : graph_.input()) names.push_back(input.name());
    for (const auto& stored : graph_.initializer()) names.push_back(stored.name());
    for (const auto& made : graph_.node())
      names.insert(names.end(), made.output().begin(), made.output().end());
    return one_of(names);
  }

  void change_operator() {
    if (auto* changed = node()) changed->set_op_type(one_of(operators));
  }

  void rewire() {
    auto* changed = node();
    if (changed == nullptr) return;
    if (changed->input_size() == 0 || below(4) == 0) {
      changed->add_input(tensor());
    } else if (below(5) == 0) {
      changed->mutable_input()->RemoveLast();
    } else {
      changed->set_input(below(changed->input_size()), tensor());
    }
  }

  void change_attribute() {
    auto* changed = node();
    if (changed == nullptr) return;
    onnx::AttributeProto* attribute = nullptr;
    if (changed->attribute_size() == 0 || below(3) == 0) {
      attribute = changed->add_attribute();
      attribute->set_name(one_of(attributes));
    } else {
      attribute = changed->mutable_attribute(below(changed->attribute_size()));
    }
    if (attribute->ints_size() > 0 && below(4) != 0) {
      attribute->set_ints(below(attribute->ints_size()), number());
    } else if (below(2) == 0) {
      attribute->set_type(onnx::AttributeProto::INTS);
      attribute->add_ints(number());
    } else {
      attribute->set_type(onnx::AttributeProto::INT);
      attribute->set_i(number());
    }
  }

  void change_stored() {
    if (graph_.initializer_size() == 0 || below(4) == 0) {
      auto* stored = graph_.add_initializer();
      stored->set_name("stored" + std::to_string(below(8)));
      stored->set_data_type(onnx::TensorProto::INT64);
      stored->add_dims(1);
      stored->add_int64_data(number());
      return;
    }
    auto* stored = graph_.mutable_initializer(below(graph_.initializer_size()));
    switch (below(4)) {
      case 0:
        return stored->set_data_type(below(17));
      case 1:
        if (stored->int64_data_size() > 0) stored->set_int64_data(below(stored->int64_data_size()), number());
        return;
      case 2:
        return stored->add_dims(number());
      default:
        if (stored->dims_size() > 0) stored->set_dims(below(stored->dims_size()), number());
    }
  }

  void change_input() {
    if (graph_.input_size() == 0) return;
    auto* tensor_type =
        graph_.mutable_input(below(graph_.input_size()))->mutable_type()->mutable_tensor_type();
    if (below(4) == 0) return tensor_type->set_elem_type(below(17));
    auto* shape = tensor_type->mutable_shape();
    if (shape->dim_size() == 0 || below(4) == 0) {
      shape->add_dim()->set_dim_value(number());
    } else {
      shape->mutable_dim(below(shape->dim_size()))->set_dim_value(number());
    }
  }

  void copy_node() {
    if (graph_.node_size() == 0 || graph_.node_size() > 50) return;
    onnx::NodeProto copy = graph_.node(below(graph_.node_size()));
    for (auto& output : *copy.mutable_output()) output += static_cast<char>('a' + below(26));
    *graph_.add_node() = copy;
  }

  void remove_node() {
    if (graph_.node_size() > 1) graph_.mutable_node()->DeleteSubrange(below(graph_.node_size()), 1);
  }

  void change_outputs() {
    if (below(2) == 0 || graph_.output_size() == 0) {
      graph_.add_output()->set_name(tensor());
    } else {
      graph_.mutable_output(below(graph_.output_size()))->set_name(tensor());
    }
  }

  void change_version() {
    if (model_.opset_import_size() > 0) model_.mutable_opset_import(0)->set_version(1 + below(24));
  }

  onnx::ModelProto& model_;
  onnx::GraphProto& graph_;
  std::mt19937_64 random_;
};

}  // namespace

std::string with_changed_graph(const std::string& bytes, std::uint64_t seed) {
  onnx::ModelProto model;
  if (!model.ParseFromString(bytes)) return "";
  Change change(model, seed);
  for (std::uint64_t i = 0; i <= seed / 2 % 3; ++i) change.once();
  return model.SerializeAsString();
}

}  // namespace splitscape::fuzz
