#include <doctest/doctest.h>

#include "models/import/onnx_network.hpp"
#include "tests/support/onnx_model.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Dimensions = std::vector<std::int64_t>;

OperationGraph read(const OnnxModel& model, const ImportOptions& options = {}) {
  return read_onnx(model.bytes(), "model.onnx", options);
}

/// The only operation of a model.
Operation only(const OnnxModel& model) {
  const auto graph = read(model);
  REQUIRE(graph.operations.size() == 1);
  return graph.operations.front();
}

Dimensions shape_of(const Operation& operation) {
  return operation.outputs.front().shape;
}

/// A convolution of an image 1 x channels x 10 x 12.
Operation convolution(std::int64_t channels, const Dimensions& weights,
                      const std::vector<OnnxAttribute>& how) {
  OnnxModel model;
  model.input("x", {1, channels, 10, 12}).weight("w", weights).weight("b", {weights[0]});
  model.node("Conv", {"x", "w", "b"}, {"y"}, how).output("y");
  return only(model);
}

}  // namespace

TEST_CASE("a convolution multiplies its kernel with the input channels at every position of its output") {
  const Operation conv = convolution(3, {8, 3, 3, 3}, {{"pads", Dimensions{1, 1, 1, 1}}});
  CHECK(shape_of(conv) == Dimensions{1, 8, 10, 12});
  CHECK(conv.macs.value == 8 * 3 * 9 * 10 * 12);
  CHECK(conv.parameters == 8 * 3 * 9 + 8);
  CHECK(conv.weights.value == 4 * (8 * 3 * 9 + 8));
  CHECK(conv.outputs[0].size.value == 4 * 8 * 10 * 12);
  CHECK((conv.junctions ==
         std::vector<Junction>{{.inputs = 3, .outputs = 8, .groups = 1, .kernel = 9, .uses = 120}}));
}

TEST_CASE("strides and dilations of a convolution set its positions") {
  const Operation strided = convolution(3, {8, 3, 3, 3}, {{"strides", Dimensions{2, 3}}});
  CHECK(shape_of(strided) == Dimensions{1, 8, 4, 4});
  CHECK(strided.macs.value == 8 * 3 * 9 * 16);
  const Operation dilated = convolution(3, {8, 3, 3, 3}, {{"dilations", Dimensions{2, 4}}});
  CHECK(shape_of(dilated) == Dimensions{1, 8, 6, 4});
  CHECK(dilated.macs.value == 8 * 3 * 9 * 24);
}

TEST_CASE("a grouped convolution joins each filter with the channels of its group only") {
  const Operation conv = convolution(6, {9, 2, 1, 1}, {{"group", std::int64_t{3}}});
  CHECK(conv.macs.value == 9 * 2 * 120);
  CHECK(conv.parameters == 9 * 2 + 9);
  CHECK((conv.junctions ==
         std::vector<Junction>{{.inputs = 2, .outputs = 3, .groups = 3, .kernel = 1, .uses = 120}}));
}

TEST_CASE("a depthwise convolution has a group a channel") {
  const Operation conv = convolution(4, {8, 1, 3, 3}, {{"group", std::int64_t{4}}});
  CHECK(shape_of(conv) == Dimensions{1, 8, 8, 10});
  CHECK(conv.macs.value == 8 * 9 * 80);
  CHECK((conv.junctions ==
         std::vector<Junction>{{.inputs = 1, .outputs = 2, .groups = 4, .kernel = 9, .uses = 80}}));
}

TEST_CASE("auto_pad keeps the size up to the stride or pads nothing") {
  for (const char* same : {"SAME_UPPER", "SAME_LOWER"}) {
    const Operation conv =
        convolution(3, {8, 3, 3, 3}, {{"auto_pad", std::string(same)}, {"strides", Dimensions{3, 5}}});
    CHECK(shape_of(conv) == Dimensions{1, 8, 4, 3});
  }
  CHECK(shape_of(convolution(3, {8, 3, 3, 3}, {{"auto_pad", std::string("VALID")}})) ==
        Dimensions{1, 8, 8, 10});
}

