#include <doctest/doctest.h>

#include "models/import/onnx_network.hpp"
#include "tests/support/onnx_model.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Dimensions = std::vector<std::int64_t>;
using Attributes = std::vector<OnnxAttribute>;

/// The shape of the tensor "y".
Dimensions shape_of_y(OnnxModel& model) {
  const auto graph = read_onnx(model.output("y").bytes(), "model.onnx");
  const auto& outputs = graph.operations.back().outputs;
  REQUIRE(outputs.size() == 1);
  CHECK(outputs[0].name == "y");
  return outputs[0].shape;
}

/// The output of one node that reads "x", of a shape, and lists of whole numbers.
Dimensions after(const std::string& op, const OnnxShape& x, const Attributes& how,
                 const std::vector<Dimensions>& lists = {}, std::int64_t opset = 13) {
  OnnxModel model(opset);
  model.input("x", x);
  std::vector<std::string> inputs{"x"};
  for (std::size_t i = 0; i < lists.size(); ++i) {
    inputs.push_back("list" + std::to_string(i));
    model.integers(inputs.back(), lists[i]);
  }
  model.node(op, inputs, {"y"}, how);
  return shape_of_y(model);
}

}  // namespace

TEST_CASE("pools keep the channels and move over the image") {
  const Attributes three{{"kernel_shape", Dimensions{3, 3}}, {"strides", Dimensions{2, 2}}};
  CHECK(after("MaxPool", {1, 8, 13, 14}, three) == Dimensions{1, 8, 6, 6});
  CHECK(after("AveragePool", {1, 8, 13, 14}, three) == Dimensions{1, 8, 6, 6});
  Attributes up = three;
  up.push_back({"ceil_mode", std::int64_t{1}});
  CHECK(after("MaxPool", {1, 8, 13, 14}, up) == Dimensions{1, 8, 6, 7});
  Attributes dilated = three;
  dilated.push_back({"dilations", Dimensions{2, 3}});
  CHECK(after("MaxPool", {1, 8, 13, 14}, dilated) == Dimensions{1, 8, 5, 4});
  CHECK(after("AveragePool", {1, 8, 13, 14}, dilated, {}, 19) == Dimensions{1, 8, 5, 4});
}

TEST_CASE("a last window that would begin in the padding is none") {
  // 3 points and 1 on each side: windows of 2 begin at -1, 1 and, rounded up, at 3, which is padding.
  const Attributes how{
      {"kernel_shape", Dimensions{2}}, {"strides", Dimensions{2}}, {"pads", Dimensions{1, 1}}};
  Attributes up = how;
  up.push_back({"ceil_mode", std::int64_t{1}});
  CHECK(after("MaxPool", {1, 1, 3}, how) == Dimensions{1, 1, 2});
  CHECK(after("MaxPool", {1, 1, 3}, up) == Dimensions{1, 1, 2});
  CHECK(after("MaxPool", {1, 1, 4}, how) == Dimensions{1, 1, 3});
  CHECK(after("MaxPool", {1, 1, 4}, up) == Dimensions{1, 1, 3});
}

TEST_CASE("global pools leave a point an axis") {
  CHECK(after("GlobalAveragePool", {1, 8, 5, 6}, {}) == Dimensions{1, 8, 1, 1});
  CHECK(after("GlobalMaxPool", {1, 8, 5}, {}) == Dimensions{1, 8, 1});
}

TEST_CASE("reductions take their axes from an attribute or an input") {
  CHECK(after("ReduceMean", {1, 8, 5, 6}, {{"axes", Dimensions{2, -1}}}) == Dimensions{1, 8, 1, 1});
  CHECK(after("ReduceMean", {1, 8, 5, 6}, {{"keepdims", std::int64_t{0}}}, {{2, 3}}, 18) == Dimensions{1, 8});
  CHECK(after("ReduceSum", {1, 8, 5}, {{"keepdims", std::int64_t{0}}}, {{1}}) == Dimensions{1, 5});
  CHECK(after("ReduceMax", {4, 8}, {{"keepdims", std::int64_t{0}}}) == Dimensions{});
  CHECK(after("ReduceSum", {4, 8}, {{"noop_with_empty_axes", std::int64_t{1}}}) == Dimensions{4, 8});
}

