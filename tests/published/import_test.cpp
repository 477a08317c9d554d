// The ONNX graphs of onnx/onnx (backend/test/data/light, commit f7546912001bc31e92a238b17068a21b373d882e) and
// of webonnx/wonnx (data/models/opt-mnist.onnx, commit c62f5d336c152102882a163ebc1eb18e63550de8) against
// counts of other people. docs/validation.md tells each difference in numbers.
#include <doctest/doctest.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>

#include <chrono>
#include <map>
#include <set>

#include "models/import/network_of_graph.hpp"
#include "models/import/onnx_network.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const char* const light_names[] = {"bvlc_alexnet", "densenet121", "inception_v1", "resnet50",
                                   "shufflenet",   "squeezenet",  "vgg19"};

std::string light_file(const std::string& name) {
  return "onnx/light/light_" + name + ".onnx";
}

struct Totals {
  double macs = 0;
  double parameters = 0;
  double normalised = 0;  ///< values that batch normalisations put out
  double channels = 0;    ///< of batch normalisations
};

double count_of(const ActivationTensor& tensor) {
  double values = 1;
  for (const auto dimension : tensor.shape) values *= static_cast<double>(dimension);
  return values;
}

void add(Totals& totals, const Operation& operation) {
  totals.macs += operation.macs.value;
  totals.parameters += operation.parameters;
  if (operation.op != "BatchNormalization") return;
  totals.normalised += count_of(operation.outputs.front());
  totals.channels += static_cast<double>(operation.outputs.front().shape.at(1));
}

Totals totals_of(const OperationGraph& graph) {
  Totals totals;
  for (const auto& operation : graph.operations) add(totals, operation);
  return totals;
}

std::optional<OperationGraph> light(const std::string& name, const ImportOptions& options = {}) {
  const auto path = shared_data(light_file(name));
  if (!path) return std::nullopt;
  return read_onnx(content(*path), name, options);
}

/// Checks totals where the data is there.
void check_totals(const std::string& name, double macs, double parameters) {
  const auto graph = light(name);
  if (!graph) return;
  CHECK(totals_of(*graph).macs == macs);
  CHECK(totals_of(*graph).parameters == parameters);
}

/// A block of a Keras model as Scission's counter has it.
struct KerasBlock {
  std::string layers{};
  double flops = 0;
  double parameters = 0;
};

std::vector<KerasBlock> keras_blocks(const std::string& model) {
  const auto path = shared_data("device_profiles/scission_per_layer.csv");
  if (!path) return {};
  const CsvTable table(content(*path), "scission_per_layer.csv", true);
  std::vector<KerasBlock> blocks;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool of_first_host = table.text(row, table.column("device")) == "jetsonnano";
    if (!of_first_host || table.text(row, table.column("model")) != model) continue;
    blocks.push_back({std::string(table.text(row, table.column("layer_types"))),
                      table.number(row, table.column("flops")), table.number(row, table.column("params"))});
  }
  return blocks;
}

double sum(const std::vector<KerasBlock>& blocks, double KerasBlock::*figure) {
  double total = 0;
  for (const auto& block : blocks) total += block.*figure;
  return total;
}

/// The residual blocks of ResNet-50, one an addition.
std::vector<Totals> residual_blocks(const OperationGraph& graph) {
  std::vector<Totals> blocks(1);
  bool in_blocks = false;
  for (const auto& operation : graph.operations) {
    if (in_blocks) add(blocks.back(), operation);
    in_blocks = in_blocks || operation.op == "MaxPool";
    if (operation.op == "Sum") blocks.emplace_back();
  }
  blocks.pop_back();
  return blocks;
}

}  // namespace

TEST_CASE(
    "import: VGG-19 ResNet-50 and SqueezeNet 1.1 have the parameters and MACs of torchvision's tables") {
  // https://pytorch.org/vision/stable/models.html: num_params, and GFLOPS in which a MAC is one.
  check_totals("vgg19", 19632062464, 143667240);   // 143667240, 19.63
  check_totals("resnet50", 4089184256, 25557032);  // 25557032, 4.09
  check_totals("squeezenet", 349151936, 1235496);  // 1235496, 0.35
}

TEST_CASE(
    "import: DenseNet-121 has the MACs of torchvision's table and a scale and shift more a normalisation") {
  const auto graph = light("densenet121");
  if (!graph) return;
  const Totals totals = totals_of(*graph);
  CHECK(totals.macs == 2834161664);  // 2.83
  // The form that came from Caffe scales and shifts once more behind each normalisation, by Mul and Add.
  CHECK(totals.channels == 41824);
  CHECK(totals.parameters == 7978856 + 2 * totals.channels);
}

