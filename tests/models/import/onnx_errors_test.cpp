#include <doctest/doctest.h>

#include "models/import/onnx_network.hpp"
#include "tests/support/onnx_model.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Dimensions = std::vector<std::int64_t>;

std::string refusal(const OnnxModel& model, const ImportOptions& options = {}) {
  try {
    (void)read_onnx(model.bytes(), "m.onnx", options);
  } catch (const ImportError& error) {
    return error.what();
  }
  return "it was read";
}

/// What is said about one node "n" that reads "x" and weights "w".
std::string refusal(const std::string& op, const OnnxShape& x, const Dimensions& w,
                    const std::vector<OnnxAttribute>& how = {}, std::int64_t opset = 13) {
  OnnxModel model(opset);
  model.input("x", x).weight("w", w).node(op, {"x", "w"}, {"n"}, how).output("n");
  return refusal(model);
}

OnnxModel& relu(OnnxModel& model) {
  return model.node("Relu", {"x"}, {"y"}).output("y");
}

}  // namespace

TEST_CASE("an operator that cannot be counted is named with its node and the way out") {
  OnnxModel model;
  model.input("x", {1, 8}).node("com.microsoft.Gelu", {"x"}, {"y"}).output("y", {1, 8});
  CHECK(refusal(model) ==
        "m.onnx: node 'y' (com.microsoft.Gelu): this operator cannot be counted; --zero-cost "
        "com.microsoft.Gelu counts "
        "it as free");
  for (const char* op : {"If", "Loop", "Scan", "NonZero"}) {
    OnnxModel control;
    control.input("x", {1, 8}).node(op, {"x"}, {"y"}).output("y");
    CHECK(refusal(control) == std::string("m.onnx: node 'y' (") + op +
                                  "): this operator cannot be counted; --zero-cost " + op +
                                  " counts it as free");
  }
}

TEST_CASE("an operator is free by the user's word and this is told") {
  OnnxModel model;
  model.input("x", {1, 8}).node("com.microsoft.Gelu", {"x"}, {"y"}).told("y", {1, 8});
  model.node("Relu", {"y"}, {"z"}).output("z");
  const auto graph = read_onnx(model.bytes(), "m.onnx", {.zero_cost = {"com.microsoft.Gelu"}});
  CHECK(graph.operations[0].macs.value == 0);
  CHECK(graph.operations[0].outputs[0].size.value == 32);
  CHECK(graph.notes == std::vector<std::string>{"free by the user's word: 1 com.microsoft.Gelu"});
}

TEST_CASE("an operator that is free by the user's word still has the values that it stores") {
  OnnxModel model;
  model.input("x", {1, 8}).weight("w", {8, 4}).node("MatMul", {"x", "w"}, {"y"}).output("y");
  const auto graph = read_onnx(model.bytes(), "m.onnx", {.zero_cost = {"MatMul"}});
  CHECK(graph.operations[0].macs.value == 0);
  CHECK(graph.operations[0].parameters == 32);
}

TEST_CASE("a free operator needs a shape from the file where nothing else tells it") {
  OnnxModel model;
  model.input("x", {1, 8}).node("a.B", {"x"}, {"y"}).node("Relu", {"y"}, {"z"}).output("z");
  CHECK(refusal(model, {.zero_cost = {"a.B"}}) ==
        "m.onnx: node 'y' (a.B): the file does not tell the shape of its output 'y'");
}

TEST_CASE("a free operator must be in the file") {
  OnnxModel model;
  CHECK(refusal(relu(model.input("x", {1, 8})), {.zero_cost = {"Rely"}}) ==
        "m.onnx: --zero-cost Rely: there is no such operator; did you mean 'Relu'?");
}

TEST_CASE("inputs that leave something open are asked for") {
  OnnxModel open;
  CHECK(refusal(relu(open.input("x", {"batch", 3, "height", ""}))) ==
        "m.onnx: the input 'x' is batch x 3 x height x ?, which leaves a dimension open; say it with --input "
        "x=1x3xNxN");
  OnnxModel zero;
  CHECK(refusal(relu(zero.input("x", {-1, 3}))) ==
        "m.onnx: the input 'x' is -1 x 3; say what is meant with --input x=...");
  OnnxModel rank;
  CHECK(refusal(relu(rank.input("x", {1, 3})), {.inputs = {{"x", {1, 3, 4}}}}) ==
        "m.onnx: --input x=1x3x4 has 3 dimensions, but the file has 2 (1 x 3)");
  OnnxModel other;
  CHECK(refusal(relu(other.input("x", {1, 3})), {.inputs = {{"X", {1, 3}}}}) ==
        "m.onnx: --input X: there is no such input; did you mean 'x'?");
}