TEST_CASE("what rearranges a tensor keeps its values") {
  CHECK(after("Reshape", {1, 8, 5, 6}, {}, {{0, -1}}) == Dimensions{1, 240});
  CHECK(after("Flatten", {2, 8, 5}, {{"axis", std::int64_t{2}}}) == Dimensions{16, 5});
  CHECK(after("Squeeze", {1, 8, 1, 1}, {}, {{2, 3}}) == Dimensions{1, 8});
  CHECK(after("Squeeze", {1, 8, 1, 1}, {{"axes", Dimensions{3}}}, {}, 11) == Dimensions{1, 8, 1});
  CHECK(after("Unsqueeze", {8, 5}, {}, {{0, 3}}) == Dimensions{1, 8, 5, 1});
  CHECK(after("Unsqueeze", {8, 5}, {{"axes", Dimensions{1}}}, {}, 7) == Dimensions{8, 1, 5});
  CHECK(after("Transpose", {1, 8, 5}, {{"perm", Dimensions{2, 0, 1}}}) == Dimensions{5, 1, 8});
  CHECK(after("Transpose", {1, 8, 5}, {}) == Dimensions{5, 8, 1});
  CHECK(after("DepthToSpace", {1, 8, 5, 6}, {{"blocksize", std::int64_t{2}}}) == Dimensions{1, 2, 10, 12});
  CHECK(after("SpaceToDepth", {1, 2, 10, 12}, {{"blocksize", std::int64_t{2}}}) == Dimensions{1, 8, 5, 6});
}

TEST_CASE("slices take attributes or inputs and count backwards too") {
  const Attributes early{
      {"starts", Dimensions{1, -3}}, {"ends", Dimensions{1000, -1}}, {"axes", Dimensions{1, 2}}};
  CHECK(after("Slice", {1, 8, 5}, early, {}, 9) == Dimensions{1, 7, 2});
  CHECK(after("Slice", {1, 8, 5}, {}, {{0, 1}, {1, INT64_MAX}}) == Dimensions{1, 7, 5});
  CHECK(after("Slice", {1, 8, 5}, {}, {{1}, {8}, {1}, {3}}) == Dimensions{1, 3, 5});
  CHECK(after("Slice", {1, 8, 5}, {}, {{-1}, {INT64_MIN}, {1}, {-2}}) == Dimensions{1, 4, 5});
  CHECK(after("Slice", {1, 8, 5}, {}, {{6}, {2}, {1}, {1}}) == Dimensions{1, 0, 5});
}

TEST_CASE("pads and scales change the axes they name") {
  CHECK(after("Pad", {1, 8, 5, 6}, {{"pads", Dimensions{0, 0, 1, 2, 0, 0, 3, 4}}}, {}, 10) ==
        Dimensions{1, 8, 9, 12});
  CHECK(after("Pad", {1, 8, 5, 6}, {}, {{0, 0, 1, 1, 0, 0, -1, 1}}) == Dimensions{1, 8, 5, 8});
  OnnxModel some(18);
  some.input("x", {1, 8, 5, 6}).integers("pads", {1, 2}).integers("axes", {-1});
  some.node("Pad", {"x", "pads", "", "axes"}, {"y"});
  CHECK(shape_of_y(some) == Dimensions{1, 8, 5, 9});
}

TEST_CASE("Resize and Upsample scale or set the size") {
  CHECK(after("Upsample", {1, 8, 5, 6}, {{"scales", std::vector<double>{1, 1, 2, 2.5}}}, {}, 7) ==
        Dimensions{1, 8, 10, 15});
  OnnxModel scaled;
  scaled.input("x", {1, 8, 5, 6})
      .floats("scales", {1, 1, 2, 0.5F})
      .node("Resize", {"x", "", "scales"}, {"y"});
  CHECK(shape_of_y(scaled) == Dimensions{1, 8, 10, 3});
  OnnxModel early(10);
  early.input("x", {1, 8, 5, 6}).floats("scales", {1, 1, 2, 2}).node("Resize", {"x", "scales"}, {"y"});
  CHECK(shape_of_y(early) == Dimensions{1, 8, 10, 12});
  OnnxModel sized(18);
  sized.input("x", {1, 8, 5, 6}).integers("sizes", {7, 9});
  sized.node("Resize", {"x", "", "", "sizes"}, {"y"}, {{"axes", Dimensions{2, 3}}});
  CHECK(shape_of_y(sized) == Dimensions{1, 8, 7, 9});
}

