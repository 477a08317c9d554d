#include "scenarios/loader/training_spec.hpp"

#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "scenarios/loader/yaml_document.hpp"
#include "tests/scenarios/loader/refusal.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;
using nlohmann::json;

namespace {

const std::string data = "data: {train: {images: i, labels: l}, test: {images: ti, labels: tl}}\n";
const std::string layers = "layers: [{name: fc1, neurons: 30}, {name: fc2, neurons: 10}]\n";
const std::string smallest = data + layers;

TrainingSpec spec_of(const std::string& text, const std::vector<std::string>& assignments = {}) {
  return training_spec_of(parse_document(text, "deep/s.yaml"), "deep/s.yaml", "deep", assignments);
}

std::string refusal_of(const std::string& text, const std::vector<std::string>& assignments = {}) {
  return refusal([&] { (void)spec_of(text, assignments); });
}

/// Why a layer cannot be the first of a trunk.
std::string refusal_of_layer(const std::string& keys) {
  return refusal_of(data + "layers:\n- {" + keys + "}\n- {name: end, neurons: 10}\n");
}

std::string refusal_of_exits(const std::string& exits) {
  return refusal_of(data +
                    "layers: [{name: a, neurons: 30}, {name: b, neurons: 30}, {name: c, neurons: 10}]\n"
                    "exits: " +
                    exits + "\n");
}

TrainedLayer first_layer(const std::string& keys) {
  return spec_of(data + "layers: [{" + keys + "}, {name: end, neurons: 10}]\n").architecture.layers.front();
}

std::string refusal_of_settings(const std::string& keys) {
  return refusal_of(smallest + "exits: [{after: fc1}]\ntraining: {" + keys + "}\n");
}

}  // namespace

// ---- whole specs

TEST_CASE("training spec: what is left out is as the defaults say") {
  const TrainingSpec spec = spec_of(smallest);
  CHECK(spec.architecture.name == "s");
  CHECK(spec.title.empty());
  CHECK(spec.seed == 1);
  CHECK(spec.data.held_out == .1);
  CHECK_FALSE(spec.data.pad);
  CHECK_FALSE(spec.data.train.first);
  CHECK(spec.architecture.input == TensorShape{});
  CHECK(spec.architecture.layers == std::vector<TrainedLayer>{{.name = "fc1", .outputs = 30, .relu = true},
                                                              {.name = "fc2", .outputs = 10, .relu = false}});
  CHECK(spec.architecture.exits.empty());
  CHECK_FALSE(spec.architecture.sparsity);
  CHECK(spec.architecture.pattern == PatternChoice{});
  CHECK(spec.settings == TrainingSettings{});
  CHECK(spec.file == "deep/s.yaml");
  CHECK(spec.directory == "deep");
}

