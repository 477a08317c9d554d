#include "models/import/ncnn_import.hpp"

#include <doctest/doctest.h>

#include "models/import/ncnn_layers.hpp"
#include "models/import/network_of_graph.hpp"
#include "tests/models/import/ncnn_text.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Names = std::vector<std::string>;
using Shape = std::vector<std::int64_t>;

const std::string input = "Input data 0 1 data 0=8 1=6 2=3";

}  // namespace

TEST_CASE("an ncnn network becomes a graph of operations") {
  const OperationGraph graph =
      read_ncnn_lines({input, "Convolution c 1 1 data x 0=4 1=3 4=1 5=1 6=108 9=1",
                       "Pooling p 1 1 x y 0=1 4=1", "InnerProduct f 1 1 y z 0=10 1=1 2=40"});
  CHECK(graph.name == "net");
  REQUIRE(graph.inputs.size() == 1);
  CHECK(graph.inputs[0] == ActivationTensor{"data", Shape{1, 3, 6, 8}, Bytes{576}});
  REQUIRE(graph.operations.size() == 3);
  const Operation& convolution = graph.operations[0];
  CHECK(convolution.name == "c");
  CHECK(convolution.op == "Convolution");
  CHECK(convolution.inputs == Names{"data"});
  CHECK(convolution.outputs == std::vector<ActivationTensor>{{"x", Shape{1, 4, 6, 8}, Bytes{768}}});
  CHECK(convolution.macs == Macs{3 * 4 * 9 * 48});
  CHECK(convolution.parameters == 112);
  CHECK(convolution.weights == Bytes{448});
  CHECK(convolution.junctions == std::vector<Junction>{{3, 4, 1, 9, 48}});
  CHECK(graph.operations[2].outputs[0].shape == Shape{1, 10});
  CHECK(graph.outputs == Names{"z"});
  CHECK(graph.notes.empty());
}

TEST_CASE("layers that only copy are left out and who reads them reads their source") {
  const OperationGraph graph =
      read_ncnn_lines({input, "Split s 1 2 data a b", "ReLU r 1 1 a x", "Dropout d 1 1 x y", "Noop n 1 1 y z",
                       "Split t 1 2 z z1 z2", "BinaryOp sum 2 1 z1 b out 0=0"});
  REQUIRE(graph.operations.size() == 2);
  CHECK(graph.operations[0].inputs == Names{"data"});
  CHECK(graph.operations[1].inputs == Names{"x", "data"});
  CHECK(graph.outputs == Names{"x", "out"});  // nobody reads z2, which is x
  CHECK(graph.notes == Names{"does nothing when the network runs: 1 Dropout, 1 Noop, 2 Split"});
}

TEST_CASE("a Noop of several blobs copies each of them") {
  const OperationGraph graph = read_ncnn_lines(
      {input, "ReLU r 1 1 data x", "Noop n 2 2 data x p q", "TanH t 1 1 p a", "TanH u 1 1 q b"});
  CHECK(graph.operations[1].inputs == Names{"data"});
  CHECK(graph.operations[2].inputs == Names{"x"});
  CHECK(refusal_of_lines({input, "ReLU r 1 1 data x", "Noop n 2 1 data x p"}) ==
        "net.param:5:1: layer 'n' (Noop): it cannot copy 2 blobs to 1");
  CHECK(refusal_of_lines({input, "Split n 0 1 p"}) ==
        "net.param:4:1: layer 'n' (Split): it must read a blob");
}

TEST_CASE("blobs that nobody reads are the outputs in the order of the file") {
  const OperationGraph graph = read_ncnn_lines({input, "Slice s 1 2 data a b -23300=2,1,2 1=0",
                                                "ReLU r 1 1 b c", "Split t 1 2 c d e", "TanH u 1 1 d f"});
  // e is a copy of c, which f reads as well; the input would be none even if nobody read it.
  CHECK(graph.outputs == Names{"a", "c", "f"});
  CHECK(graph.operations[0].outputs.size() == 2);
  CHECK(refusal_of_lines({input}) == "net.param: the network makes nothing of its inputs");
}

