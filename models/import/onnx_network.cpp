#include "models/import/onnx_network.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "models/import/onnx_folding.hpp"
#include "models/import/onnx_inference.hpp"
#include "models/import/onnx_inputs.hpp"
#include "models/import/onnx_needed.hpp"
#include "models/import/onnx_notes.hpp"
#include "models/import/onnx_operators.hpp"
#include "models/import/onnx_stored.hpp"
#include "models/import/shown_name.hpp"
#include "models/import/unneeded_operations.hpp"
#include "models/nearest_name.hpp"

namespace splitscape {
namespace {

constexpr std::int64_t first_opset = 7;
constexpr int most_nodes = 10 * static_cast<int>(most_operations);  ///< constants and shapes included
constexpr int most_outputs = 4096;  ///< of a node; a Split of a batch has a few hundred

std::string full_name(const onnx::NodeProto& node) {
  const bool own = node.domain().empty() || node.domain() == "ai.onnx";
  return own ? node.op_type() : node.domain() + "." + node.op_type();
}

/// Walks through the nodes of a graph in their order.
class OnnxReader {
 public:
  OnnxReader(const onnx::ModelProto& model, const ImportOptions& options)
      : graph_(model.graph()), options_(options), opset_(opset_of(model)) {}

  OperationGraph read() {
    if (graph_.node_size() > most_nodes) throw OnnxNodeError(fmt::format("more than {} nodes", most_nodes));
    result_.name = graph_.name();
    read_stored();
    read_inputs();
    check_zero_cost();
    const std::vector<bool> needed = needed_nodes(graph_);
    for (const auto& node : graph_.node()) read_.insert(node.input().begin(), node.input().end());
    for (int i = 0; i < graph_.node_size(); ++i) {
      if (needed[static_cast<std::size_t>(i)]) {
        read_node(graph_.node(i));
      } else {
        notes_.unneeded(full_name(graph_.node(i)));
      }
    }
    read_outputs();
    const Unneeded unneeded = remove_unneeded(result_);
    for (const auto& operation : unneeded.operations) notes_.unneeded(operation.op);
    for (const auto& input : unneeded.inputs) {
      notes_.other(fmt::format("read by no operation: the input '{}'", printable_name(input.name)));
    }
    result_.notes = notes_.sentences();
    return std::move(result_);
  }

 private:
  static int opset_of(const onnx::ModelProto& model) {
    for (const auto& set : model.opset_import()) {
      if (!set.domain().empty() && set.domain() != "ai.onnx") continue;
      if (set.version() < first_opset) {
        throw OnnxNodeError(
            fmt::format("it is of opset {}; {} is the first that is known", set.version(), first_opset));
      }
      return static_cast<int>(std::min<std::int64_t>(set.version(), std::numeric_limits<int>::max()));
    }
    throw OnnxNodeError("it names no opset of ONNX");
  }

  // ---- tensors

  void define(const std::string& name, OnnxTensor tensor) {
    if (!tensors_.emplace(name, std::move(tensor)).second) {
      throw OnnxNodeError(fmt::format("two tensors are called '{}'", shown_name(name)));
    }
  }

  void define_stored(const std::string& name, OnnxTensor tensor) {
    tensor.stored = {stored_.add(tensor)};
    define(name, std::move(tensor));
  }

  void read_stored() {
    if (graph_.sparse_initializer_size() > 0)
      throw OnnxNodeError("it holds sparse tensors, which are not read");
    for (const auto& proto : graph_.initializer()) {
      if (proto.data_type() == onnx::TensorProto::STRING) continue;
      define_stored(proto.name(), stored_tensor(proto));
    }
  }