TEST_CASE("an input must be a tensor of numbers") {
  OnnxModel text;
  CHECK(refusal(relu(text.input("x", {1, 3}, 8))) == "m.onnx: tensors of the element type 8 have no size");
}

TEST_CASE("early opsets and files without one are refused") {
  OnnxModel early(6);
  CHECK(refusal(relu(early.input("x", {1, 3}))) == "m.onnx: it is of opset 6; 7 is the first that is known");
  CHECK_THROWS_WITH_AS(read_onnx(std::string("\x3a\x02\x12\x00", 4), "m.onnx"),
                       "m.onnx: it names no opset of ONNX", ImportError);
}

TEST_CASE("what is no ONNX model is refused") {
  CHECK_THROWS_WITH_AS(read_onnx("layers: []", "m.onnx"), "m.onnx: this is no ONNX model", ImportError);
  CHECK_THROWS_WITH_AS(read_onnx("", "m.onnx"), "m.onnx: this is no ONNX model", ImportError);
}

TEST_CASE("outputs must be made from an input") {
  OnnxModel none;
  CHECK(refusal(none.input("x", {1})) == "m.onnx: it has no output");
  OnnxModel missing;
  CHECK(refusal(relu(missing.input("x", {1})).output("z")) == "m.onnx: no node makes the output 'z'");
  OnnxModel fixed;
  CHECK(refusal(fixed.input("x", {1}).constant("c", {1}).output("c")) ==
        "m.onnx: the output 'c' depends on no input");
}

TEST_CASE("a node that reads what no node before it makes is refused") {
  OnnxModel cycle;
  cycle.input("x", {1}).node("Add", {"x", "b"}, {"a"}).node("Relu", {"a"}, {"b"}).output("b");
  CHECK(refusal(cycle) ==
        "m.onnx: node 'a' (Add): it reads 'b', which no node before it makes: the nodes form a cycle "
        "or are in the wrong order");
}

TEST_CASE("two tensors of one name are refused") {
  OnnxModel twice;
  twice.input("x", {1}).node("Relu", {"x"}, {"y"}).node("Relu", {"y"}, {"x"}).output("x");
  CHECK(refusal(twice) == "m.onnx: node 'x' (Relu): two tensors are called 'x'");
}

TEST_CASE("weights must fit the input") {
  CHECK(refusal("Conv", {1, 3, 8, 8}, {4, 5, 3, 3}) ==
        "m.onnx: node 'n' (Conv): weights 4x5x3x3 in 1 groups do not fit an input 1x3x8x8");
  CHECK(refusal("Conv", {1, 3, 8, 8}, {4, 3, 3}) ==
        "m.onnx: node 'n' (Conv): its input is 1x3x8x8 and its weights 4x3x3");
  CHECK(refusal("Conv", {1, 3, 8, 8}, {4, 3, 3, 3}, {{"group", std::int64_t{0}}}) ==
        "m.onnx: node 'n' (Conv): weights 4x3x3x3 in 0 groups do not fit an input 1x3x8x8");
  CHECK(refusal("Conv", {1, 3, 8, 8}, {4, 3, 9, 9}) ==
        "m.onnx: node 'n' (Conv): its kernel spans 9 points of an axis that has 8");
  CHECK(refusal("Conv", {1, 3, 8, 8}, {4, 3, 3, 3}, {{"kernel_shape", Dimensions{3, 5}}}) ==
        "m.onnx: node 'n' (Conv): its kernel is 3x5 and its weights have 3x3");
  CHECK(refusal("Conv", {1, 3}, {4, 3}) ==
        "m.onnx: node 'n' (Conv): its input 1x3 has no image axes behind batch and channels");
  CHECK(refusal("ConvTranspose", {1, 3, 8, 8}, {4, 3, 3, 3}) ==
        "m.onnx: node 'n' (ConvTranspose): weights 4x3x3x3 in 1 groups do not fit an input 1x3x8x8");
  CHECK(refusal("MatMul", {1, 8}, {9, 4}) ==
        "m.onnx: node 'n' (MatMul): Incompatible dimensions for matrix multiplication");
}

