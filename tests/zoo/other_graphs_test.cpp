// The zoo's networks against graphs of the same networks that others have made: ONNX files and ncnn's
// benchmarks.
#include <doctest/doctest.h>

#include "models/import/importers.hpp"
#include "models/import/network_of_graph.hpp"
#include "models/network.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "tests/scenarios/loader/read_as.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

NetworkGraph zoo_graph(const std::string& name) {
  Reading reading(project_zoo(), "");
  return NetworkGraph(zoo_network(name, reading).profile);
}

/// Values that batch normalisations have trained: two a channel.
double normalisation_parameters(const NetworkGraph& graph) {
  double sum = 0;
  for (const LayerProfile& layer : graph.layers()) {
    if (layer.op == "BatchNormalization") sum += layer.cost.parameters;
  }
  return sum;
}

enum class Normalisation {
  same,    ///< scale and shift a channel, or none in both
  folded,  ///< into the weights and one bias a channel
  twice,   ///< Caffe's: two layers with two values a channel each
};

struct Pair {
  const char* network;
  const char* file;
  Normalisation normalisation = Normalisation::same;
};

void check_same(const Pair& pair) {
  const auto path = shared_data(pair.file);
  if (!path) return;
  CAPTURE(pair.network);
  CAPTURE(pair.file);
  const NetworkGraph theirs(network_of(import_network(content(*path), *path)));
  const NetworkGraph ours = zoo_graph(pair.network);
  const double normalisation = normalisation_parameters(ours);
  CHECK(theirs.total_macs().value == ours.total_macs().value);
  switch (pair.normalisation) {
    case Normalisation::same:
      CHECK(theirs.total_parameters() == ours.total_parameters());
      break;
    case Normalisation::folded:
      CHECK(theirs.total_parameters() == ours.total_parameters() - normalisation / 2);
      break;
    case Normalisation::twice:
      CHECK(theirs.total_parameters() == ours.total_parameters() + normalisation);
      break;
  }
}

}  // namespace

TEST_CASE("the zoo's networks cost what the ONNX files of the same networks cost") {
  for (const Pair& pair :
       {Pair{"resnet-50", "onnx/light/light_resnet50.onnx"}, Pair{"vgg-19", "onnx/light/light_vgg19.onnx"},
        Pair{"squeezenet-1.1", "onnx/light/light_squeezenet.onnx"},
        Pair{"densenet-121", "onnx/light/light_densenet121.onnx", Normalisation::twice}}) {
    check_same(pair);
  }
}

TEST_CASE("the zoo's networks cost what ncnn's graphs of the same networks cost") {
  for (const Pair& pair :
       {Pair{"alexnet", "ncnn_graphs/alexnet.param"}, Pair{"vgg-16", "ncnn_graphs/vgg16.param"},
        Pair{"mobilenet-v1", "ncnn_graphs/mobilenet.param", Normalisation::folded},
        Pair{"efficientnet-b0", "ncnn_graphs/efficientnet_b0.param", Normalisation::folded},
        Pair{"shufflenet-v2", "ncnn_graphs/shufflenet_v2.param", Normalisation::folded}}) {
    check_same(pair);
  }
}

TEST_CASE("AlexNet of the zoo has the parameters of the ONNX file, whose input is smaller") {
  const auto path = shared_data("onnx/light/light_bvlc_alexnet.onnx");
  if (!path) return;
  const NetworkGraph theirs(network_of(import_network(content(*path), *path)));
  CHECK(theirs.total_parameters() == zoo_graph("alexnet").total_parameters());
  CHECK(theirs.total_macs().value == 654560384);  // on 224x224: 54^2, 26^2 and 12^2 positions
}
