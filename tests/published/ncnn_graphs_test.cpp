// The text graphs of ncnn's own benchmark (Tencent/ncnn, benchmark/models/*.param, commit
// a4d2ea1d4422c9e849f166fd7a4aefb52f942f6a) against counts of other people: torchvision's tables, the Keras
// models that Scission profiled, and the ONNX form of the same networks. Every difference is a number that is
// explained.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <map>
#include <numeric>
#include <sstream>

#include "models/import/importers.hpp"
#include "models/network.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "scenarios/loader/zoo.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// One token of the decoder behind 127 that are cached.
const std::map<std::string, std::vector<std::int64_t>> qwen_inputs{{"in0", {1, 1, 896}},
                                                                   {"in1", {1, 1, 128}},
                                                                   {"in2", {1, 1, 32}},
                                                                   {"in3", {1, 1, 32}},
                                                                   {"kv_cache", {1, 14, 127, 64}}};

const std::vector<std::string> names{"alexnet",
                                     "blazeface",
                                     "efficientnet_b0",
                                     "googlenet",
                                     "mnasnet",
                                     "mobilenet",
                                     "mobilenet_ssd",
                                     "mobilenet_v2",
                                     "mobilenet_v3",
                                     "proxylessnasnet",
                                     "qwen2.5_0.5b_decoder.ncnn",
                                     "resnet18",
                                     "resnet50",
                                     "shufflenet",
                                     "shufflenet_v2",
                                     "squeezenet",
                                     "vgg16",
                                     "yolov4-tiny"};

std::string text_of(const std::string& name) {
  const auto path = shared_data(name);
  return path ? content(*path) : "";
}

bool are_there() {
  return shared_data("ncnn_graphs/vgg16.param").has_value();
}

OperationGraph graph_of(const std::string& name, ImportOptions options = {}) {
  if (name.starts_with("qwen")) options.inputs = qwen_inputs;
  const std::string file = "ncnn_graphs/" + name + ".param";
  return import_network(text_of(file), file, options);
}

OperationGraph onnx_graph(const std::string& name) {
  const std::string file = "onnx/light/" + name + ".onnx";
  return import_network(text_of(file), file);
}

ImportOptions square(std::int64_t side) {
  ImportOptions options;
  options.inputs["data"] = {1, 3, side, side};
  return options;
}

double macs(const OperationGraph& graph) {
  return std::accumulate(graph.operations.begin(), graph.operations.end(), 0.0,
                         [](double sum, const Operation& operation) { return sum + operation.macs.value; });
}

double parameters(const OperationGraph& graph) {
  return std::accumulate(graph.operations.begin(), graph.operations.end(), 0.0,
                         [](double sum, const Operation& operation) { return sum + operation.parameters; });
}

/// The operations that have weights that multiply.
std::vector<Operation> weighted(const OperationGraph& graph) {
  std::vector<Operation> all;
  for (const Operation& operation : graph.operations) {
    if (!operation.junctions.empty()) all.push_back(operation);
  }
  return all;
}

/// Filters of the convolutions over pictures: each has a bias in an ncnn file that had a batch normalisation,
/// with a factor and a bias, in the network that it was made from.
double normalised_filters(const OperationGraph& graph) {
  double filters = 0;
  for (const Operation& operation : weighted(graph)) {
    const auto& junction = operation.junctions.front();
    const bool picture = operation.outputs.front().shape.size() == 4;
    if (operation.op.starts_with("Convolution") && picture)
      filters += static_cast<double>(junction.outputs * junction.groups);
  }
  return filters;
}

/// Blocks of a Keras model as Scission profiled them (gabrielecastellano/Scission, models_profiling, commit
/// 1094f16b77a446c63a8d3740aac2fa2c5bd9be60); FLOPs are those of TensorFlow's profiler.
struct Block {
  std::string types{};
  double flops = 0, parameters = 0;
};

std::vector<Block> scission_blocks(const std::string& model) {
  std::istringstream lines(text_of("device_profiles/scission_per_layer.csv"));
  std::vector<Block> blocks;
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> fields;
    std::istringstream words(line);
    for (std::string field; std::getline(words, field, ',');) fields.push_back(field);
    if (fields.size() == 9 && fields[0] == "thinkpad" && fields[1] == model)
      blocks.push_back({fields[4], std::stod(fields[5]), std::stod(fields[6])});
  }
  return blocks;
}

}  // namespace

