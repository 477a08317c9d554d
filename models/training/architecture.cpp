#include "models/training/architecture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "models/nearest_name.hpp"
#include "models/sparsity/clash_free_pattern.hpp"
#include "models/sparsity/structured_pattern.hpp"

namespace splitscape {
namespace {

/// Larger sides, tensors and layers are typing errors: a tensor would not fit into memory.
constexpr std::size_t largest_tensor = std::size_t{1} << 26U;

std::uint32_t pooled(std::uint32_t side, const TrainedLayer& layer) {
  const std::uint32_t rest = side - layer.kernel;
  std::uint32_t windows = rest / layer.stride + 1;
  // One more over the edge, where it holds values that no other window does (cover_all of Chainer).
  if (!layer.whole_windows && rest % layer.stride != 0) ++windows;
  return windows;
}

/// What is wrong with a chain of layers; empty where nothing is. @param shape of its input; then of its
/// output
void check_chain(const std::vector<TrainedLayer>& layers, const std::string& where, TensorShape& shape,
                 std::vector<std::string>& found) {
  for (const TrainedLayer& layer : layers) {
    try {
      shape = output_of(layer, shape);
      if (shape.size() > largest_tensor)
        throw std::invalid_argument(fmt::format("its output would have {} values", shape.size()));
    } catch (const std::invalid_argument& error) {
      found.push_back(fmt::format("layer '{}{}': {}", where, layer.name, error.what()));
      return;
    }
  }
}

void check_names(const std::vector<TrainedLayer>& layers, const std::string& where,
                 std::vector<std::string>& found) {
  std::set<std::string> names;
  for (const TrainedLayer& layer : layers) {
    if (layer.name.empty()) found.push_back(fmt::format("a layer{} has no name", where));
    if (where.empty() && layer.name == input_name)
      found.push_back(fmt::format("no layer can be called '{}'", input_name));
    if (!names.insert(layer.name).second)
      found.push_back(fmt::format("two layers{} are called '{}'", where, layer.name));
  }
}

/// The last layer is what the softmax reads.
void check_end(const std::vector<TrainedLayer>& layers, const std::string& what, std::size_t classes,
               std::vector<std::string>& found) {
  if (layers.empty()) {
    found.push_back(what + " has no layer");
    return;
  }
  const TrainedLayer& last = layers.back();
  if (last.op != TrainedOp::fully_connected || last.relu) {
    found.push_back(fmt::format("the last layer of {}, '{}', must be fully connected and have no activation",
                                what, last.name));
  }
  if (last.outputs != classes) {
    found.push_back(fmt::format("the last layer of {}, '{}', has {} neurons for {} classes", what, last.name,
                                last.outputs, classes));
  }
}

void check_exits(const Architecture& architecture, std::vector<std::string>& found) {
  std::vector<std::string> names;
  for (const TrainedLayer& layer : architecture.layers) names.push_back(layer.name);
  std::size_t before = 0;
  for (std::size_t k = 0; k < architecture.exits.size(); ++k) {
    const TrainedExit& exit = architecture.exits[k];
    const auto place = std::find(names.begin(), names.end(), exit.after);
    if (place == names.end()) {
      found.push_back(
          fmt::format("exit {}: there is no layer '{}'{}", k + 1, exit.after, suggestion(exit.after, names)));
      continue;
    }
    const auto position = static_cast<std::size_t>(place - names.begin()) + 1;
    if (position == names.size())
      found.push_back(
          fmt::format("exit {}: '{}' is the last layer, which answers anyway", k + 1, exit.after));
    if (position <= before)
      found.push_back(fmt::format("exit {}: exits stand in the order of their layers, one a layer", k + 1));
    before = position;
    check_names(exit.layers, fmt::format(" of exit {}", k + 1), found);
    check_end(exit.layers, fmt::format("exit {}", k + 1), architecture.classes(), found);
  }
}

/// The shape behind each layer of the trunk.
std::vector<TensorShape> trunk_shapes(const Architecture& architecture) {
  std::vector<TensorShape> shapes;
  TensorShape shape = architecture.input;
  for (const TrainedLayer& layer : architecture.layers) shapes.push_back(shape = output_of(layer, shape));
  return shapes;
}

const TensorShape& shape_before(const Architecture& architecture, const std::vector<TensorShape>& shapes,
                                const TrainedExit& exit) {
  const auto after = std::find_if(architecture.layers.begin(), architecture.layers.end(),
                                  [&exit](const TrainedLayer& layer) { return layer.name == exit.after; });
  return shapes[static_cast<std::size_t>(after - architecture.layers.begin())];
}

void check_branches(const Architecture& architecture, std::vector<std::string>& found) {
  const auto shapes = trunk_shapes(architecture);
  for (std::size_t k = 0; k < architecture.exits.size(); ++k) {
    TensorShape shape = shape_before(architecture, shapes, architecture.exits[k]);
    check_chain(architecture.exits[k].layers, fmt::format("exit {}/", k + 1), shape, found);
  }
}

Junction junction_of(const TrainedLayer& layer, const TensorShape& input) {
  if (layer.op == TrainedOp::fully_connected) return {.inputs = input.size(), .outputs = layer.outputs};
  return {.inputs = input.channels,
          .outputs = layer.outputs,
          .kernel = std::uint64_t{layer.kernel} * layer.kernel,
          .uses = output_of(layer, input).positions()};
}

ComputeCost cost_of(const TrainedLayer& layer, const TensorShape& input) {
  ComputeCost cost{.macs = Macs{0}};
  if (layer.op == TrainedOp::max_pooling) return cost;
  const Junction junction = junction_of(layer, input);
  cost.macs = Macs{junction.macs()};
  cost.parameters = junction.weights() + layer.outputs;
  cost.weights = {cost.parameters * sizeof(float)};
  cost.junctions = {junction};
  return cost;
}

std::string op_name(TrainedOp op) {
  switch (op) {
    case TrainedOp::fully_connected:
      return "Gemm";
    case TrainedOp::convolution:
      return "Conv";
    case TrainedOp::max_pooling:
      return "MaxPool";
  }
  return {};
}

std::vector<std::int64_t> extents_of(const TensorShape& shape) {
  if (shape.positions() == 1) return {shape.channels};
  return {shape.channels, shape.height, shape.width};
}

LayerProfile profile_of(const TrainedLayer& layer, const TensorShape& input) {
  const TensorShape output = output_of(layer, input);
  return {.name = layer.name,
          .op = op_name(layer.op),
          .cost = cost_of(layer, input),
          .output = Bytes{static_cast<double>(output.size() * sizeof(float))},
          .shape = extents_of(output)};
}

ExitHead head_of(const TrainedExit& exit, TensorShape shape) {
  ExitHead head{.after = exit.after, .cost = {.macs = Macs{0}}};
  for (const TrainedLayer& layer : exit.layers) {
    const ComputeCost cost = cost_of(layer, shape);
    *head.cost.macs += *cost.macs;
    head.cost.parameters += cost.parameters;
    head.cost.weights += cost.weights;
    head.cost.junctions.insert(head.cost.junctions.end(), cost.junctions.begin(), cost.junctions.end());
    shape = output_of(layer, shape);
  }
  return head;
}

/// Connections a clock where nobody says: as many as a right neuron has, so that it takes one clock, or the
/// largest number below that divides the left neurons.
std::uint32_t parallel_of(std::uint32_t inputs, std::uint32_t fan_in) {
  std::uint32_t parallel = std::min(inputs, fan_in);
  while (inputs % parallel != 0) --parallel;
  return parallel;
}

ConnectionPattern drawn(const PrunedJunction& pruned, const PatternChoice& choice, const std::string& name,
                        std::uint64_t seed) {
  const auto inputs = static_cast<std::uint32_t>(pruned.junction.inputs);
  const auto outputs = static_cast<std::uint32_t>(pruned.junction.outputs);
  const auto fan_in = static_cast<std::uint32_t>(pruned.fan_in);
  const auto fan_out = static_cast<std::uint32_t>(std::uint64_t{fan_in} * outputs / inputs);
  RandomStream stream(StreamName{.seed = seed, .purpose = Purpose::patterns, .owner = name});
  if (!choice.clash_free) return structured_pattern(inputs, outputs, fan_out, stream);
  const MemoryShape shape{.inputs = inputs,
                          .outputs = outputs,
                          .fan_out = fan_out,
                          .parallel = choice.parallel.value_or(parallel_of(inputs, fan_in))};
  return pattern_of(draw_memory_map(shape, *choice.clash_free, choice.dither, stream));
}

/// The names of the layers with junctions, by the name that sparsity has for them: that of a layer, or
/// "exit 1" for all of a side branch.
std::vector<std::string> names_within(const Architecture& architecture, const std::string& target) {
  for (std::size_t k = 0; k < architecture.exits.size(); ++k) {
    if (target != fmt::format("exit {}", k + 1)) continue;
    std::vector<std::string> names;
    for (const TrainedLayer& layer : architecture.exits[k].layers) {
      if (layer.op != TrainedOp::max_pooling) names.push_back(target + "/" + layer.name);
    }
    return names;
  }
  return {target};
}

}  // namespace

TensorShape output_of(const TrainedLayer& layer, const TensorShape& input) {
  if (layer.op == TrainedOp::fully_connected) {
    if (layer.outputs == 0) throw std::invalid_argument("it has no neuron");
    return {.channels = layer.outputs};
  }
  const bool convolution = layer.op == TrainedOp::convolution;
  if (convolution && layer.outputs == 0) throw std::invalid_argument("it has no filter");
  if (layer.kernel == 0 || layer.stride == 0)
    throw std::invalid_argument("its window has no side or no step");
  const std::uint32_t margin = convolution ? 2 * layer.padding : 0;
  if (layer.padding >= layer.kernel)
    throw std::invalid_argument(
        fmt::format("a padding of {} makes windows without a value of the image", layer.padding));
  if (layer.kernel > input.height + margin || layer.kernel > input.width + margin) {
    throw std::invalid_argument(fmt::format("a window of {}x{} does not fit into {}x{}", layer.kernel,
                                            layer.kernel, input.height + margin, input.width + margin));
  }
  if (convolution)
    return {layer.outputs, input.height + margin - layer.kernel + 1, input.width + margin - layer.kernel + 1};
  if (!layer.whole_windows && layer.stride > layer.kernel)
    throw std::invalid_argument("windows over the edge need a step of at most their side");
  return {input.channels, pooled(input.height, layer), pooled(input.width, layer)};
}

std::vector<std::string> defects(const Architecture& architecture) {
  std::vector<std::string> found;
  if (architecture.input.size() == 0) found.push_back("a sample has no value");
  check_names(architecture.layers, "", found);
  check_end(architecture.layers, "the network", architecture.classes(), found);
  if (architecture.classes() == 1) found.push_back("a classifier has two classes or more");
  check_exits(architecture, found);
  if (!found.empty()) return found;
  TensorShape shape = architecture.input;
  check_chain(architecture.layers, "", shape, found);
  if (found.empty()) check_branches(architecture, found);
  return found;
}

NetworkProfile profile_of(const Architecture& architecture) {
  if (const auto found = defects(architecture); !found.empty()) throw std::invalid_argument(found.front());
  NetworkProfile profile{.name = architecture.name,
                         .input = {static_cast<double>(architecture.input.size() * sizeof(float))}};
  TensorShape shape = architecture.input;
  for (const TrainedLayer& layer : architecture.layers) {
    profile.layers.push_back(profile_of(layer, shape));
    shape = output_of(layer, shape);
  }
  const auto shapes = trunk_shapes(architecture);
  for (const TrainedExit& exit : architecture.exits)
    profile.exits.push_back(head_of(exit, shape_before(architecture, shapes, exit)));
  return profile;
}

std::map<std::string, ConnectionPattern> patterns_of(const Architecture& architecture, std::uint64_t seed) {
  std::map<std::string, ConnectionPattern> patterns;
  if (!architecture.sparsity) return patterns;
  if (architecture.sparsity->format != WeightFormat::predefined) {
    throw std::invalid_argument(fmt::format("only predefined sparsity is known before training, not '{}'",
                                            name_of(architecture.sparsity->format)));
  }
  for (const auto& [target, junctions] : junctions_left(profile_of(architecture), *architecture.sparsity)) {
    const auto names = names_within(architecture, target);
    for (std::size_t i = 0; i < junctions.size(); ++i) {
      if (junctions[i].format.format == WeightFormat::dense) continue;
      patterns.emplace(names[i], drawn(junctions[i], architecture.pattern, names[i], seed));
    }
  }
  return patterns;
}

}  // namespace splitscape