TEST_CASE("training spec: every key of B-LeNet is read") {
  const TrainingSpec spec = spec_of(R"(
name: b-lenet
title: "LeNet with a branch"
seed: 7
data:
  name: MNIST
  source: "a page"
  train: {images: train-i, labels: train-l, first: 10000}
  test: {images: test-i, labels: test-l, first: 5000}
  pad: 800
  held_out: 20%
layers:
  - {name: conv1, filters: 5, kernel: 5, padding: 3}
  - {name: pool1, pool: 2, stride: 1, whole_windows: no}
  - {name: fc1, neurons: 84, activation: none}
  - {name: fc2, neurons: 10, activation: relu}
exits:
  - after: conv1
    layers: [{name: pool, pool: 3}, {name: conv, filters: 10, kernel: 3, padding: 1}, {name: fc, neurons: 10}]
sparsity: {layers: {fc1: {fan_out: 20}, "exit 1": 50%}}
patterns: {type: type2, dither: yes, parallel: 20}
training: {epochs: 5, batch: 32, learning_rate: .01, decay: 1e-4, l2: 1e-5, bias: -.2, exit_weights: [.5, 2], distillation: {weight: .5, temperature: 2}}
)");
  CHECK(spec.architecture.name == "b-lenet");
  CHECK(spec.title == "LeNet with a branch");
  CHECK(spec.seed == 7);
  CHECK(spec.data.name == "MNIST");
  CHECK(spec.data.source == "a page");
  CHECK(spec.data.train.images->name == "train-i");
  CHECK(spec.data.train.images->position.text() == "deep/s.yaml:8:19");
  CHECK(spec.data.train.labels->name == "train-l");
  CHECK(spec.data.train.first == 10000);
  CHECK(spec.data.test.labels->name == "test-l");
  CHECK(spec.data.test.first == 5000);
  CHECK(spec.data.pad == 800);
  CHECK(spec.data.held_out == doctest::Approx(.2).epsilon(1e-15));
  CHECK(spec.architecture.layers ==
        std::vector<TrainedLayer>{
            {.name = "conv1", .op = TrainedOp::convolution, .outputs = 5, .kernel = 5, .padding = 3},
            {.name = "pool1",
             .op = TrainedOp::max_pooling,
             .kernel = 2,
             .stride = 1,
             .whole_windows = false,
             .relu = false},
            {.name = "fc1", .outputs = 84, .relu = false},
            {.name = "fc2", .outputs = 10, .relu = true}});
  REQUIRE(spec.architecture.exits.size() == 1);
  CHECK(spec.architecture.exits[0].after == "conv1");
  CHECK(spec.architecture.exits[0].layers ==
        std::vector<TrainedLayer>{
            {.name = "pool", .op = TrainedOp::max_pooling, .kernel = 3, .stride = 3, .relu = false},
            {.name = "conv", .op = TrainedOp::convolution, .outputs = 10, .kernel = 3, .padding = 1},
            {.name = "fc", .outputs = 10, .relu = false}});
  REQUIRE(spec.architecture.sparsity);
  CHECK(spec.architecture.sparsity->rules ==
        std::vector<SparsityRule>{{.layers = "fc1", .fan_out = 20}, {.layers = "exit 1", .density = .5}});
  CHECK(spec.sparsity.text() == "deep/s.yaml:20:11");
  CHECK(spec.architecture.pattern ==
        PatternChoice{.clash_free = MemoryMapType::type2, .dither = true, .parallel = 20});
  CHECK(spec.settings.epochs == 5);
  CHECK(spec.settings.batch == 32);
  CHECK(spec.settings.bias == -.2);
  CHECK(spec.settings.adam == AdamSettings{.learning_rate = .01, .decay = 1e-4});
  CHECK(spec.settings.objective ==
        Objective{.exit_weights = {.5, 2}, .l2 = 1e-5, .distillation = {.weight = .5, .temperature = 2}});
}

TEST_CASE("training spec: a table of samples is a file and the column of its labels") {
  const TrainingSpec spec =
      spec_of("data: {train: {table: a.csv, label: y, first: 3}, test: {table: b.csv, label: z}}\n" + layers);
  CHECK(spec.data.train.table->name == "a.csv");
  CHECK(spec.data.train.label == "y");
  CHECK(spec.data.train.first == 3);
  CHECK_FALSE(spec.data.train.images);
  CHECK(spec.data.test.label == "z");
}

TEST_CASE("training spec: a file is read with its directory, and assignments change it") {
  const TemporaryDirectory directory;
  const std::string path = directory.write("mlp.yaml", smallest);
  const TrainingSpec spec =
      load_training_spec(path, {"training.epochs=3", "sparsity=50%", "layers.0.neurons=40"});
  CHECK(spec.architecture.name == "mlp");
  CHECK(spec.directory == directory.path());
  CHECK(spec.file == path);
  CHECK(spec.settings.epochs == 3);
  CHECK(spec.architecture.sparsity->density == .5);
  CHECK(spec.architecture.layers[0].outputs == 40);
  CHECK(spec.document.find("training")->find("epochs")->text() == "3");
  CHECK(refusal([&] {
          (void)load_training_spec(path, {"training.epochs=0"});
        }).ends_with("training.epochs=0: expected a whole number from 1 to 1000000, found '0'"));
}

TEST_CASE("training spec: what is no table, or lacks data or layers, is refused") {
  CHECK(refusal_of("[1]") ==
        "deep/s.yaml:1:1: expected a table with the keys of a training spec, found a list");
  CHECK(refusal_of(layers).starts_with("deep/s.yaml:1:1: a training spec needs the key 'data'"));
  CHECK(refusal_of(data).find("a training spec needs the key 'layers' (list of layers)") !=
        std::string::npos);
}