  void read_inputs() {
    std::vector<std::string> names;
    for (const auto& input : graph_.input()) {
      if (tensors_.contains(input.name())) continue;  // a stored tensor: early files list them as inputs
      OnnxTensor tensor = input_tensor(input, options_);
      result_.inputs.push_back(activation(input.name(), tensor));
      define(input.name(), std::move(tensor));
      names.push_back(input.name());
    }
    for (const auto& [name, shape] : options_.inputs) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        throw OnnxNodeError(
            fmt::format("--input {}: there is no such input{}", name, suggestion(name, names)));
      }
    }
  }

  static ActivationTensor activation(const std::string& name, const OnnxTensor& tensor) {
    return {name, tensor.shape, {count_of(tensor.shape) * bits_of_type(tensor.type) / bits_per_byte}};
  }

  void check_zero_cost() const {
    std::set<std::string> there;
    for (const auto& node : graph_.node()) there.insert(full_name(node));
    for (const auto& name : options_.zero_cost) {
      if (there.contains(name)) continue;
      throw OnnxNodeError(fmt::format("--zero-cost {}: there is no such operator{}", name,
                                      suggestion(name, {there.begin(), there.end()})));
    }
  }

  /// The tensor behind a name, past nodes that hand on what they read.
  const std::string& source(const std::string& name) const {
    const auto found = passed_.find(name);
    return found == passed_.end() ? name : found->second;
  }

  // ---- nodes

  void read_node(const onnx::NodeProto& proto) {
    try {
      if (proto.output_size() > most_outputs) throw OnnxNodeError("it has too many outputs");
      const OnnxNode node(proto, opset_, inputs_of(proto));
      if (!pass_on(node) && !fold_away(node)) add_operation(node);
    } catch (const OnnxNodeError& error) {
      throw OnnxNodeError(fmt::format("node '{}' ({}): {}", shown_name(name_of(proto)),
                                      shown_name(full_name(proto)), error.what()));
    }
  }

  std::vector<const OnnxTensor*> inputs_of(const onnx::NodeProto& proto) const {
    std::vector<const OnnxTensor*> inputs;
    for (const auto& name : proto.input()) {
      if (name.empty()) {
        inputs.push_back(nullptr);
        continue;
      }
      const auto found = tensors_.find(source(name));
      if (found == tensors_.end()) {
        throw OnnxNodeError(fmt::format(
            "it reads '{}', which no node before it makes: the nodes form a cycle or are in the wrong order",
            shown_name(name)));
      }
      inputs.push_back(&found->second);
    }
    return inputs;
  }

  static std::string name_of(const onnx::NodeProto& proto) {
    if (!proto.name().empty()) return proto.name();
    const auto named = std::find_if(proto.output().begin(), proto.output().end(),
                                    [](const std::string& name) { return !name.empty(); });
    return named == proto.output().end() ? proto.op_type() : *named;
  }

  const OnnxOperator* known(const OnnxNode& node) const {
    if (options_.zero_cost.contains(full_name(node.proto()))) return nullptr;
    return onnx_operator(node.proto().domain(), node.op());
  }

  /// A node that does nothing when the network runs: who reads its output reads its input.
  bool pass_on(const OnnxNode& node) {
    const auto& proto = node.proto();
    const auto& outputs = proto.output();
    const bool passes = node.op() == "Identity" || (node.op() == "Dropout" && !trains(node));
    const bool has_mask = outputs.size() > 1 && read_.contains(outputs[1]);
    if (known(node) == nullptr || !passes || has_mask || outputs.empty() || outputs[0].empty()) return false;
    (void)node.input(0);
    const std::string from = source(proto.input(0));
    if (tensors_.contains(outputs[0]) || !passed_.emplace(outputs[0], from).second) {
      throw OnnxNodeError(fmt::format("two tensors are called '{}'", shown_name(outputs[0])));
    }
    notes_.passing(node.op());
    return true;
  }

  static bool trains(const OnnxNode& node) {
    if (!node.has_input(2)) return false;
    const auto& mode = node.integers(2);
    return mode.size() == 1 && mode.front() != 0;
  }

