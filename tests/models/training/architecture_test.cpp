#include "models/training/architecture.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "scenarios/loader/network_sections.hpp"
#include "tests/models/training/made_up.hpp"
#include "tests/scenarios/loader/read_as.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

NetworkProfile zoo_profile(const std::string& name) {
  Reading reading(project_zoo(), "");
  return zoo_network(name, reading).profile;
}

const LayerProfile& layer_of(const NetworkProfile& profile, const std::string& name) {
  const auto found = std::find_if(profile.layers.begin(), profile.layers.end(),
                                  [&name](const LayerProfile& layer) { return layer.name == name; });
  REQUIRE(found != profile.layers.end());
  return *found;
}

std::vector<Junction> sorted(std::vector<Junction> junctions) {
  const auto key = [](const Junction& one) {
    return std::tuple(one.inputs, one.outputs, one.groups, one.kernel, one.uses);
  };
  std::sort(junctions.begin(), junctions.end(),
            [&key](const Junction& one, const Junction& other) { return key(one) < key(other); });
  return junctions;
}

void check_cost(const ComputeCost& cost, const ComputeCost& other) {
  REQUIRE(cost.macs.has_value());
  REQUIRE(other.macs.has_value());
  CHECK(cost.macs->value == other.macs->value);
  CHECK(cost.parameters == other.parameters);
  CHECK(cost.weights.value == other.weights.value);
  CHECK(sorted(cost.junctions) == sorted(other.junctions));
}

void check_layer(const LayerProfile& layer, const LayerProfile& other) {
  CAPTURE(layer.name);
  check_cost(layer.cost, other.cost);
  CHECK(layer.op == other.op);
  CHECK(layer.output.value == other.output.value);
  CHECK(layer.shape == other.shape);
}

/// The sentences about what a change makes of a network that was sound.
std::vector<std::string> defects_of(const std::function<void(Architecture&)>& change) {
  Architecture architecture = small_convolutions();
  change(architecture);
  return defects(architecture);
}

using Sentences = std::vector<std::string>;

Architecture clash_free(const PatternChoice& choice) {
  Architecture architecture = perceptron({800, 100, 10});
  architecture.sparsity = fan_outs({{"fc1", 20}});
  architecture.pattern = choice;
  return architecture;
}

}  // namespace

TEST_CASE("B-LeNet as it is trained costs what the zoo's costs") {
  const NetworkProfile made = profile_of(b_lenet());
  const NetworkProfile known = zoo_profile("b-lenet");
  CHECK(made.input.value == known.input.value);
  REQUIRE(made.layers.size() == known.layers.size());
  for (std::size_t i = 0; i < made.layers.size(); ++i) {
    CHECK(made.layers[i].name == known.layers[i].name);
    check_layer(made.layers[i], known.layers[i]);
  }
  REQUIRE(made.exits.size() == 1);
  CHECK(made.exits[0].after == "conv1");
  check_cost(made.exits[0].cost, known.exits[0].cost);
  CHECK(defects(made).empty());
}

TEST_CASE("a perceptron as it is trained costs what the zoo's costs") {
  const NetworkProfile made = profile_of(perceptron({800, 40, 40, 10}));
  const NetworkProfile known = zoo_profile("mlp-800-40-40-10");
  CHECK(made.input.value == known.input.value);
  REQUIRE(made.layers.size() == 3);  // the zoo's graph has a node for each ReLU
  for (const LayerProfile& layer : made.layers) check_layer(layer, layer_of(known, layer.name));
  CHECK(NetworkGraph(made).total_macs().value == NetworkGraph(known).total_macs().value);
  CHECK(NetworkGraph(made).total_parameters() == NetworkGraph(known).total_parameters());
}