TEST_CASE("training spec: an unknown key is refused with the nearest, wherever it stands") {
  CHECK(refusal_of(smallest + "sparsty: 5%\n") ==
        "deep/s.yaml:3:1: unknown key 'sparsty' in a training spec; did you mean 'sparsity'?");
  CHECK(refusal_of(smallest + "patterns: {tpye: random}\n").ends_with("in a patterns; did you mean 'type'?"));
  CHECK(refusal_of_settings("epoch: 1").ends_with("in a training; did you mean 'epochs'?"));
  CHECK(refusal_of_settings("distillation: {weight: 1, temp: 2}").find("unknown key 'temp'") !=
        std::string::npos);
  CHECK(refusal_of_exits("[{afer: a}]")
            .ends_with("unknown key 'afer' in a side branch; did you mean 'after'?"));
  CHECK(refusal_of_layer("name: a, neurons: 3, activaton: none").ends_with("did you mean 'activation'?"));
  CHECK(refusal_of(layers + "data: {train: {images: i, lables: l}, test: {images: i, labels: l}}")
            .ends_with("unknown key 'lables' in a pair of IDX files; did you mean 'labels'?"));
  CHECK(refusal_of(layers + "data: {train: {tabel: i}, test: {images: i, labels: l}}")
            .ends_with("unknown key 'tabel' in set of samples; did you mean 'table'?"));
}

// ---- data

TEST_CASE("training spec: a share that leaves nothing to train with cannot be held out") {
  const auto held_out = [](const std::string& share) {
    return "data: {train: {images: i, labels: l}, test: {images: i, labels: l}, held_out: " + share + "}\n" +
           layers;
  };
  CHECK(spec_of(held_out("0")).data.held_out == 0);
  CHECK(spec_of(held_out("99.9%")).data.held_out == doctest::Approx(.999).epsilon(1e-15));
  CHECK(refusal_of(held_out("1")) ==
        "deep/s.yaml:1:79: something must be left to train with: less than 100%");
  CHECK(refusal_of(held_out("1.5"))
            .ends_with("expected a share between 0 and 1, or a percentage such as "
                       "'20%', found '1.5'"));
}

TEST_CASE("training spec: counts of samples and features begin with one") {
  const auto with = [](const std::string& first, const std::string& pad) {
    return "data: {train: {images: i, labels: l, first: " + first +
           "}, test: {images: i, labels: l}, pad: " + pad + "}\n" + layers;
  };
  CHECK(refusal_of(with("0", "1")).ends_with("expected a whole number from 1, found '0'"));
  CHECK(refusal_of(with("1", "0")).ends_with("expected a whole number from 1 to 65536, found '0'"));
  CHECK(refusal_of(with("1", "1")) == "");
}

// ---- layers

TEST_CASE("training spec: a layer has one of the keys that say what it is") {
  CHECK(refusal_of_layer("name: a, neurons: 3, filters: 2") ==
        "deep/s.yaml:3:34: a layer has one of the keys neurons, filters and pool; this one has 'neurons' and "
        "'filters'");
  CHECK(refusal_of_layer("name: a").ends_with("unknown key 'name' in layer; one of: neurons, filters, pool"));
  CHECK(refusal_of_layer("").ends_with(
      "expected layer, with one of the keys neurons, filters, pool, found a table"));
}

TEST_CASE("training spec: a layer says what it needs and within bounds") {
  CHECK(refusal_of_layer("neurons: 3").ends_with("needs the key 'name' (text)"));
  CHECK(refusal_of_layer("name: a, neurons: 0").ends_with("from 1 to 1048576, found '0'"));
  CHECK(refusal_of_layer("name: a, neurons: 2.5").ends_with("found '2.5'"));
  CHECK(refusal_of_layer("name: a, filters: 3").find("a convolution needs the key 'kernel'") !=
        std::string::npos);
  CHECK(refusal_of_layer("name: a, pool: 2, stride: 0").ends_with("from 1 to 1048576, found '0'"));
  CHECK(refusal_of_layer("name: a, neurons: 3, activation: tanh")
            .ends_with("'tanh' is not known here; one of: relu, none"));
  CHECK(refusal_of_layer("name: a, pool: 2, whole_windows: 2").ends_with("expected yes or no, found '2'"));
}