  /// A node whose output is known, or stands for a stored tensor.
  bool fold_away(const OnnxNode& node) {
    const auto& domain = node.proto().domain();
    if (!domain.empty() && domain != "ai.onnx") return false;
    std::vector<OnnxTensor> outputs;
    if (node.op() == "Constant" || node.op() == "ConstantOfShape") {
      if (node.output_count() != 1) throw OnnxNodeError("it must have one output");
      const bool filled = node.op() == "ConstantOfShape";
      define_stored(node.proto().output(0), filled ? constant_of_shape(node) : constant_of(node));
      notes_.folded(node.op());
      return true;
    }
    if (node.op() == "Shape" || node.op() == "Size") {
      outputs = {node.op() == "Shape" ? shape_of(node) : size_of(node)};
    } else {
      const OnnxOperator* found = known(node);
      if (found == nullptr || !all_constant(node)) return false;
      outputs = found->outputs(node);
      if (outputs.size() == 1) fold(node, outputs[0]);
    }
    for (OnnxTensor& output : outputs) {
      output.constant = true;
      output.stored = stored_behind(node);
    }
    define_outputs(node, std::move(outputs));
    notes_.folded(node.op());
    return true;
  }

  static bool all_constant(const OnnxNode& node) {
    bool any = false;
    for (std::size_t i = 0; i < node.input_count(); ++i) {
      if (!node.has_input(i)) continue;
      if (!node.input(i).constant) return false;
      any = true;
    }
    return any;
  }

  /// Stored tensors that make up what a node makes of constants: the first input's of those that only get a
  /// new form.
  static std::vector<std::uint32_t> stored_behind(const OnnxNode& node) {
    static const std::set<std::string> first_only{
        "Reshape", "Unsqueeze", "Squeeze", "Flatten", "Transpose", "Cast", "Slice", "DequantizeLinear",
        "Expand",  "Tile",      "Gather",  "Split",   "Pad",       "Clip", "Shape", "Size"};
    if (node.op() == "Shape" || node.op() == "Size") return {};
    std::set<std::uint32_t> all;
    for (std::size_t i = 0; i < node.input_count(); ++i) {
      if (!node.has_input(i) || (i > 0 && first_only.contains(node.op()))) continue;
      all.insert(node.input(i).stored.begin(), node.input(i).stored.end());
    }
    if (all.size() > most_stored) throw OnnxNodeError("its constant is made of too many stored tensors");
    return {all.begin(), all.end()};
  }

  void define_outputs(const OnnxNode& node, std::vector<OnnxTensor> outputs) {
    for (std::size_t i = 0; i < outputs.size() && i < node.output_count(); ++i) {
      const std::string& name = node.proto().output(static_cast<int>(i));
      if (!name.empty()) define(name, std::move(outputs[i]));
    }
  }

  // ---- operations

  void add_operation(const OnnxNode& node) {
    if (result_.operations.size() >= most_operations)
      throw OnnxNodeError(fmt::format("more than {} operations", most_operations));
    Operation operation{.name = printable_name(name_of(node.proto())),
                        .op = printable_name(full_name(node.proto()))};
    const OnnxOperator* found = known(node);
    std::vector<OnnxTensor> outputs = found != nullptr ? found->outputs(node) : outputs_of_unknown(node);
    if (outputs.empty()) throw OnnxNodeError("it has no output");
    for (std::size_t i = 0; i < node.input_count(); ++i) {
      if (!node.has_input(i) || node.input(i).constant) continue;
      const std::string& name = source(node.proto().input(static_cast<int>(i)));
      if (std::find(operation.inputs.begin(), operation.inputs.end(), name) == operation.inputs.end()) {
        operation.inputs.push_back(name);
      }
    }
    const OnnxWork work =
        found != nullptr ? found->work(node, outputs[0].shape) : OnnxWork{.all_constants = true};
    notes_.counted(stored_.count(node, work, operation));
    for (std::size_t i = 0; i < outputs.size() && i < node.output_count(); ++i) {
      const std::string& name = node.proto().output(static_cast<int>(i));
      if (!name.empty()) operation.outputs.push_back(activation(name, outputs[i]));
    }
    define_outputs(node, std::move(outputs));
    result_.operations.push_back(std::move(operation));
  }