TEST_CASE("convolutions have one image axis or three as well") {
  OnnxModel line;
  line.input("x", {1, 4, 100}).weight("w", {6, 4, 5}).node("Conv", {"x", "w"}, {"y"}).output("y");
  CHECK(shape_of(only(line)) == Dimensions{1, 6, 96});
  CHECK(only(line).macs.value == 6 * 4 * 5 * 96);
  CHECK(only(line).parameters == 6 * 4 * 5);
  OnnxModel volume;
  volume.input("x", {1, 2, 5, 6, 7}).weight("w", {3, 2, 2, 2, 2}).node("Conv", {"x", "w"}, {"y"}).output("y");
  CHECK(shape_of(only(volume)) == Dimensions{1, 3, 4, 5, 6});
  CHECK(only(volume).macs.value == 3 * 2 * 8 * 120);
}

TEST_CASE("a transposed convolution multiplies its kernel at every position of its input") {
  OnnxModel model;
  model.input("x", {1, 6, 5, 4}).weight("w", {6, 2, 3, 3}).weight("b", {4});
  model.node("ConvTranspose", {"x", "w", "b"}, {"y"},
             {{"group", std::int64_t{2}},
              {"strides", Dimensions{2, 2}},
              {"pads", Dimensions{1, 1, 1, 1}},
              {"output_padding", Dimensions{1, 1}}});
  const Operation conv = only(model.output("y"));
  CHECK(shape_of(conv) == Dimensions{1, 4, 10, 8});
  CHECK(conv.macs.value == 6 * 2 * 9 * 20);
  CHECK(conv.parameters == 6 * 2 * 9 + 4);
  CHECK((conv.junctions ==
         std::vector<Junction>{{.inputs = 3, .outputs = 2, .groups = 2, .kernel = 9, .uses = 20}}));
}

TEST_CASE("the output shape of a transposed convolution may be told") {
  OnnxModel model;
  model.input("x", {1, 6, 5, 4}).weight("w", {6, 2, 3, 3});
  model.node("ConvTranspose", {"x", "w"}, {"y"},
             {{"output_shape", Dimensions{11, 9}}, {"strides", Dimensions{2, 2}}});
  CHECK(shape_of(only(model.output("y"))) == Dimensions{1, 2, 11, 9});
  OnnxModel same;
  same.input("x", {1, 6, 5, 4}).weight("w", {6, 2, 3, 3});
  same.node("ConvTranspose", {"x", "w"}, {"y"},
            {{"auto_pad", std::string("SAME_UPPER")}, {"strides", Dimensions{2, 3}}});
  CHECK(shape_of(only(same.output("y"))) == Dimensions{1, 2, 10, 12});
}

TEST_CASE("Gemm counts a weight for every pair of neurons whichever way the matrices lie") {
  OnnxModel model;
  model.input("x", {1, 20}).weight("w", {5, 20}).weight("b", {5});
  model.node("Gemm", {"x", "w", "b"}, {"y"}, {{"transB", std::int64_t{1}}});
  const Operation gemm = only(model.output("y"));
  CHECK(shape_of(gemm) == Dimensions{1, 5});
  CHECK(gemm.macs.value == 100);
  CHECK(gemm.parameters == 105);
  CHECK((gemm.junctions == std::vector<Junction>{{.inputs = 20, .outputs = 5}}));
  OnnxModel turned;
  turned.input("x", {20, 3}).weight("w", {5, 20}).node("Gemm", {"w", "x"}, {"y"});
  const Operation left = only(turned.output("y"));
  CHECK(left.macs.value == 300);
  CHECK((left.junctions == std::vector<Junction>{{.inputs = 20, .outputs = 5, .uses = 3}}));
}

TEST_CASE("MatMul with a stored matrix has a junction that is used for every row") {
  OnnxModel model;
  model.input("x", {1, 7, 16}).weight("w", {16, 48}).node("MatMul", {"x", "w"}, {"y"});
  const Operation product = only(model.output("y"));
  CHECK(shape_of(product) == Dimensions{1, 7, 48});
  CHECK(product.macs.value == 7 * 16 * 48);
  CHECK(product.parameters == 16 * 48);
  CHECK((product.junctions == std::vector<Junction>{{.inputs = 16, .outputs = 48, .uses = 7}}));
}