TEST_CASE("constants are parameters of the first layer that reads them") {
  const OperationGraph graph =
      read_ncnn_lines({input, "MemoryData m 0 1 m 0=8", "Split s 1 2 m m1 m2", "BinaryOp a 2 1 data m1 x 0=0",
                       "TanH t 1 1 m2 u", "BinaryOp b 2 1 x u y 0=0"});
  REQUIRE(graph.operations.size() == 2);
  CHECK(graph.operations[0].parameters == 8);
  CHECK(graph.operations[0].weights == Bytes{32});
  CHECK(graph.operations[0].inputs == Names{"data"});
  CHECK(graph.operations[1].parameters == 0);
  CHECK(graph.operations[1].inputs == Names{"x"});
  CHECK(graph.notes ==
        Names{"does nothing when the network runs: 1 Split",
              "constants, counted as parameters of the layers that read them: 1 MemoryData, 1 TanH"});
  const OperationGraph other = read_ncnn_lines(
      {input, "MemoryData m 0 1 m 0=8 1=2", "PReLU p 1 1 m q 0=2", "MatMul b 2 1 data q y 0=1"});
  CHECK(other.operations.at(0).parameters == 18);
  CHECK(refusal_of_lines({input, "MemoryData m 0 1 m"}) ==
        "net.param:4:1: layer 'm' (MemoryData): the file does not tell its shape");
  CHECK(refusal_of_lines({input, "MemoryData m 1 1 data m 0=1"}) ==
        "net.param:4:18: layer 'm' (MemoryData): MemoryData reads no blob");
  CHECK(refusal_of_lines({input, "MemoryData m 0 2 m n 0=1"}) ==
        "net.param:4:1: layer 'm' (MemoryData): it must make one blob");
}

// ---- inputs

TEST_CASE("the shape of an input comes from the user or its keys or its hint") {
  const auto shape = [](const std::string& layer, const ImportOptions& options) {
    return read_ncnn_lines({layer, "ReLU r 1 1 data x"}, options).inputs.at(0).shape;
  };
  ImportOptions given;
  CHECK(shape("Input data 0 1 data 0=8 1=6 2=3", given) == Shape{1, 3, 6, 8});
  CHECK(shape("Input data 0 1 data 0=8 1=6", given) == Shape{1, 6, 8});
  CHECK(shape("Input data 0 1 data 0=8", given) == Shape{1, 8});
  CHECK(shape("Input data 0 1 data 0=8 1=6 11=5 2=3", given) == Shape{1, 3, 5, 6, 8});
  CHECK(shape("Input data 0 1 data -23330=4,3,8,6,3", given) == Shape{1, 3, 6, 8});
  CHECK(shape("Input data 0 1 data -23330=4,2,8,6,1", given) == Shape{1, 6, 8});
  given.inputs["data"] = {1, 3, 5, 4};
  CHECK(shape("Input data 0 1 data", given) == Shape{1, 3, 5, 4});
  CHECK(shape("Input data 0 1 data 0=8 1=6 2=3", given) == Shape{1, 3, 5, 4});
  given.inputs = {{"cache", {1, 7}}};
  const OperationGraph two = read_ncnn_lines({"Input cache 0 2 k v", "BinaryOp b 2 1 k v x"}, given);
  CHECK(two.inputs.size() == 2);
  CHECK(two.inputs[1] == ActivationTensor{"v", Shape{1, 7}, Bytes{28}});
}