TEST_CASE("all graphs of ncnn's benchmark are read, each in less than half a second") {
  if (!are_there()) return;
  for (const std::string& name : names) {
    CAPTURE(name);
    const auto start = std::chrono::steady_clock::now();
    const OperationGraph graph = graph_of(name);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    CHECK(taken.count() < .5);
    CHECK(graph.operations.size() > 10);
    CHECK(macs(graph) > 1e6);
  }
}

TEST_CASE("the weights that ncnn's files tell are those that the shapes make") {
  if (!are_there()) return;
  for (const std::string& name : names) {
    CAPTURE(name);
    // Read here a second time, so that a layer that the importer overlooks is missed: key 6 of convolutions,
    // key 2 of inner products.
    double told = 0;
    std::istringstream lines(text_of("ncnn_graphs/" + name + ".param"));
    for (std::string line; std::getline(lines, line);) {
      const std::string key = line.starts_with("Convolution")    ? " 6="
                              : line.starts_with("InnerProduct") ? " 2="
                                                                 : "";
      const auto at = key.empty() ? std::string::npos : line.find(key);
      if (at != std::string::npos) told += std::stod(line.substr(at + key.size()));
    }
    double counted = 0;
    for (const Operation& operation : weighted(graph_of(name))) {
      if (operation.op.starts_with("Convolution") || operation.op == "InnerProduct")
        for (const Junction& junction : operation.junctions) counted += junction.weights();
    }
    CHECK(counted == told);
  }
}

TEST_CASE("ncnn's AlexNet costs layer by layer what the zoo's does") {
  if (!are_there()) return;
  const Zoo zoo(project_file("models/zoo"));
  Reading reading(zoo, "");
  std::vector<LayerProfile> layers;
  for (const auto& layer : zoo_network("alexnet", reading).profile.layers) {
    if (layer.cost.parameters > 0) layers.push_back(layer);
  }
  const auto counted = weighted(graph_of("alexnet"));
  REQUIRE(counted.size() == layers.size());
  for (std::size_t i = 0; i < layers.size(); ++i) {
    CAPTURE(layers[i].name);
    CHECK(counted[i].name == layers[i].name);
    CHECK(counted[i].macs == layers[i].cost.macs);
    CHECK(counted[i].parameters == layers[i].cost.parameters);
    CHECK(counted[i].outputs[0].size == layers[i].output);
  }
}

TEST_CASE("ncnn's networks have the totals of torchvision's but for what is told") {
  if (!are_there()) return;
  // pytorch/vision, torchvision/models/*.py: "num_params" and "_ops" (GMAC to three digits) of the weights'
  // metadata. In ncnn a batch normalisation is folded into a bias.
  struct Published {
    std::string name;
    double gmacs, parameters;
    double more_macs = 0, more_parameters = 0;  ///< of the ncnn file
    bool normalised = true;
    std::int64_t side = 224;
  };
  const double projection = 56.0 * 56 * 64 * 64;  // a 1x1 convolution of 64 channels to 64 at 56x56
  const std::vector<Published> all{
      {"vgg16", 15.47, 138357544, 0, 0, false},
      // The first block projects its shortcut, as Caffe's model does.
      {"resnet18", 1.814, 11689512, projection, 64 * 64 + 2 * 64},
      // The first block widens 32 channels to 32 by a convolution, as Caffe's model does.
      {"mobilenet_v2", .301, 3504872, 112.0 * 112 * 32 * 32, 32 * 32 + 2 * 32},
      {"mnasnet", .314, 4383312},
      {"efficientnet_b0", .386, 5288548},
      {"shufflenet_v2", .145, 2278604},
      // The last convolution is padded by 1: 15x15 positions for 13x13.
      {"squeezenet", .349, 1235496, (15.0 * 15 - 13 * 13) * 512000, 0, false}};
  for (const Published& published : all) {
    CAPTURE(published.name);
    const OperationGraph graph = graph_of(published.name, square(published.side));
    const double counted = macs(graph) - published.more_macs;
    CHECK(std::round(counted / 1e6) / 1e3 == doctest::Approx(published.gmacs).epsilon(1e-9));
    const double trained = parameters(graph) + (published.normalised ? normalised_filters(graph) : 0);
    CHECK(trained - published.more_parameters == published.parameters);
  }
}