TEST_CASE("windows of pooling stand over the edge only where that is asked for") {
  const TensorShape input{.channels = 3, .height = 5, .width = 6};
  CHECK(output_of(pool("", 2, 2, true), input) == TensorShape{3, 2, 3});
  CHECK(output_of(pool("", 2, 2, false), input) == TensorShape{3, 3, 3});
  CHECK(output_of(pool("", 3, 2, true), input) == TensorShape{3, 2, 2});
  CHECK(output_of(pool("", 3, 2, false), input) == TensorShape{3, 2, 3});
  CHECK(output_of(pool("", 2, 3, true), input) == TensorShape{3, 2, 2});
  CHECK(output_of(filters("", 7, 3, 1), input) == TensorShape{7, 5, 6});
  CHECK(output_of(filters("", 7, 5, 0), input) == TensorShape{7, 1, 2});
  CHECK(output_of(neurons("", 7), input) == TensorShape{7, 1, 1});
}

TEST_CASE("a sound architecture has no defect") {
  CHECK(defects(small_convolutions()).empty());
  CHECK(defects(sparse_exits()).empty());
  CHECK(defects(b_lenet()).empty());
}

TEST_CASE("names of layers that cannot be are told") {
  CHECK(defects_of([](Architecture& one) { one.layers[1].name = ""; }) == Sentences{"a layer has no name"});
  CHECK(defects_of([](Architecture& one) { one.layers[1].name = "input"; }) ==
        Sentences{"no layer can be called 'input'"});
  CHECK(defects_of([](Architecture& one) { one.layers[3].name = "pool1"; }) ==
        Sentences{"two layers are called 'pool1'"});
  CHECK(defects_of([](Architecture& one) { one.exits[0].layers[0].name = "fc"; }) ==
        Sentences{"two layers of exit 1 are called 'fc'"});
}

TEST_CASE("ends that are no classifier are told") {
  CHECK(defects_of([](Architecture& one) { one.layers.back().relu = true; }) ==
        Sentences{"the last layer of the network, 'fc2', must be fully connected and have no activation"});
  CHECK(defects_of([](Architecture& one) { one.exits[0].layers.back().outputs = 4; }) ==
        Sentences{"the last layer of exit 1, 'fc', has 4 neurons for 3 classes"});
  CHECK(defects_of([](Architecture& one) { one.exits[0].layers.clear(); }) ==
        Sentences{"exit 1 has no layer"});
  CHECK(defects(perceptron({4, 1})) == Sentences{"a classifier has two classes or more"});
}

TEST_CASE("exits in places where there can be none are told") {
  CHECK(defects_of([](Architecture& one) { one.exits[0].after = "conv3"; })
            .front()
            .starts_with("exit 1: there is no layer 'conv3'"));
  CHECK(defects_of([](Architecture& one) { one.exits[0].after = "fc2"; }) ==
        Sentences{"exit 1: 'fc2' is the last layer, which answers anyway"});
  CHECK(defects_of([](Architecture& one) { one.exits.push_back(one.exits[0]); }) ==
        Sentences{"exit 2: exits stand in the order of their layers, one a layer"});
}

TEST_CASE("layers that make no tensor are told") {
  CHECK(defects_of([](Architecture& one) { one.input.channels = 0; }) == Sentences{"a sample has no value"});
  CHECK(defects_of([](Architecture& one) { one.layers[4].outputs = 0; }) ==
        Sentences{"layer 'fc1': it has no neuron"});
  CHECK(defects_of([](Architecture& one) { one.layers[0].outputs = 0; }) ==
        Sentences{"layer 'conv1': it has no filter"});
  CHECK(defects_of([](Architecture& one) { one.layers[1].stride = 0; }) ==
        Sentences{"layer 'pool1': its window has no side or no step"});
  CHECK(defects_of([](Architecture& one) { one.layers[0].padding = 3; }) ==
        Sentences{"layer 'conv1': a padding of 3 makes windows without a value of the image"});
  CHECK(defects_of([](Architecture& one) { one.layers[0].kernel = 12; }) ==
        Sentences{"layer 'conv1': a window of 12x12 does not fit into 11x10"});
  CHECK(defects_of([](Architecture& one) { one.exits[0].layers[0].kernel = 10; }) ==
        Sentences{"layer 'exit 1/pool': a window of 10x10 does not fit into 9x8"});
  CHECK(defects_of([](Architecture& one) { one.layers[1].stride = 3; }) ==
        Sentences{"layer 'pool1': windows over the edge need a step of at most their side"});
  CHECK(defects_of([](Architecture& one) { one.layers[4].outputs = 100000000; }) ==
        Sentences{"layer 'fc1': its output would have 100000000 values"});
}