TEST_CASE("MatMul with a stack of stored matrices has a group a matrix") {
  OnnxModel model;
  model.input("x", {1, 12, 7, 16}).weight("w", {12, 16, 8}).node("MatMul", {"x", "w"}, {"y"});
  const Operation product = only(model.output("y"));
  CHECK(product.macs.value == 12 * 7 * 16 * 8);
  CHECK((product.junctions == std::vector<Junction>{{.inputs = 16, .outputs = 8, .groups = 12, .uses = 7}}));
  OnnxModel repeated;
  repeated.input("x", {5, 1, 7, 16}).weight("w", {3, 16, 8}).node("MatMul", {"x", "w"}, {"y"});
  CHECK(only(repeated.output("y")).macs.value == 5 * 3 * 7 * 16 * 8);
}

TEST_CASE("MatMul of two activations multiplies but has nothing to prune") {
  OnnxModel model;
  model.input("q", {1, 12, 7, 16}).input("k", {1, 12, 16, 9}).node("MatMul", {"q", "k"}, {"y"});
  const Operation attention = only(model.output("y"));
  CHECK(attention.macs.value == 12 * 7 * 16 * 9);
  CHECK(attention.parameters == 0);
  CHECK(attention.junctions.empty());
}

TEST_CASE("Einsum counts like the product that it stands for") {
  OnnxModel weights;
  weights.input("x", {1, 7, 16}).weight("w", {16, 12, 8});
  weights.node("Einsum", {"x", "w"}, {"y"}, {{"equation", std::string("bti,ihd->bhtd")}});
  const Operation projection = only(weights.output("y"));
  CHECK(shape_of(projection) == Dimensions{1, 12, 7, 8});
  CHECK(projection.macs.value == 7 * 16 * 96);
  CHECK((projection.junctions == std::vector<Junction>{{.inputs = 16, .outputs = 96, .uses = 7}}));
  OnnxModel scores;
  scores.input("q", {1, 12, 7, 8}).input("k", {1, 12, 9, 8});
  scores.node("Einsum", {"q", "k"}, {"y"}, {{"equation", std::string("bhqd,bhkd->bhqk")}});
  CHECK(only(scores.output("y")).macs.value == 12 * 7 * 9 * 8);
  OnnxModel outer;
  outer.input("a", {3}).input("b", {5}).node("Einsum", {"a", "b"}, {"y"}, {{"equation", std::string("i,j")}});
  CHECK(shape_of(only(outer.output("y"))) == Dimensions{3, 5});
  CHECK(only(outer).macs.value == 0);
}

TEST_CASE("recurrent cells multiply the matrices of their gates at every step") {
  for (const auto& [op, gates] : {std::pair("LSTM", 4), std::pair("GRU", 3), std::pair("RNN", 1)}) {
    OnnxModel model;
    const std::int64_t rows = gates * 10;
    model.input("x", {6, 1, 5})
        .weight("w", {2, rows, 5})
        .weight("r", {2, rows, 10})
        .weight("b", {2, 2 * rows});
    model.node(op, {"x", "w", "r", "b"}, {"y"},
               {{"hidden_size", std::int64_t{10}}, {"direction", std::string("bidirectional")}});
    const Operation cell = only(model.output("y"));
    CHECK(shape_of(cell) == Dimensions{6, 2, 1, 10});
    CHECK(cell.macs.value == 6 * 2 * gates * 10 * (5 + 10));
    CHECK(cell.parameters == 2 * gates * 10 * (5 + 10 + 2));
    REQUIRE(cell.junctions.size() == 2);
    CHECK((cell.junctions[1] ==
           Junction{.inputs = 10, .outputs = static_cast<std::uint64_t>(rows), .groups = 2, .uses = 6}));
  }
}

TEST_CASE("normalisation has a scale and a shift a channel and no multiply-accumulates") {
  OnnxModel batch;
  batch.input("x", {1, 8, 4, 4});
  for (const char* name : {"s", "b", "m", "v"}) batch.weight(name, {8});
  batch.node("BatchNormalization", {"x", "s", "b", "m", "v"}, {"y"});
  CHECK(only(batch.output("y")).parameters == 16);
  CHECK(only(batch).macs.value == 0);
  OnnxModel layer(17);
  layer.input("x", {1, 7, 8}).weight("s", {8}).weight("b", {8});
  layer.node("LayerNormalization", {"x", "s", "b"}, {"y"}, {{"axis", std::int64_t{-1}}});
  CHECK(only(layer.output("y")).parameters == 16);
  OnnxModel group(18);
  group.input("x", {1, 8, 4, 4}).weight("s", {2}).weight("b", {2});
  group.node("GroupNormalization", {"x", "s", "b"}, {"y"}, {{"num_groups", std::int64_t{2}}});
  CHECK(only(group.output("y")).parameters == 4);
}