TEST_CASE("ncnn's MobileNet has the totals of its paper") {
  if (!are_there()) return;
  // A. G. Howard et al., arXiv:1704.04861: 1.0 MobileNet-224 has 569 million mult-adds and 4.2 million
  // parameters.
  const OperationGraph graph = graph_of("mobilenet");
  CHECK(std::round(macs(graph) / 1e6) == 569);
  CHECK(std::round(parameters(graph) / 1e5) == 42);
}

TEST_CASE("ncnn's VGG-16 and MobileNet cost layer by layer what Scission's Keras models do") {
  if (!are_there()) return;
  for (const std::string model : {"vgg16", "mobilenet"}) {
    CAPTURE(model);
    std::vector<Block> blocks;
    for (const Block& block : scission_blocks(model)) {
      if (block.types == "Conv2D" || block.types == "DepthwiseConv2D" || block.types == "Dense")
        blocks.push_back(block);
    }
    const auto counted = weighted(graph_of(model));
    REQUIRE(counted.size() == blocks.size());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      CAPTURE(counted[i].name);
      CHECK(2 * counted[i].macs.value == blocks[i].flops);
      // Keras's convolutions in front of a batch normalisation have no bias.
      const bool last = i + 1 == blocks.size();
      const double folded =
          model == "mobilenet" && !last ? counted[i].parameters - counted[i].junctions[0].weights() : 0;
      CHECK(counted[i].parameters - folded == blocks[i].parameters);
    }
  }
}

TEST_CASE("ncnn's ResNet-50 costs block by block what Scission's Keras model does") {
  if (!are_there()) return;
  // TensorFlow counts 4 FLOPs a value of a batch normalisation and one a window's value of a pooling; Keras
  // keeps four values a channel of a batch normalisation.
  std::vector<Block> blocks;
  for (const Block& block : scission_blocks("resnet50")) {
    if (block.types.starts_with("block")) blocks.push_back(block);
  }
  REQUIRE(blocks.size() == 16);
  std::map<std::string, Block> counted;  // by "res2a", in order
  for (const Operation& operation : weighted(graph_of("resnet50"))) {
    if (!operation.name.starts_with("res")) continue;
    Block& block = counted[operation.name.substr(0, operation.name.find('_'))];
    const Junction& junction = operation.junctions.at(0);
    block.flops +=
        2 * operation.macs.value + operation.outputs[0].size.value;  // four bytes a value, and four FLOPs
    block.parameters += operation.parameters + 4 * static_cast<double>(junction.outputs);
  }
  REQUIRE(counted.size() == 16);
  std::size_t i = 0;
  for (const auto& [name, block] : counted) {
    CAPTURE(name);
    const double pooling = i == 0 ? 64 * 56 * 56 * 9 : 0;
    CHECK(block.flops + pooling == blocks[i].flops);
    CHECK(block.parameters == blocks[i].parameters);
    ++i;
  }
}

TEST_CASE("the decoder costs what its dimensions make") {
  if (!are_there()) return;
  // Qwen2.5-0.5B: 24 layers of width 896, 14 heads of 64 with 2 for keys and values, 4,864 in between; in the
  // file keys and values are repeated for all 14 heads before they are cached. 128 tokens are seen.
  const double projections = 896.0 * 896 + 2 * 896 * 128 + 896 * 896;
  const double feed_forward = 3.0 * 896 * 4864;
  const double attention = 2.0 * 14 * 64 * 128;
  const OperationGraph graph = graph_of("qwen2.5_0.5b_decoder.ncnn");
  CHECK(macs(graph) == 24 * (projections + feed_forward + attention));
  const double biases = 896 + 2 * 128;
  CHECK(parameters(graph) == 24 * (projections + feed_forward + biases + 2 * 896) + 896);
  CHECK(graph.inputs.size() == 52);
  CHECK(graph.outputs.size() == 49);
}

// ---- ONNX and ncnn

TEST_CASE("the ONNX and the ncnn form of AlexNet differ in how their pooling rounds") {
  if (!are_there()) return;
  const auto onnx = weighted(onnx_graph("light_bvlc_alexnet"));
  const auto ncnn = weighted(graph_of("alexnet", square(224)));
  REQUIRE(onnx.size() == 8);
  REQUIRE(ncnn.size() == 8);
  // Positions: ncnn's first two poolings round up to 27x27 and 13x13, those of ONNX down to 26x26 and 12x12.
  const std::vector<std::uint64_t> up{54 * 54, 27 * 27, 13 * 13, 13 * 13, 13 * 13, 1, 1, 1};
  const std::vector<std::uint64_t> down{54 * 54, 26 * 26, 12 * 12, 12 * 12, 12 * 12, 1, 1, 1};
  for (std::size_t i = 0; i < 8; ++i) {
    CAPTURE(ncnn[i].name);
    CHECK(onnx[i].parameters == ncnn[i].parameters);
    CHECK(ncnn[i].junctions.at(0).uses == up[i]);
    CHECK(onnx[i].junctions.at(0).uses == down[i]);
    Junction same = ncnn[i].junctions[0];
    same.uses = down[i];
    CHECK(onnx[i].junctions[0] == same);
  }
}