TEST_CASE("an input without a shape and a shape without an input are refused") {
  CHECK(refusal_of_lines({"Input data 0 1 data", "ReLU r 1 1 data x"}) ==
        "net.param:3:1: layer 'data' (Input): the file does not tell the shape of 'data'; give it as --input "
        "data=1x3x224x224");
  ImportOptions options;
  options.inputs["dta"] = {1, 3};
  CHECK(refusal_of_lines({input, "ReLU r 1 1 data x"}, options) ==
        "net.param: the network has no input 'dta'; did you mean 'data'?");
  options.inputs = {{"data", {2, 3, 4, 5}}};
  CHECK(refusal_of_lines({input, "ReLU r 1 1 data x"}, options) ==
        "net.param: --input data=2x3x4x5: expected a batch of 1, for ncnn has none, and 1 to 4 extents "
        "behind it, "
        "as 1x3x224x224");
  options.inputs = {{"data", {1, 0}}};
  CHECK(refusal_of_lines({input, "ReLU r 1 1 data x"}, options)
            .find("which no tensor is (extents from 1, at most 1099511627776 values)") != std::string::npos);
  CHECK(refusal_of_lines({"Input data 0 1 data 0=-4", "ReLU r 1 1 data x"}) ==
        "net.param:3:21: layer 'data' (Input), key 0: expected an integer from 0, found -4");
  CHECK(refusal_of_lines({input, "Input b 1 1 data x 0=1"}) ==
        "net.param:4:13: layer 'b' (Input): an Input reads no blob");
}

TEST_CASE("shape hints are held against the shapes that the keys make") {
  CHECK(refusal_of_lines({input, "Convolution c 1 1 data x -23330=4,3,8,6,4 0=4 1=1"}) == "");
  CHECK(refusal_of_lines({input, "Convolution c 1 1 data x -23330=4,3,8,5,4 0=4 1=1"}) ==
        "net.param:4:26: layer 'c' (Convolution): its blob 'x' is 4x5x8 by the shape hint, and 4x6x8 by its "
        "keys");
  CHECK(refusal_of_lines({input, "Split s 1 2 data a b -23330=8,3,8,6,3,3,8,6,4", "ReLU r 1 1 a c"}) ==
        "net.param:4:22: layer 's' (Split): its blob 'b' is 4x6x8 by the shape hint, and 3x6x8 by its keys");
  CHECK(refusal_of_lines({input, "ReLU c 1 1 data x -23330=4,0,0,0,0"}) == "");
  CHECK(refusal_of_lines({input, "ReLU c 1 1 data x -23330=3,3,8,6"}) ==
        "net.param:4:19: layer 'c' (ReLU): the shape hint needs 4 numbers (dimensions, w, h and c of each of "
        "1 blobs), "
        "and has 3");
  CHECK(refusal_of_lines({input, "ReLU c 1 1 data x -23330=4,4,8,6,3"}) ==
        "net.param:4:19: layer 'c' (ReLU): expected a shape hint of 1 to 3 dimensions, found 4");
  for (const std::string extent : {"0", "-8", "1e30", "8.5"}) {
    CHECK(refusal_of_lines({input, "ReLU c 1 1 data x -23330=4,3," + extent + ",6,3"})
              .starts_with(
                  "net.param:4:19: layer 'c' (ReLU): expected extents from 1 in a shape hint, found "));
  }
  // Hints are of the file's own input; with another one they say nothing.
  ImportOptions options;
  options.inputs["data"] = {1, 3, 5, 5};
  CHECK(refusal_of_lines({input, "ReLU c 1 1 data x -23330=4,3,8,6,3"}, options) == "");
  options.inputs["data"] = {1, 3, 6, 8};
  CHECK(refusal_of_lines({input, "ReLU c 1 1 data x -23330=4,3,8,5,3"}, options) != "");
}

// ---- what does not fit together

TEST_CASE("blobs are read behind the layers that make them") {
  CHECK(refusal_of_lines({input, "ReLU r 1 1 dta x"}) ==
        "net.param:4:12: layer 'r' (ReLU): it reads the blob 'dta', which no layer makes");
  CHECK(refusal_of_lines({input, "ReLU r 1 1 x y", "ReLU s 1 1 y x"}) ==
        "net.param:4:12: layer 'r' (ReLU): it reads the blob 'x', which is only made in line 5");
  CHECK(refusal_of_lines({input, "ReLU r 1 1 x x"}) ==
        "net.param:4:12: layer 'r' (ReLU): it reads the blob 'x', which is only made in line 4");
}