TEST_CASE("training spec: yes and no may be written as true and false") {
  for (const std::string no : {"no", "false", "\"no\""}) {
    CHECK_FALSE(first_layer("name: a, pool: 2, whole_windows: " + no).whole_windows);
  }
  for (const std::string yes : {"yes", "true"}) {
    CHECK(first_layer("name: a, pool: 2, whole_windows: " + yes).whole_windows);
  }
}

TEST_CASE("training spec: the step of pooling is its window unless it is told") {
  CHECK(first_layer("name: a, pool: 3").stride == 3);
  CHECK(first_layer("name: a, pool: 3, stride: 2").stride == 2);
  CHECK(refusal_of_layer("name: a, pool: 2, stride: 3, whole_windows: no") ==
        "deep/s.yaml:3:30: windows over the edge need a stride of at most their side");
}

TEST_CASE("training spec: padding is narrower than the window") {
  CHECK(first_layer("name: a, filters: 2, kernel: 3, padding: 2").padding == 2);
  CHECK(refusal_of_layer("name: a, filters: 2, kernel: 3, padding: 3") ==
        "deep/s.yaml:3:45: a padding of 3 is as wide as the window of 3: some windows would see nothing but "
        "zeros");
}

TEST_CASE("training spec: a name of a layer stands once and is not that of a branch") {
  CHECK(refusal_of_layer("name: end, neurons: 3") == "deep/s.yaml:4:3: there is a layer 'end' already");
  for (const std::string name : {"exit 1", "exit 1/fc", "a/b"}) {
    CHECK(refusal_of_layer("name: " + name + ", neurons: 3") ==
          "deep/s.yaml:3:3: a layer cannot be called '" + name +
              "': names that begin with 'exit ' or have a / stand for side branches");
  }
}

TEST_CASE("training spec: a trunk ends with a classifier of two classes or more") {
  CHECK(refusal_of(data + "layers: []\n") == "deep/s.yaml:2:9: at least one layer is needed here");
  CHECK(refusal_of(data + "layers: [{name: p, pool: 2}]\n") ==
        "deep/s.yaml:2:10: the last layer, 'p', must be fully connected: a neuron a class");
  CHECK(refusal_of(data + "layers: [{name: a, neurons: 1}]\n") ==
        "deep/s.yaml:2:10: a classifier has two classes or more");
}

// ---- exits

TEST_CASE("training spec: an exit without layers is one fully connected layer to the classes") {
  const TrainingSpec spec = spec_of(smallest + "exits: [{after: fc1}]\n");
  REQUIRE(spec.architecture.exits.size() == 1);
  CHECK(spec.architecture.exits[0] ==
        TrainedExit{.after = "fc1", .layers = {{.name = "fc", .outputs = 10, .relu = false}}});
}

TEST_CASE("training spec: an exit is behind a layer of the trunk that is not the last") {
  CHECK(refusal_of_exits("[{after: A}]") ==
        "deep/s.yaml:3:17: the trunk has no layer 'A'; did you mean 'a'?");
  CHECK(refusal_of_exits("[{after: c}]") ==
        "deep/s.yaml:3:17: 'c' is the last layer: the network answers there anyway");
  CHECK(
      refusal_of_exits("[{layers: [{name: f, neurons: 10}]}]").find("a side branch needs the key 'after'") !=
      std::string::npos);
}

TEST_CASE("training spec: exits stand in the order in which a sample meets them") {
  CHECK(refusal_of_exits("[{after: a}, {after: b}]") == "");
  CHECK(refusal_of_exits("[{after: b}, {after: a}]") ==
        "deep/s.yaml:3:29: the exit behind 'a' must be further behind than the one before it, which is "
        "behind 'b'");
  CHECK(refusal_of_exits("[{after: a}, {after: a}]") != "");
}