TEST_CASE("attributes of the wrong length or value are refused") {
  CHECK(refusal("Conv", {1, 3, 8, 8}, {4, 3, 3, 3}, {{"strides", Dimensions{1, 0}}}) ==
        "m.onnx: node 'n' (Conv): its attribute 'strides' has the value 0");
  CHECK(refusal("Conv", {1, 3, 8, 8}, {4, 3, 3, 3}, {{"pads", Dimensions{1, 1}}}) ==
        "m.onnx: node 'n' (Conv): its attribute 'pads' has 2 values where 4 are needed");
  CHECK(refusal("Conv", {1, 3, 8, 8}, {4, 3, 3, 3}, {{"auto_pad", std::string("MAYBE")}}) ==
        "m.onnx: node 'n' (Conv): its attribute 'auto_pad' is none of NOTSET, VALID, SAME_UPPER and "
        "SAME_LOWER");
  CHECK(refusal("Einsum", {1, 8}, {8, 4}, {{"equation", std::string("...i,ij->...j")}}) ==
        "m.onnx: node 'n' (Einsum): its equation has more than letters, commas and an arrow");
  CHECK(refusal("Einsum", {1, 8}, {9, 4}, {{"equation", std::string("bi,ij->bj")}}) ==
        "m.onnx: node 'n' (Einsum): its letter 'i' stands for 8 and 9");
}

TEST_CASE("an attribute of several axes names each once and none that is not there") {
  const auto transposed = [](const Dimensions& order) {
    OnnxModel model;
    model.input("x", {1, 8}).node("Transpose", {"x"}, {"n"}, {{"perm", order}}).output("n");
    return refusal(model);
  };
  CHECK(transposed({0, 0}) == "m.onnx: node 'n' (Transpose): it names an axis twice");
  CHECK(transposed({0, 2}) == "m.onnx: node 'n' (Transpose): there is no axis 2 in a tensor of 2 dimensions");
  CHECK(transposed({0}) == "m.onnx: node 'n' (Transpose): it has 1 axes where 2 are needed");
}

TEST_CASE("a shape that depends on an input's content is refused") {
  OnnxModel model;
  model.input("x", {1, 8})
      .input("target", {2}, onnx_int64)
      .node("Reshape", {"x", "target"}, {"y"})
      .output("y");
  CHECK(refusal(model) ==
        "m.onnx: node 'y' (Reshape): the shape of its output is not known before the network runs");
  OnnxModel slice;
  slice.input("x", {1, 8}).input("at", {1}, onnx_int64).node("Slice", {"x", "at", "at"}, {"y"}).output("y");
  CHECK(refusal(slice) ==
        "m.onnx: node 'y' (Slice): the shape of its output depends on the content of input 2 ('at'), "
        "which is not known before the network runs");
}

TEST_CASE("what is joined must fit on the other axes") {
  OnnxModel model;
  model.input("x", {1, 8}).input("z", {2, 8});
  model.node("Concat", {"x", "z"}, {"y"}, {{"axis", std::int64_t{1}}}).output("y");
  CHECK(refusal(model) == "m.onnx: node 'y' (Concat): 1x8 and 2x8 do not fit each other on axis 1");
}

TEST_CASE("a reshape must keep the values") {
  OnnxModel model;
  model.input("x", {1, 8}).integers("target", {3, 3}).node("Reshape", {"x", "target"}, {"y"}).output("y");
  CHECK(refusal(model) == "m.onnx: node 'y' (Reshape): 1x8 cannot become 3x3");
}

TEST_CASE("batch normalisation in the mode of training is refused") {
  OnnxModel model;
  model.input("x", {1, 8, 4, 4});
  for (const char* name : {"s", "b", "m", "v"}) model.weight(name, {8});
  model.node("BatchNormalization", {"x", "s", "b", "m", "v"}, {"y", "mean", "var"}).output("y");
  CHECK(refusal(model) ==
        "m.onnx: node 'y' (BatchNormalization): it is in the mode of training: it has several outputs");
}

TEST_CASE("names of a file are printable in messages") {
  OnnxModel model;
  model.input("x", {1}).node("Relu", {"a\n\xff\tb"}, {"y\x1b[31m"}).output("y\x1b[31m");
  CHECK(refusal(model) ==
        "m.onnx: node 'y_[31m' (Relu): it reads 'a___b', which no node before it makes: the nodes form "
        "a cycle or are in the wrong order");
}
