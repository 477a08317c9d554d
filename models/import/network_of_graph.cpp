#include "models/import/network_of_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "models/import/import_options.hpp"
#include "models/import/shown_name.hpp"

namespace splitscape {
namespace {

constexpr std::size_t no_operation = static_cast<std::size_t>(-1);
constexpr std::size_t trunk = 0;  ///< owner of what the end needs
constexpr std::size_t nobody = static_cast<std::size_t>(-1);

/// Names that are used once: the second "conv" becomes "conv_2".
class UniqueNames {
 public:
  std::string unique(const std::string& wanted) {
    const std::string base = wanted.empty() ? "layer" : wanted;
    std::string name = base;
    for (std::size_t& n = next_.try_emplace(base, 2).first->second; !used_.insert(name).second; ++n) {
      name = fmt::format("{}_{}", base, n);
    }
    return name;
  }

 private:
  std::unordered_set<std::string> used_{std::string(input_name)};
  std::unordered_map<std::string, std::size_t> next_{};
};

std::vector<std::int64_t> without_batch(const std::vector<std::int64_t>& shape) {
  const bool batch_of_one = shape.size() > 1 && shape.front() == 1;
  return {shape.begin() + (batch_of_one ? 1 : 0), shape.end()};
}

/// A tensor of a branch's own that is a layer of the trunk, by its maker and name.
struct Attachment {
  std::string layer{};
  std::size_t place = 0;  ///< in the trunk
};

class ProfileOfGraph {
 public:
  explicit ProfileOfGraph(const OperationGraph& graph) : graph_(graph) {
    for (std::size_t i = 0; i < graph.operations.size(); ++i) {
      for (const auto& output : graph.operations[i].outputs) makers_.emplace(output.name, i);
    }
    for (const auto& input : graph.inputs) makers_.emplace(input.name, no_operation);
    owners_.assign(graph.operations.size(), nobody);
  }

  NetworkProfile build() {
    check_outputs();
    profile_.name = graph_.name;
    for (const auto& input : graph_.inputs) profile_.input += input.size;
    claim(graph_.outputs.back(), trunk);
    collect_read_tensors();
    for (std::size_t i = 0; i < graph_.operations.size(); ++i) {
      if (owners_[i] == trunk) add_layers(graph_.operations[i]);
    }
    for (std::size_t k = 0; k + 1 < graph_.outputs.size(); ++k) add_exit(k);
    order_exits();
    check_defects();
    return std::move(profile_);
  }

 private:
  void check_outputs() const {
    if (graph_.outputs.empty()) throw ImportError("the network has no output");
    for (const auto& output : graph_.outputs) {
      const auto found = makers_.find(output);
      if (found == makers_.end())
        throw ImportError(fmt::format("nothing makes the output '{}'", shown_name(output)));
      if (found->second == no_operation) {
        throw ImportError(fmt::format("the output '{}' is an input", shown_name(output)));
      }
    }
  }

  std::size_t maker(const std::string& tensor) const {
    const auto found = makers_.find(tensor);
    if (found == makers_.end())
      throw ImportError(fmt::format("nothing makes '{}', which is read", shown_name(tensor)));
    return found->second;
  }

  /// What an output needs that nobody owned before, and what else that reads.
  struct Branch {
    std::vector<std::size_t> own{};   ///< operations, in no order
    std::set<std::string> foreign{};  ///< tensors
  };

  /// Gives an owner all operations that a tensor needs and nobody owns.
  Branch claim(const std::string& tensor, std::size_t owner) {
    std::vector<std::string> open{tensor};
    Branch branch;
    while (!open.empty()) {
      const std::string name = std::move(open.back());
      open.pop_back();
      const std::size_t operation = maker(name);
      if (operation == no_operation || (owners_[operation] != nobody && owners_[operation] != owner)) {
        branch.foreign.insert(name);
      } else if (owners_[operation] == nobody) {
        owners_[operation] = owner;
        branch.own.push_back(operation);
        const auto& inputs = graph_.operations[operation].inputs;
        open.insert(open.end(), inputs.begin(), inputs.end());
      }
    }
    return branch;
  }

  /// Tensors of the trunk that an operation reads or an output is.
  void collect_read_tensors() {
    for (const auto& operation : graph_.operations)
      read_.insert(operation.inputs.begin(), operation.inputs.end());
    read_.insert(graph_.outputs.begin(), graph_.outputs.end());
  }