TEST_CASE("training spec: an exit has a neuron for every class of the trunk") {
  CHECK(refusal_of_exits("[{after: a, layers: [{name: f, neurons: 9}]}]") ==
        "deep/s.yaml:3:29: 'f' has 9 neurons, the last layer of the trunk 10: both have one a class");
  CHECK(refusal_of_exits("[{after: a, layers: [{name: f, neurons: 9}, {name: f, neurons: 10}]}]")
            .ends_with("there is a layer 'f' already"));
  CHECK(refusal_of_exits("[{after: a, layers: [{name: a, neurons: 10}]}]") == "");
}

// ---- sparsity and patterns

TEST_CASE("training spec: only predefined sparsity can be trained") {
  CHECK(refusal_of(smallest + "sparsity: {format: csr, density: 5%}\n") ==
        "deep/s.yaml:3:20: 'csr' prunes a network that has been trained; what is left out before training is "
        "'predefined'");
  CHECK(spec_of(smallest + "sparsity: {format: predefined, density: 5%}\n").architecture.sparsity->density ==
        .05);
}

TEST_CASE("training spec: a rule of sparsity names a layer with weights or an exit") {
  CHECK(refusal_of(smallest + "sparsity: {fc3: 5%}\n").find("there is no layer with weights 'fc3'; ") !=
        std::string::npos);
  CHECK(refusal_of(smallest + "sparsity: {exit 1: 5%}\n").find("'exit 1'") != std::string::npos);
  CHECK(refusal_of(smallest + "exits: [{after: fc1}]\nsparsity: {exit 1: 50%, \"fc?\": 50%}\n") == "");
  CHECK(refusal_of(data + "layers: [{name: p, pool: 2}, {name: f, neurons: 10}]\nsparsity: {p: 50%}\n") ==
        "deep/s.yaml:3:12: there is no layer with weights 'p'; there is: f");
}

TEST_CASE("training spec: patterns are of sparsity, and their banks of clash-free types") {
  CHECK(refusal_of(smallest + "patterns: {type: type1}\n") ==
        "deep/s.yaml:3:11: 'patterns' says something of 'sparsity', which is not there");
  CHECK(refusal_of(smallest + "sparsity: 50%\npatterns: {type: random, parallel: 3}\n") ==
        "deep/s.yaml:4:36: 'parallel' says something of the types type1, type2 and type3 only");
  CHECK(refusal_of(smallest + "sparsity: 50%\npatterns: {dither: yes}\n") ==
        "deep/s.yaml:4:20: 'dither' says something of the types type1, type2 and type3 only");
  CHECK(refusal_of(smallest + "sparsity: 50%\npatterns: {type: type4}\n").find("'type4' is not known here") !=
        std::string::npos);
  const auto pattern = spec_of(smallest + "sparsity: 50%\npatterns: {type: type3}\n").architecture.pattern;
  CHECK(pattern == PatternChoice{.clash_free = MemoryMapType::type3});
}

// ---- schema and documentation

TEST_CASE("training spec: schema and documentation have the same keys") {
  const json schema = json::parse(training_schema());
  CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
  CHECK(schema["required"] == json{"data", "layers"});
  std::set<std::string> in_schema;
  for (const auto& [key, unused] : schema["properties"].items()) in_schema.insert(key);
  const auto docs = training_docs();
  std::set<std::string> in_docs;
  for (const auto& key : docs.front().keys) in_docs.insert(key.key);
  CHECK(in_schema == in_docs);
}

TEST_CASE("training spec: the documentation prints the defaults that hold") {
  std::map<std::string, std::string> fallbacks;
  for (const auto& section : training_docs()) {
    for (const auto& key : section.keys) fallbacks[section.name + "." + key.key] = key.fallback;
  }
  CHECK(fallbacks["training.epochs"] == "50");
  CHECK(fallbacks["training.batch"] == "256");
  CHECK(fallbacks["training.learning_rate"] == "0.001");
  CHECK(fallbacks["training.decay"] == "1e-05");
  CHECK(fallbacks["training.bias"] == "0.1");
  CHECK(fallbacks["data.held_out"] == "10%");
  CHECK(fallbacks.contains("sparsity.density"));
  CHECK(fallbacks.contains("sparsity rule by fan-out.fan_out"));
  CHECK_FALSE(fallbacks.contains("precision.weights"));
}