TEST_CASE("the outputs of a split are separate tensors") {
  const auto parts = [](OnnxModel& model) {
    std::vector<Dimensions> shapes;
    const auto graph = read_onnx(model.output("a").output("b").bytes(), "m.onnx");
    for (const auto& output : graph.operations[0].outputs) {
      shapes.push_back(output.shape);
    }
    return shapes;
  };
  OnnxModel attribute(11);
  attribute.input("x", {1, 8, 5});
  attribute.node("Split", {"x"}, {"a", "b"}, {{"axis", std::int64_t{1}}, {"split", Dimensions{2, 6}}});
  CHECK(parts(attribute) == std::vector<Dimensions>{{1, 2, 5}, {1, 6, 5}});
  OnnxModel input;
  input.input("x", {1, 8, 5}).integers("sizes", {3, 2});
  input.node("Split", {"x", "sizes"}, {"a", "b"}, {{"axis", std::int64_t{2}}});
  CHECK(parts(input) == std::vector<Dimensions>{{1, 8, 3}, {1, 8, 2}});
  OnnxModel uneven(18);
  uneven.input("x", {1, 8, 5});
  uneven.node("Split", {"x"}, {"a", "b"}, {{"axis", std::int64_t{2}}, {"num_outputs", std::int64_t{2}}});
  CHECK(parts(uneven) == std::vector<Dimensions>{{1, 8, 3}, {1, 8, 2}});
}

TEST_CASE("element-wise operators broadcast and concatenations add up") {
  OnnxModel sum;
  sum.input("x", {1, 8, 1, 6}).input("z", {5, 1}).node("Add", {"x", "z"}, {"y"});
  CHECK(shape_of_y(sum) == Dimensions{1, 8, 5, 6});
  OnnxModel joined;
  joined.input("x", {1, 8, 5})
      .input("z", {1, 3, 5})
      .node("Concat", {"x", "z"}, {"y"}, {{"axis", std::int64_t{1}}});
  CHECK(shape_of_y(joined) == Dimensions{1, 11, 5});
}

TEST_CASE("operators that opset 17 does not know keep the shape of what they read") {
  CHECK(after("Gelu", {1, 7, 16}, {}, {}, 20) == Dimensions{1, 7, 16});
  CHECK(after("Mish", {1, 7, 16}, {}, {}, 18) == Dimensions{1, 7, 16});
}

TEST_CASE("a shape that is computed from the shape of an activation is known") {
  // As PyTorch writes x.view(x.size(0), -1): the shape's first number, joined with -1.
  OnnxModel model;
  model.input("x", {"batch", 8, 5, 6}).node("Shape", {"x"}, {"shape"});
  model.constant("zero", {0}, false).constant("minus", {-1}).integers("axes", {0});
  model.node("Gather", {"shape", "zero"}, {"first"}).node("Unsqueeze", {"first", "axes"}, {"size"});
  model.node("Concat", {"size", "minus"}, {"target"}, {{"axis", std::int64_t{0}}});
  model.node("Reshape", {"x", "target"}, {"y"});
  CHECK(shape_of_y(model) == Dimensions{1, 240});
  const auto notes = read_onnx(model.bytes(), "model.onnx").notes;
  CHECK(notes ==
        std::vector<std::string>{
            "computed before the network runs: 1 Concat, 2 Constant, 1 Gather, 1 Shape, 1 Unsqueeze"});
}

TEST_CASE("arithmetic of shapes folds through slices casts and element-wise operators") {
  // Attention heads: 16 / 4 = 4, and a length of 7 that is doubled and halved by fractional numbers.
  OnnxModel model;
  model.input("x", {1, 7, 16}).node("Shape", {"x"}, {"shape"});
  model.integers("from", {2})
      .integers("to", {INT64_MAX})
      .integers("heads", {4})
      .integers("one", {1})
      .integers("zero", {0});
  model.floats("two", {2})
      .node("Slice", {"shape", "from", "to"}, {"width"})
      .node("Div", {"width", "heads"}, {"head"});
  model.node("Slice", {"shape", "one", "from"}, {"length"});
  model.node("Cast", {"length"}, {"f"}, {{"to", std::int64_t{onnx_float}}}).node("Mul", {"f", "two"}, {"g"});
  model.node("Div", {"g", "two"}, {"h"}).node("Floor", {"h"}, {"i"});
  model.node("Cast", {"i"}, {"j"}, {{"to", std::int64_t{onnx_int64}}});
  model.node("Concat", {"one", "j", "heads", "head"}, {"target"}, {{"axis", std::int64_t{0}}});
  model.node("Reshape", {"x", "target"}, {"y"});
  CHECK(shape_of_y(model) == Dimensions{1, 7, 4, 4});
}