TEST_CASE("names of layers and blobs are their own") {
  CHECK(refusal_of_lines({input, "ReLU r 1 1 data x", "TanH r 1 1 x y"}) ==
        "net.param:5:6: layer 'r' (TanH): its name is that of the layer in line 4");
  CHECK(refusal_of_lines({input, "ReLU r 1 1 data x", "TanH s 1 1 data x"}) ==
        "net.param:5:17: layer 's' (TanH): the blob 'x' is already made in line 4");
}

TEST_CASE("a layer makes as many blobs as its type does") {
  CHECK(refusal_of_lines({input, "ReLU r 1 2 data x y"}) ==
        "net.param:4:1: layer 'r' (ReLU): its line names 2 blobs that it makes, and its type makes 1");
  CHECK(refusal_of_lines({input, "Interp r 1 0 data"}) ==
        "net.param:4:1: layer 'r' (Interp): its line names 0 blobs that it makes, and its type makes 1");
  CHECK(refusal_of_lines({input, "ReLU r 0 1 x"}) == "net.param:4:1: layer 'r' (ReLU): it must read a blob");
  CHECK(refusal_of_lines({input, "MatMul m 1 1 data x"}) ==
        "net.param:4:1: layer 'm' (MatMul): it must read at least 2 blobs, and reads 1");
}

TEST_CASE("a type that cannot be counted is refused with the nearest one") {
  CHECK(refusal_of_lines({input, "Convolutoin c 1 1 data x"}) ==
        "net.param:4:1: layer 'c' (Convolutoin): a layer of this type cannot be counted (did you mean "
        "'Convolution'?); --zero-cost Convolutoin counts it as free");
  CHECK(refusal_of_lines({input, "Whatever w 1 1 data x"}) ==
        "net.param:4:1: layer 'w' (Whatever): a layer of this type cannot be counted; --zero-cost Whatever "
        "counts it "
        "as free");
}

TEST_CASE("a type is free by the user's word") {
  ImportOptions options;
  options.zero_cost = {"Whatever", "Convolution"};
  const OperationGraph graph =
      read_ncnn_lines({input, "Whatever w 1 1 data x", "Whatever v 1 1 x y -23330=4,1,5,1,1",
                       "Convolution c 1 1 x z 0=7 1=1"},
                      options);
  CHECK(shape_of(graph.operations.at(0)) == "3x6x8");  // as what it reads, where no hint says otherwise
  CHECK(shape_of(graph.operations.at(1)) == "5");
  CHECK(shape_of(graph.operations.at(2)) == "7x6x8");
  for (const Operation& operation : graph.operations) {
    CHECK(operation.macs == Macs{});
    CHECK(operation.parameters == 0);
    CHECK(operation.junctions.empty());
  }
  CHECK(graph.notes == Names{"free by the user's word: 1 Convolution, 2 Whatever"});
  options.zero_cost = {"Whatevr"};
  CHECK(refusal_of_lines({input, "ReLU w 1 1 data x"}, options) ==
        "net.param: the network has no layer of the type 'Whatevr'");
}

TEST_CASE("every type that ncnn counts is found by its name") {
  const auto types = ncnn_layer_types();
  CHECK(types.size() > 70);
  for (const auto& type : types) CHECK(bool(ncnn_counter(type)));
  CHECK(!ncnn_counter("convolution"));
}

TEST_CASE("the file with every type of layer has every type of layer and is read") {
  const std::string text = content(project_file("tests/corpus/every-layer.param"));
  for (auto& type : ncnn_layer_types()) {
    CAPTURE(type);
    CHECK(text.find("\n" + type + " ") != std::string::npos);
  }
  const OperationGraph graph = read_ncnn(text, "every-layer.param");
  CHECK(graph.operations.size() > ncnn_layer_types().size());
  CHECK(defects(network_of(graph)).empty());
}