TEST_CASE("the ONNX and the ncnn form of SqueezeNet differ in the padding of the last convolution") {
  if (!are_there()) return;
  const auto onnx = weighted(onnx_graph("light_squeezenet"));
  const auto ncnn = weighted(graph_of("squeezenet", square(224)));
  REQUIRE(onnx.size() == 26);
  REQUIRE(ncnn.size() == 26);
  for (std::size_t i = 0; i < 25; ++i) {
    CAPTURE(ncnn[i].name);
    CHECK(onnx[i].junctions == ncnn[i].junctions);
    CHECK(onnx[i].parameters == ncnn[i].parameters);
  }
  CHECK(ncnn[25].junctions[0].uses == 15 * 15);
  CHECK(onnx[25].junctions[0].uses == 13 * 13);
  CHECK(onnx[25].parameters == ncnn[25].parameters);
}

TEST_CASE("the ONNX and the ncnn form of GoogLeNet differ in how their pooling rounds") {
  if (!are_there()) return;
  const auto onnx = weighted(onnx_graph("light_inception_v1"));
  const auto ncnn = weighted(graph_of("googlenet"));
  REQUIRE(onnx.size() == 58);
  REQUIRE(ncnn.size() == 58);
  const std::map<std::uint64_t, std::uint64_t> rounded{{112 * 112, 112 * 112}, {56 * 56, 55 * 55},
                                                       {28 * 28, 27 * 27},     {14 * 14, 13 * 13},
                                                       {7 * 7, 6 * 6},         {1, 1}};
  for (std::size_t i = 0; i < 58; ++i) {
    CAPTURE(ncnn[i].name);
    Junction down = ncnn[i].junctions.at(0);
    down.uses = rounded.at(down.uses);
    CHECK(onnx[i].junctions == std::vector<Junction>{down});
    CHECK(onnx[i].parameters == ncnn[i].parameters);
  }
}

TEST_CASE("the ONNX and the ncnn form of ResNet-50 differ in where they stride and in what they fold") {
  if (!are_there()) return;
  const OperationGraph onnx = onnx_graph("light_resnet50");
  const OperationGraph ncnn = graph_of("resnet50");
  const auto count = [](const OperationGraph& graph) {
    std::map<std::string, int> kinds;
    for (const Operation& operation : weighted(graph)) {
      const Junction& j = operation.junctions.at(0);
      ++kinds[fmt::format("{} {} {} {}", j.inputs, j.outputs, j.groups, j.kernel)];
    }
    return kinds;
  };
  CHECK(count(onnx) == count(ncnn));
  // In three blocks ONNX strides in the 3x3 convolution, ncnn in the 1x1 before: a quarter of its positions.
  CHECK(macs(onnx) - macs(ncnn) == 3 * (102760448 - 25690112));
  // Batch normalisation: a factor and a bias a filter in ONNX, a bias in ncnn.
  CHECK(parameters(onnx) - parameters(ncnn) == normalised_filters(ncnn));
}

TEST_CASE("the ONNX and the ncnn form of ShuffleNet are two networks") {
  if (!are_there()) return;
  // ncnn: 3 groups and up to 960 channels, narrowed to a quarter inside of a unit (Zhang et al.,
  // arXiv:1707.01083, Table 1). ONNX: 4 groups and up to 544 channels, which units do not narrow.
  const auto ncnn = weighted(graph_of("shufflenet"));
  const auto onnx = weighted(onnx_graph("light_shufflenet"));
  CHECK(ncnn.size() == onnx.size());
  CHECK(ncnn.back().junctions.at(0).inputs == 960);
  CHECK(onnx.back().junctions.at(0).inputs == 544);
  CHECK(ncnn.at(ncnn.size() - 2).junctions.at(0) == Junction{80, 320, 3, 1, 49});
  CHECK(onnx.at(onnx.size() - 2).junctions.at(0) == Junction{136, 136, 4, 1, 49});
}