TEST_CASE("an embedding is a stored table and no work") {
  OnnxModel model;
  model.input("words", {1, 7}, onnx_int64)
      .weight("table", {1000, 16})
      .node("Gather", {"table", "words"}, {"y"});
  const Operation embedding = only(model.output("y"));
  CHECK(shape_of(embedding) == Dimensions{1, 7, 16});
  CHECK(embedding.parameters == 16000);
  CHECK(embedding.macs.value == 0);
}

TEST_CASE("a bias that an element-wise operator adds is a parameter and a single number is none") {
  OnnxModel model;
  model.input("x", {1, 7, 16}).weight("bias", {16}).weight("half", {}).weight("mask", {16}, onnx_bool);
  model.node("Add", {"x", "bias"}, {"a"}).node("Mul", {"a", "half"}, {"b"}).output("b");
  const auto graph = read(model);
  CHECK(graph.operations[0].parameters == 16);
  CHECK(graph.operations[1].parameters == 0);
  CHECK(graph.notes ==
        std::vector<std::string>{"16 stored values that element-wise operators read count as parameters"});
}

TEST_CASE("weights that two operations read count once") {
  OnnxModel model;
  model.input("x", {1, 16}).weight("w", {16, 16});
  model.node("MatMul", {"x", "w"}, {"a"}).node("MatMul", {"a", "w"}, {"b"}).output("b");
  const auto graph = read(model);
  CHECK(graph.operations[0].parameters == 256);
  CHECK(graph.operations[0].junctions.size() == 1);
  CHECK(graph.operations[1].parameters == 0);
  CHECK(graph.operations[1].macs.value == 256);
  CHECK(graph.operations[1].junctions.empty());
  CHECK(graph.notes.size() == 1);
}

TEST_CASE("weights take the bytes of their type") {
  OnnxModel half;
  half.input("x", {1, 16}, onnx_half).weight("w", {16, 4}, onnx_half).node("MatMul", {"x", "w"}, {"y"});
  CHECK(only(half.output("y")).weights.value == 128);
  CHECK(only(half).outputs[0].size.value == 8);
}

TEST_CASE("weights of 8 bits that are scaled back count by their stored size") {
  OnnxModel model;
  model.input("x", {1, 3, 8, 8})
      .weight("q", {4, 3, 3, 3}, onnx_int8)
      .weight("scale", {})
      .weight("zero", {}, onnx_int8);
  model.node("DequantizeLinear", {"q", "scale", "zero"}, {"w"}).node("Conv", {"x", "w"}, {"y"});
  const Operation conv = only(model.output("y"));
  CHECK(conv.parameters == 108);
  CHECK(conv.weights.value == 108);
  CHECK(conv.junctions.size() == 1);
}

TEST_CASE("quantised convolutions and products count as the others do") {
  OnnxModel conv;
  conv.input("x", {1, 3, 8, 8}, onnx_uint8).weight("w", {4, 3, 3, 3}, onnx_int8).weight("b", {4}, onnx_int32);
  conv.weight("s", {}).weight("z", {}, onnx_uint8).weight("zw", {}, onnx_int8);
  conv.node("QLinearConv", {"x", "s", "z", "w", "s", "zw", "s", "z", "b"}, {"y"});
  const Operation operation = only(conv.output("y"));
  CHECK(operation.macs.value == 4 * 27 * 36);
  CHECK(operation.parameters == 112);
  CHECK(operation.weights.value == 108 + 16);
  CHECK(operation.outputs[0].size.value == 4 * 36);
  OnnxModel integer;
  integer.input("x", {1, 16}, onnx_uint8)
      .weight("w", {16, 4}, onnx_int8)
      .node("MatMulInteger", {"x", "w"}, {"y"});
  CHECK(only(integer.output("y")).macs.value == 64);
  OnnxModel linear;
  linear.weight("zw", {}, onnx_int8);
  linear.input("x", {1, 16}, onnx_uint8)
      .weight("w", {16, 4}, onnx_int8)
      .weight("s", {})
      .weight("z", {}, onnx_uint8);
  linear.node("QLinearMatMul", {"x", "s", "z", "w", "s", "zw", "s", "z"}, {"y"});
  CHECK(only(linear.output("y")).macs.value == 64);
}