  std::vector<OnnxTensor> outputs_of_unknown(const OnnxNode& node) {
    const std::string name = full_name(node.proto());
    if (!options_.zero_cost.contains(name)) {
      throw OnnxNodeError(
          fmt::format("this operator cannot be counted; --zero-cost {} counts it as free", shown_name(name)));
    }
    notes_.free_by_word(name);
    if (const auto* shapes = onnx_operator(node.proto().domain(), node.op())) return shapes->outputs(node);
    try {
      return libonnx_outputs(node);
    } catch (const OnnxNodeError&) {
      return told_outputs(node);
    }
  }

  /// What the file tells of the outputs of an operator that is free by the user's word.
  std::vector<OnnxTensor> told_outputs(const OnnxNode& node) const {
    std::vector<OnnxTensor> outputs;
    for (const auto& name : node.proto().output()) {
      const auto is_it = [&name](const auto& value) { return value.name() == name; };
      const auto inner = std::find_if(graph_.value_info().begin(), graph_.value_info().end(), is_it);
      const auto outer = std::find_if(graph_.output().begin(), graph_.output().end(), is_it);
      const auto* told = inner != graph_.value_info().end() ? &*inner
                         : outer != graph_.output().end()   ? &*outer
                                                            : nullptr;
      const auto shape = told != nullptr ? told_shape(*told) : std::nullopt;
      if (!shape) {
        throw OnnxNodeError(
            fmt::format("the file does not tell the shape of its output '{}'", shown_name(name)));
      }
      check_shape(*shape);
      outputs.push_back({.type = told->type().tensor_type().elem_type(), .shape = *shape});
    }
    return outputs;
  }

  // ---- the end

  void read_outputs() {
    if (graph_.output_size() == 0) throw OnnxNodeError("it has no output");
    for (const auto& output : graph_.output()) {
      const std::string& name = source(output.name());
      const auto found = tensors_.find(name);
      if (found == tensors_.end()) {
        throw OnnxNodeError(fmt::format("no node makes the output '{}'", shown_name(output.name())));
      }
      if (found->second.constant) {
        throw OnnxNodeError(fmt::format("the output '{}' depends on no input", shown_name(output.name())));
      }
      result_.outputs.push_back(name);
      const auto told = told_shape(output);
      if (told && options_.inputs.empty() && *told != found->second.shape) {
        notes_.other(fmt::format("the output '{}' is {}; the file tells {}", printable_name(output.name()),
                                 text_of(found->second.shape), text_of(*told)));
      }
    }
  }

  const onnx::GraphProto& graph_;
  const ImportOptions& options_;
  int opset_;
  std::unordered_map<std::string, OnnxTensor> tensors_{};
  std::unordered_map<std::string, std::string> passed_{};  ///< names of tensors that are others
  std::unordered_set<std::string_view> read_{};            ///< names that nodes read
  StoredTensors stored_{};
  OnnxNotes notes_{};
  OperationGraph result_{};
};

}  // namespace

OperationGraph read_onnx(std::string_view bytes, const std::string& file, const ImportOptions& options) {
  onnx::ModelProto model;
  const bool fits = bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max());
  if (!fits || !model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || !model.has_graph()) {
    throw ImportError(fmt::format("{}: this is no ONNX model", file));
  }
  try {
    return OnnxReader(model, options).read();
  } catch (const OnnxNodeError& error) {
    throw ImportError(fmt::format("{}: {}", file, printable_name(error.what())));
  }
}

}  // namespace splitscape