TEST_CASE("an expansion to a shape with -1 for the own size is known") {
  // As PyTorch writes token.expand(x.size(0), -1, -1) in a vision transformer.
  OnnxModel model;
  model.input("x", {"batch", 49, 8}).weight("token", {1, 1, 8}).node("Shape", {"x"}, {"shape"});
  model.constant("zero", {0})
      .node("Gather", {"shape", "zero"}, {"batch"})
      .integers("rest", {-1, -1})
      .integers("three", {3});
  model.node("Concat", {"batch", "rest"}, {"asked"}, {{"axis", std::int64_t{0}}});
  model.node("ConstantOfShape", {"three"}, {"zeros"})
      .node("Cast", {"zeros"}, {"z"}, {{"to", std::int64_t{onnx_int64}}});
  model.integers("one", {1}).node("Add", {"z", "one"}, {"ones"}).integers("minus", {-1});
  model.node("Equal", {"asked", "minus"}, {"own"}).node("Where", {"own", "ones", "asked"}, {"target"});
  model.node("Expand", {"token", "target"}, {"tokens"});
  model.node("Concat", {"tokens", "x"}, {"y"}, {{"axis", std::int64_t{1}}});
  CHECK(shape_of_y(model) == Dimensions{1, 50, 8});
  CHECK(read_onnx(model.bytes(), "m.onnx").operations[0].parameters == 8);
}

TEST_CASE("weights that a ConstantOfShape claims count by their shape") {
  OnnxModel model(9);
  model.input("x", {1, 3, 8, 8}).integers("shape", {4, 3, 3, 3});
  model.node("ConstantOfShape", {"shape"}, {"w"}).node("Conv", {"x", "w"}, {"y"});
  CHECK(shape_of_y(model) == Dimensions{1, 4, 6, 6});
  CHECK(read_onnx(model.bytes(), "m.onnx").operations[0].parameters == 108);
}

TEST_CASE("nodes that do nothing when the network runs are left out and told") {
  OnnxModel model;
  model.input("x", {1, 8}).node("Identity", {"x"}, {"a"}).node("Relu", {"a"}, {"b"});
  model.node("Dropout", {"b"}, {"c", "mask"}).node("Sigmoid", {"c"}, {"d"}).output("d");
  const auto graph = read_onnx(model.bytes(), "m.onnx");
  REQUIRE(graph.operations.size() == 2);
  CHECK(graph.operations[0].inputs == std::vector<std::string>{"x"});
  CHECK(graph.operations[1].inputs == std::vector<std::string>{"b"});
  CHECK(graph.notes == std::vector<std::string>{"does nothing when the network runs: 1 Dropout, 1 Identity"});
}

TEST_CASE("nodes and inputs that no output needs are left out and told") {
  OnnxModel model;
  model.input("x", {1, 8}).input("unused", {1, 9}).node("Relu", {"x"}, {"y"});
  model.node("Loop", {"x"}, {"z"}).node("Sigmoid", {"x"}, {"a"}).node("Shape", {"a"}, {"s"});
  model.node("Reshape", {"y", "s"}, {"r"}).output("r");
  const auto graph = read_onnx(model.bytes(), "m.onnx");
  CHECK(graph.operations.size() == 2);
  CHECK(graph.inputs.size() == 1);
  CHECK(graph.notes == std::vector<std::string>{"computed before the network runs: 1 Shape",
                                                "needed by no output: 1 Loop, 1 Sigmoid",
                                                "read by no operation: the input 'unused'"});
}

TEST_CASE("a symbolic batch is one and the user's shape wins") {
  OnnxModel model;
  model.input("x", {"batch", 3, "height", "width"})
      .node("Relu", {"x"}, {"y"})
      .output("y", {"batch", 3, "h", "w"});
  const auto graph = read_onnx(model.bytes(), "m.onnx", {.inputs = {{"x", {2, 3, 4, 5}}}});
  CHECK(graph.operations[0].outputs[0].shape == Dimensions{2, 3, 4, 5});
  CHECK(graph.inputs[0].size.value == 4 * 120);
  OnnxModel fixed;
  fixed.input("x", {"", 8}).node("Relu", {"x"}, {"y"}).output("y");
  CHECK(read_onnx(fixed.bytes(), "m.onnx").operations[0].outputs[0].shape == Dimensions{1, 8});
}

TEST_CASE("an output of another shape than the file tells is told") {
  OnnxModel model;
  model.input("x", {1, 8}).node("Relu", {"x"}, {"y"}).output("y", {1, 9});
  CHECK(read_onnx(model.bytes(), "m.onnx").notes ==
        std::vector<std::string>{"the output 'y' is 1x8; the file tells 1x9"});
}

TEST_CASE("stored tensors that are listed as inputs are no inputs") {
  OnnxModel model(8);
  model.input("w", {8, 4})
      .input("x", {1, 8})
      .weight("w", {8, 4})
      .node("MatMul", {"x", "w"}, {"y"})
      .output("y");
  const auto graph = read_onnx(model.bytes(), "m.onnx");
  CHECK(graph.inputs.size() == 1);
  CHECK(graph.inputs[0].name == "x");
}