TEST_CASE("import: AlexNet and GoogLeNet have the parameters of their Caffe models") {
  // HewlettPackard/dlcookbook-dlbs, docs/models: 60,965,224 and 6,998,552 (from ethereon's netscope).
  check_totals("bvlc_alexnet", 654560384, 60965224);
  check_totals("inception_v1", 1431556352, 6998552);
}

TEST_CASE("import: AlexNet at 227 x 227 has the 724 million MACs that are published of it") {
  // albanie/convnet-burden: 724 MFLOPs (caffenet; a MAC is one). The file's 224 x 224 gives 54 positions,
  // not 55.
  const auto graph = light("bvlc_alexnet", {.inputs = {{"data_0", {1, 3, 227, 227}}}});
  if (!graph) return;
  CHECK(totals_of(*graph).macs == 724406816);
}

TEST_CASE("import: parameters are all that the graphs store but the statistics of normalisations") {
  for (const std::string name : light_names) {
    const auto path = shared_data(light_file(name));
    if (!path) return;
    CAPTURE(name);
    onnx::ModelProto model;
    REQUIRE(model.ParseFromString(content(*path)));
    std::map<std::string, double> stored;  // by the shape that a ConstantOfShape reads
    std::set<std::string> read;            // the ResNet-50 holds a value of a queue that nobody reads
    for (const auto& node : model.graph().node()) read.insert(node.input().begin(), node.input().end());
    double all = 0;
    for (const auto& tensor : model.graph().initializer()) {
      if (!read.contains(tensor.name())) continue;
      double values = 1;
      if (tensor.data_type() == onnx::TensorProto::FLOAT) {  // small ones were left in the file
        for (const auto dimension : tensor.dims()) values *= static_cast<double>(dimension);
        all += values;
        continue;
      }
      const auto* raw = reinterpret_cast<const std::int64_t*>(tensor.raw_data().data());
      for (std::size_t i = 0; i < tensor.raw_data().size() / 8; ++i) values *= static_cast<double>(raw[i]);
      for (const auto dimension : tensor.int64_data()) values *= static_cast<double>(dimension);
      stored[tensor.name()] = values;
    }
    for (const auto& node : model.graph().node()) {
      if (node.op_type() == "ConstantOfShape") all += stored.at(node.input(0));
    }
    const Totals totals = totals_of(read_onnx(content(*path), name));
    CHECK(all > 1e6);
    CHECK(totals.parameters == all - 2 * totals.channels);
  }
}

TEST_CASE("import: every shape is the one that libonnx infers from the whole graph") {
  for (const std::string name : light_names) {
    const auto path = shared_data(light_file(name));
    if (!path) return;
    CAPTURE(name);
    onnx::ModelProto model;
    REQUIRE(model.ParseFromString(content(*path)));
    onnx::shape_inference::InferShapes(model);
    std::map<std::string, std::vector<std::int64_t>> shapes;
    const auto remember = [&shapes](const auto& values) {
      for (const auto& value : values) {
        for (const auto& dimension : value.type().tensor_type().shape().dim()) {
          shapes[value.name()].push_back(dimension.dim_value());
        }
      }
    };
    remember(model.graph().value_info());
    remember(model.graph().output());
    std::size_t compared = 0;
    for (const auto& operation : read_onnx(content(*path), name).operations) {
      for (const auto& output : operation.outputs) {
        REQUIRE(shapes.contains(output.name));
        CHECK(output.shape == shapes.at(output.name));
        ++compared;
      }
    }
    CHECK(compared > 20);
  }
}

TEST_CASE("import: opt-mnist has 5,994 parameters and two numbers of a shape") {
  const auto path = shared_data("onnx/other/opt-mnist.onnx");
  if (!path) return;
  const auto graph = read_onnx(content(*path), "opt-mnist");
  CHECK(totals_of(graph).parameters ==
        5996 - 2);  // 5,996 values are stored: the target of the Reshape among them
  CHECK(totals_of(graph).macs == 28 * 28 * 8 * 25 + 14 * 14 * 16 * 8 * 25 + 256 * 10);
}