TEST_CASE("a profile of what cannot be trained is refused") {
  CHECK_THROWS_WITH_AS((void)profile_of(perceptron({4, 1})), "a classifier has two classes or more",
                       std::invalid_argument);
}

TEST_CASE("patterns are regular with the connections that are asked for") {
  Architecture architecture = small_convolutions();
  const auto patterns = patterns_of(architecture, 1);
  REQUIRE(patterns.size() == 2);
  const ConnectionPattern& channels = patterns.at("conv2");
  CHECK(channels.inputs() == 4);
  CHECK(channels.outputs() == 4);
  CHECK(is_regular(channels));
  CHECK(channels.connections() == 8);
  const ConnectionPattern& neurons = patterns.at("fc1");
  CHECK(neurons.inputs() == 16);
  CHECK(neurons.outputs() == 6);
  CHECK(is_regular(neurons));
  CHECK(neurons.connections() == 48);
}

TEST_CASE("patterns of side branches have the names of their layers") {
  const auto patterns = patterns_of(sparse_exits(), 1);
  Sentences names;
  for (const auto& [name, pattern] : patterns) names.push_back(name);
  CHECK(names == Sentences{"exit 2/hidden", "fc1", "fc2"});
  CHECK(patterns.at("exit 2/hidden").inputs() == 6);
  CHECK(patterns.at("exit 2/hidden").outputs() == 4);
}

TEST_CASE("a pattern depends on the seed and on the name of its layer alone") {
  Architecture architecture = sparse_exits();
  const auto patterns = patterns_of(architecture, 1);
  CHECK(patterns == patterns_of(architecture, 1));
  const auto others = patterns_of(architecture, 2);
  CHECK(!(patterns.at("fc1") == others.at("fc1")));
  architecture.sparsity->rules[0].fan_out = 4;  // fc1
  architecture.exits.erase(architecture.exits.begin());
  architecture.sparsity->rules.pop_back();
  const auto changed = patterns_of(architecture, 1);
  CHECK(changed.at("fc2") == patterns.at("fc2"));
  CHECK(changed.at("fc1").connections() == 48);
}

TEST_CASE("clash-free patterns are regular and differ from each other and from random ones") {
  std::vector<ConnectionPattern> drawn;
  for (const std::optional<MemoryMapType> type :
       {std::optional<MemoryMapType>{}, std::optional(MemoryMapType::type1),
        std::optional(MemoryMapType::type2), std::optional(MemoryMapType::type3)}) {
    const ConnectionPattern pattern = patterns_of(clash_free({.clash_free = type}), 1).at("fc1");
    CHECK(pattern.connections() == 16000);
    CHECK(is_regular(pattern));
    for (const ConnectionPattern& other : drawn) CHECK(!(pattern == other));
    drawn.push_back(pattern);
  }
  const auto of = [](const PatternChoice& choice) { return patterns_of(clash_free(choice), 1).at("fc1"); };
  const auto type = MemoryMapType::type2;
  CHECK(!(of({.clash_free = type}) == of({.clash_free = type, .dither = true})));
  // The fan-in, 160, divides the 800 neurons: one right neuron a clock.
  CHECK(of({.clash_free = type}) == of({.clash_free = type, .parallel = 160}));
  CHECK(!(of({.clash_free = type}) == of({.clash_free = type, .parallel = 80})));
}

TEST_CASE("sparsity that is not known before training is refused") {
  Architecture architecture = perceptron({8, 4, 2});
  architecture.sparsity = SparsityChoice{.format = WeightFormat::csr, .density = .5};
  CHECK_THROWS_WITH_AS((void)patterns_of(architecture, 1),
                       "only predefined sparsity is known before training, not 'csr'", std::invalid_argument);
}

TEST_CASE("a dense network has no pattern") {
  CHECK(patterns_of(b_lenet(), 1).empty());
}