  void add_layers(const Operation& operation) {
    std::vector<std::string> inputs;
    for (const auto& tensor : operation.inputs) {
      const std::string layer =
          maker(tensor) == no_operation ? std::string(input_name) : layers_.at(tensor).layer;
      if (std::find(inputs.begin(), inputs.end(), layer) == inputs.end()) inputs.push_back(layer);
    }
    std::optional<std::string> first;
    for (std::size_t i = 0; i < operation.outputs.size(); ++i) {
      const ActivationTensor& output = operation.outputs[i];
      if (!read_.contains(output.name)) continue;
      LayerProfile layer;
      layer.name = names_.unique(first ? fmt::format("{}:{}", *first, i) : operation.name);
      layer.op = operation.op;
      layer.output = output.size;
      layer.shape = without_batch(output.shape);
      layer.cost = first ? free_cost() : cost_of(operation);
      layer.inputs = inputs;
      if (layer.inputs.empty()) {
        throw ImportError(fmt::format("'{}' reads no input of the network", shown_name(operation.name)));
      }
      // Where the cost lies, the others come out of it as well.
      if (first && operation.macs.value > 0) layer.inputs.push_back(*first);
      if (!first) first = layer.name;
      layers_.emplace(output.name, Attachment{layer.name, profile_.layers.size()});
      profile_.layers.push_back(std::move(layer));
    }
  }

  static ComputeCost free_cost() {
    ComputeCost cost;
    cost.macs = Macs{};
    return cost;
  }

  static ComputeCost cost_of(const Operation& operation) {
    ComputeCost cost = free_cost();
    add_to(cost, operation);
    return cost;
  }

  void add_exit(std::size_t k) {
    const std::string& output = graph_.outputs[k];
    const std::string name = fmt::format("the output '{}'", shown_name(output));
    const Branch branch = claim(output, k + 1);
    for (const auto& tensor : branch.foreign) {
      const std::size_t operation = maker(tensor);
      if (operation == no_operation) {
        throw ImportError(fmt::format("{} is no side branch of the last output: it reads the input '{}'",
                                      name, shown_name(tensor)));
      }
      if (owners_[operation] != trunk) {
        throw ImportError(
            fmt::format("{} shares '{}' with another output but not with the last one, which a profile "
                        "cannot say",
                        name, shown_name(graph_.operations[operation].name)));
      }
    }
    if (branch.foreign.empty()) throw ImportError(fmt::format("{} depends on no input", name));
    if (branch.foreign.size() > 1) {
      throw ImportError(
          fmt::format("{} is no side branch of the last output: it reads '{}' and '{}', and a side "
                      "branch reads one tensor",
                      name, shown_name(*branch.foreign.begin()), shown_name(*branch.foreign.rbegin())));
    }
    const Attachment& at = layers_.at(*branch.foreign.begin());
    ExitHead head{.after = at.layer, .cost = free_cost()};
    for (const std::size_t operation : branch.own) add_to(head.cost, graph_.operations[operation]);
    if (at.place + 1 == profile_.layers.size()) {
      throw ImportError(
          fmt::format("{} branches from the last layer '{}', the end of the network", name, at.layer));
    }
    exits_.push_back({at.place, std::move(head), name});
  }

  static void add_to(ComputeCost& cost, const Operation& operation) {
    *cost.macs += operation.macs;
    cost.parameters += operation.parameters;
    cost.weights += operation.weights;
    cost.junctions.insert(cost.junctions.end(), operation.junctions.begin(), operation.junctions.end());
  }

  void order_exits() {
    std::stable_sort(exits_.begin(), exits_.end(),
                     [](const Exit& a, const Exit& b) { return a.place < b.place; });
    for (std::size_t k = 0; k < exits_.size(); ++k) {
      if (k > 0 && exits_[k].place == exits_[k - 1].place) {
        throw ImportError(fmt::format("{} and {} both branch from '{}', where a profile has place for one",
                                      exits_[k - 1].output, exits_[k].output, exits_[k].head.after));
      }
      profile_.exits.push_back(std::move(exits_[k].head));
    }
  }

  void check_defects() const {
    if (const auto found = defects(profile_); !found.empty()) throw ImportError(found.front());
  }

  struct Exit {
    std::size_t place = 0;
    ExitHead head{};
    std::string output{};
  };

  const OperationGraph& graph_;
  std::unordered_map<std::string, std::size_t> makers_{};  ///< of tensors
  std::vector<std::size_t> owners_{};  ///< of operations: the trunk, or the number of an exit from 1
  std::unordered_set<std::string> read_{};
  std::unordered_map<std::string, Attachment> layers_{};  ///< of the trunk's tensors
  UniqueNames names_{};
  std::vector<Exit> exits_{};
  NetworkProfile profile_{};
};

}  // namespace

NetworkProfile network_of(const OperationGraph& graph) {
  return ProfileOfGraph(graph).build();
}

}  // namespace splitscape