TEST_CASE("import: every layer of VGG-19 costs what Scission counted of the Keras model") {
  const auto graph = light("vgg19");
  const auto blocks = keras_blocks("vgg19");
  if (!graph || blocks.empty()) return;
  std::vector<KerasBlock> weighted;
  double pools = 0;
  for (const auto& block : blocks) {
    if (block.parameters > 0) weighted.push_back(block);
    if (block.layers == "MaxPooling2D") pools += block.flops;
  }
  std::size_t next = 0;
  double pooled = 0;
  for (const auto& operation : graph->operations) {
    if (operation.op == "MaxPool") pooled += count_of(operation.outputs.front());
    if (operation.parameters == 0) continue;
    REQUIRE(next < weighted.size());
    CAPTURE(operation.name);
    CHECK(2 * operation.macs.value == weighted[next].flops);
    CHECK(operation.parameters == weighted[next].parameters);
    ++next;
  }
  CHECK(next == 19);
  CHECK(pools == 4 * pooled);  // a FLOP a point of the 2 x 2 kernel
  CHECK(sum(blocks, &KerasBlock::flops) == 2 * totals_of(*graph).macs + pools);
}

TEST_CASE(
    "import: every block of ResNet-50 costs what Scission counted of the Keras model but for its form") {
  const auto graph = light("resnet50");
  const auto blocks = keras_blocks("resnet50");
  if (!graph || blocks.empty()) return;
  const auto ours = residual_blocks(*graph);
  REQUIRE(ours.size() == 16);
  for (std::size_t i = 0; i < ours.size(); ++i) {
    CAPTURE(i);
    const KerasBlock& keras = blocks.at(6 + i);  // the input, padding, convolution, normalisation ... before
    // Keras's convolutions have biases, and it counts mean and variance: 3 values a channel more.
    CHECK(keras.parameters == ours[i].parameters + 3 * ours[i].channels);
    // Where a stage begins Keras has the stride in the first convolution, the ONNX form in the second: the
    // first one of it works on 4 times the positions. Stage 2 (i = 3): 256 -> 128 channels, 28 x 28 positions
    // behind.
    const double stage = i == 3 ? 1 : i == 7 ? 2 : i == 13 ? 4 : 0;
    const double macs = stage > 0 ? 3 * 256. * 128 * 28 * 28 : 0;  // the same in every stage
    const double values = stage > 0 ? 3 * 128. * 28 * 28 / stage : 0;
    // Keras pads and pools at the start of its first block: 9 FLOPs a point.
    const double pool = i == 0 ? 9 * 64. * 56 * 56 : 0;
    CHECK(keras.flops == 2 * (ours[i].macs - macs) + 4 * (ours[i].normalised - values) + pool);
  }
}

TEST_CASE("import: ResNet-50 and DenseNet-121 differ from Scission's Keras totals by what is told") {
  const auto resnet = light("resnet50");
  const auto densenet = light("densenet121");
  const auto resnet_blocks = keras_blocks("resnet50");
  const auto densenet_blocks = keras_blocks("densenet121");
  if (!resnet || !densenet || resnet_blocks.empty() || densenet_blocks.empty()) return;
  const Totals r = totals_of(*resnet);
  const double moved = 3 * 3 * 256. * 128 * 28 * 28;  // MACs, three stages
  const double fewer = 3 * 128. * 28 * 28 * (1 + 1 / 2. + 1 / 4.);
  CHECK(sum(resnet_blocks, &KerasBlock::parameters) == r.parameters + 3 * r.channels);
  CHECK(sum(resnet_blocks, &KerasBlock::flops) ==
        2 * (r.macs - moved) + 4 * (r.normalised - fewer) + 9 * 64. * 56 * 56 + 7 * 7);
  const Totals d = totals_of(*densenet);
  const double pools = 9 * 64. * 56 * 56 + 4 * (128. * 28 * 28 + 256. * 14 * 14 + 512. * 7 * 7) + 7 * 7;
  // Mean and variance there, a second scale and shift here.
  CHECK(sum(densenet_blocks, &KerasBlock::parameters) == d.parameters);
  CHECK(sum(densenet_blocks, &KerasBlock::flops) == 2 * d.macs + 4 * d.normalised + pools);
}

TEST_CASE("import: every graph is read and made a profile in less than half a second") {
  for (const std::string name : light_names) {
    const auto path = shared_data(light_file(name));
    if (!path) return;
    CAPTURE(name);
    const auto start = std::chrono::steady_clock::now();
    const Ran ran = run_splitscape({"profile", *path, "--csv"});
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    CHECK(ran.code == 0);
    CHECK(took.count() < 0.5);
  }
}
