#include "models/import/network_of_graph.hpp"

#include <doctest/doctest.h>

#include "models/import/import_options.hpp"

using namespace splitscape;

namespace {

using Names = std::vector<std::string>;

ActivationTensor tensor(const std::string& name, std::int64_t values = 10) {
  return {name, {1, values}, {4.0 * static_cast<double>(values)}};
}

/// An operation that makes one tensor of its own name, with 100 MACs and a junction of 10 weights.
Operation operation(const std::string& name, const Names& inputs) {
  Operation made{.name = name, .op = "Gemm", .inputs = inputs, .outputs = {tensor(name)}};
  made.macs = {100};
  made.parameters = 10;
  made.weights = {40};
  made.junctions = {{.inputs = 5, .outputs = 2, .uses = 10}};
  return made;
}

/// x -> a -> b -> c, with more operations and outputs on top.
OperationGraph chain(const std::vector<Operation>& more = {}, const Names& outputs = {"c"}) {
  OperationGraph graph{.name = "chain", .inputs = {tensor("x", 20)}, .outputs = outputs};
  graph.operations = {operation("a", {"x"}), operation("b", {"a"}), operation("c", {"b"})};
  graph.operations.insert(graph.operations.end(), more.begin(), more.end());
  return graph;
}

std::string refusal(const OperationGraph& graph) {
  try {
    (void)network_of(graph);
  } catch (const ImportError& error) {
    return error.what();
  }
  return "it was taken";
}

}  // namespace

TEST_CASE("every operation becomes a layer with its cost and what it reads") {
  const auto profile = network_of(chain());
  CHECK(profile.name == "chain");
  CHECK(profile.input.value == 80);
  REQUIRE(profile.layers.size() == 3);
  CHECK(profile.layers[0].inputs == Names{"input"});
  CHECK(profile.layers[2].inputs == Names{"b"});
  CHECK(profile.layers[1].name == "b");
  CHECK(profile.layers[1].op == "Gemm");
  CHECK(profile.layers[1].cost.macs->value == 100);
  CHECK(profile.layers[1].cost.parameters == 10);
  CHECK(profile.layers[1].cost.weights.value == 40);
  CHECK(profile.layers[1].cost.junctions.size() == 1);
  CHECK(profile.layers[1].output.value == 40);
  CHECK(profile.layers[1].shape == std::vector<std::int64_t>{10});
  CHECK(profile.exits.empty());
}

TEST_CASE("a shape keeps its first number unless that is a batch of one") {
  auto graph = chain();
  graph.operations[0].outputs[0].shape = {2, 5};
  graph.operations[1].outputs[0].shape = {1};
  const auto profile = network_of(graph);
  CHECK(profile.layers[0].shape == std::vector<std::int64_t>{2, 5});
  CHECK(profile.layers[1].shape == std::vector<std::int64_t>{1});
}

TEST_CASE("several inputs are one tensor with their bytes together") {
  auto graph = chain();
  graph.inputs.push_back(tensor("z", 5));
  graph.operations[1].inputs = {"a", "z"};
  const auto profile = network_of(graph);
  CHECK(profile.input.value == 100);
  CHECK(profile.layers[1].inputs == Names{"a", "input"});
}

TEST_CASE("a tensor that is read twice by one operation is one input") {
  auto graph = chain();
  graph.operations[1].inputs = {"a", "a"};
  CHECK(network_of(graph).layers[1].inputs == Names{"a"});
}

TEST_CASE("layers of one name none or the name of the input get names of their own") {
  auto graph = chain();
  graph.operations[0].name = "input";
  graph.operations[1].name = "";
  graph.operations[2].name = "input";
  const auto profile = network_of(graph);
  CHECK(profile.layers[0].name == "input_2");
  CHECK(profile.layers[1].name == "layer");
  CHECK(profile.layers[2].name == "input_3");
  CHECK(profile.layers[2].inputs == Names{"layer"});
}

TEST_CASE("each output of an operation that is read is a layer and the first bears the cost") {
  auto graph = chain({operation("d", {"a2", "c"})}, {"d"});
  graph.operations[0].outputs = {tensor("a", 1), tensor("unread", 2), tensor("a2", 3)};
  const auto profile = network_of(graph);
  REQUIRE(profile.layers.size() == 5);
  CHECK(profile.layers[0].name == "a");
  CHECK(profile.layers[0].cost.macs->value == 100);
  CHECK(profile.layers[1].name == "a:2");
  CHECK(profile.layers[1].cost.macs->value == 0);
  CHECK(profile.layers[1].cost.parameters == 0);
  CHECK(profile.layers[1].output.value == 12);
  CHECK(profile.layers[1].inputs == Names{"input", "a"});
  CHECK(profile.layers[4].inputs == Names{"a:2", "c"});
}

TEST_CASE("the outputs of an operation without work read what it reads") {
  auto graph = chain({operation("d", {"a2", "c"})}, {"d"});
  graph.operations[0].outputs = {tensor("a"), tensor("a2")};
  graph.operations[0].macs = {0};
  graph.operations[0].junctions.clear();
  CHECK(network_of(graph).layers[1].inputs == Names{"input"});
}

TEST_CASE("an output before the last is an exit with the layers that only it needs") {
  const auto profile = network_of(chain({operation("e", {"a"}), operation("f", {"e"})}, {"f", "c"}));
  CHECK(profile.layers.size() == 3);
  REQUIRE(profile.exits.size() == 1);
  CHECK(profile.exits[0].after == "a");
  CHECK(profile.exits[0].cost.macs->value == 200);
  CHECK(profile.exits[0].cost.parameters == 20);
  CHECK(profile.exits[0].cost.weights.value == 80);
  CHECK(profile.exits[0].cost.junctions.size() == 2);
}

TEST_CASE("exits stand in the order in which a sample meets them") {
  const auto profile = network_of(chain({operation("e", {"b"}), operation("f", {"a"})}, {"e", "f", "c"}));
  REQUIRE(profile.exits.size() == 2);
  CHECK(profile.exits[0].after == "a");
  CHECK(profile.exits[1].after == "b");
}

TEST_CASE("an output of the trunk itself is an exit that costs nothing") {
  const auto profile = network_of(chain({}, {"a", "c"}));
  REQUIRE(profile.exits.size() == 1);
  CHECK(profile.exits[0].after == "a");
  CHECK(profile.exits[0].cost.macs->value == 0);
}

TEST_CASE("the last output ends the network even where another one lies behind it") {
  CHECK(refusal(chain({}, {"c", "a"})) ==
        "the output 'c' branches from the last layer 'a', the end of the network");
}

TEST_CASE("a side branch that reads two tensors of the trunk is refused") {
  CHECK(refusal(chain({operation("e", {"a", "b"})}, {"e", "c"})) ==
        "the output 'e' is no side branch of the last output: it reads 'a' and 'b', and a side branch reads "
        "one tensor");
}

TEST_CASE("a side branch that reads the input is refused") {
  CHECK(refusal(chain({operation("e", {"x"})}, {"e", "c"})) ==
        "the output 'e' is no side branch of the last output: it reads the input 'x'");
}

TEST_CASE("two side branches that share an operation are refused") {
  CHECK(
      refusal(chain({operation("e", {"a"}), operation("f", {"e"})}, {"e", "f", "c"})) ==
      "the output 'f' shares 'e' with another output but not with the last one, which a profile cannot say");
}

TEST_CASE("two side branches from one layer are refused") {
  CHECK(refusal(chain({operation("e", {"a"}), operation("f", {"a"})}, {"e", "f", "c"})) ==
        "the output 'e' and the output 'f' both branch from 'a', where a profile has place for one");
}

TEST_CASE("a side branch from the last layer is refused") {
  CHECK(refusal(chain({operation("e", {"c"})}, {"e", "c"})) ==
        "the output 'e' branches from the last layer 'c', the end of the network");
}

TEST_CASE("graphs without operations or outputs are refused") {
  CHECK(refusal({.name = "", .inputs = {tensor("x")}, .outputs = {"x"}}) == "the output 'x' is an input");
  CHECK(refusal({.name = "", .inputs = {tensor("x")}}) == "the network has no output");
  CHECK(refusal(chain({}, {"q"})) == "nothing makes the output 'q'");
  auto dangling = chain();
  dangling.operations[1].inputs = {"q"};
  CHECK(refusal(dangling) == "nothing makes 'q', which is read");
  auto rootless = chain();
  rootless.operations[0].inputs.clear();
  CHECK(refusal(rootless) == "'a' reads no input of the network");
}
