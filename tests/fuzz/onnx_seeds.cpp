#include "tests/fuzz/onnx_seeds.hpp"

#include "tests/support/onnx_model.hpp"

namespace splitscape::fuzz {
namespace {

using test::OnnxModel;
using Ints = std::vector<std::int64_t>;

std::string convolutions() {
  OnnxModel model;
  model.input("x", {"N", 3, 16, 16})
      .weight("w", {8, 3, 3, 3})
      .weight("b", {8})
      .weight("s", {8})
      .weight("d", {8, 1, 3, 3})
      .weight("t", {8, 4, 2, 2})
      .weight("f", {10, 256})
      .node("Conv", {"x", "w", "b"}, {"a"},
            {{"kernel_shape", Ints{3, 3}}, {"pads", Ints{1, 1, 1, 1}}, {"strides", Ints{2, 2}}})
      .node("BatchNormalization", {"a", "s", "b", "b", "s"}, {"c"})
      .node("Relu", {"c"}, {"e"})
      .node("Conv", {"e", "d"}, {"g"}, {{"group", std::int64_t{8}}, {"auto_pad", std::string("SAME_UPPER")}})
      .node("Add", {"g", "e"}, {"h"})
      .node("MaxPool", {"h"}, {"i"}, {{"kernel_shape", Ints{2, 2}}, {"strides", Ints{2, 2}}})
      .node("ConvTranspose", {"i", "t"}, {"j"}, {{"strides", Ints{2, 2}}})
      .node("Flatten", {"j"}, {"k"})
      .node("Gemm", {"k", "f"}, {"l"}, {{"transB", std::int64_t{1}}})
      .node("Softmax", {"l"}, {"y"})
      .output("h")
      .output("y");
  return model.bytes();
}

std::string computed_shapes() {
  OnnxModel model;
  model.input("x", {1, 6, 8, 4})
      .node("Shape", {"x"}, {"shape"})
      .integers("zero", {0})
      .integers("one", {1})
      .integers("two", {2})
      .integers("rest", {-1})
      .node("Gather", {"shape", "zero"}, {"batch"}, {{"axis", std::int64_t{0}}})
      .node("Slice", {"shape", "one", "two"}, {"channels"})
      .node("Concat", {"batch", "channels", "rest"}, {"target"}, {{"axis", std::int64_t{0}}})
      .node("Reshape", {"x", "target"}, {"r"})
      .node("Transpose", {"r"}, {"t"}, {{"perm", Ints{0, 2, 1}}})
      .node("ConstantOfShape", {"shape"}, {"c"})
      .node("Unsqueeze", {"t", "one"}, {"u"})
      .node("Squeeze", {"u", "one"}, {"v"})
      .node("Expand", {"v", "target"}, {"w"})
      .output("v")
      .output("c");
  return model.bytes();
}

std::string attention() {
  OnnxModel model;
  model.input("x", {1, 5, 16})
      .weight("q", {16, 16})
      .weight("k", {16, 16})
      .weight("g", {16})
      .node("MatMul", {"x", "q"}, {"a"})
      .node("MatMul", {"x", "k"}, {"b"})
      .node("Transpose", {"b"}, {"c"}, {{"perm", Ints{0, 2, 1}}})
      .node("MatMul", {"a", "c"}, {"d"})
      .node("Softmax", {"d"}, {"e"}, {{"axis", std::int64_t{-1}}})
      .node("MatMul", {"e", "x"}, {"f"})
      .node("LayerNormalization", {"f", "g", "g"}, {"h"})
      .node("Einsum", {"h", "x"}, {"i"}, {{"equation", std::string("bij,bkj->bik")}})
      .node("ReduceMean", {"i"}, {"y"}, {{"axes", Ints{1}}, {"keepdims", std::int64_t{0}}})
      .output("y");
  return model.bytes();
}

std::string recurrent() {
  OnnxModel model;
  model.input("x", {7, 1, 4})
      .weight("w", {1, 12, 4})
      .weight("r", {1, 12, 3})
      .weight("v", {1, 9, 3})
      .weight("u", {1, 9, 3})
      .integers("axis", {1})
      .node("LSTM", {"x", "w", "r"}, {"a", "h", "c"}, {{"hidden_size", std::int64_t{3}}})
      .node("Squeeze", {"a", "axis"}, {"b"})
      .node("GRU", {"b", "v", "u"}, {"d"}, {{"hidden_size", std::int64_t{3}}})
      .output("d");
  return model.bytes();
}

std::string pictures() {
  OnnxModel model;
  model.input("x", {1, 4, 8, 8})
      .integers("parts", {1, 3})
      .integers("starts", {1, 1})
      .integers("ends", {7, 100})
      .integers("axes", {2, 3})
      .integers("pads", {0, 0, 1, 1, 0, 0, 1, 1})
      .integers("repeats", {1, 2, 1, 1})
      .floats("scales", {1, 1, 2, 2})
      .node("Split", {"x", "parts"}, {"a", "b"}, {{"axis", std::int64_t{1}}})
      .node("Concat", {"a", "b"}, {"c"}, {{"axis", std::int64_t{1}}})
      .node("Slice", {"c", "starts", "ends", "axes"}, {"d"})
      .node("Pad", {"d", "pads"}, {"e"})
      .node("Resize", {"e", "", "scales"}, {"f"})
      .node("Tile", {"f", "repeats"}, {"g"})
      .node("DepthToSpace", {"g"}, {"h"}, {{"blocksize", std::int64_t{2}}})
      .node("GlobalAveragePool", {"h"}, {"i"})
      .node("TopK", {"i", "two"}, {"v", "n"})
      .integers("two", {1})
      .output("v");
  return model.bytes();
}

std::string quantised() {
  OnnxModel model;
  model.input("x", {1, 3, 8, 8})
      .weight("s", {})
      .weight("z", {}, test::onnx_uint8)
      .weight("w", {4, 3, 3, 3}, test::onnx_int8)
      .weight("m", {}, test::onnx_int8)
      .node("QuantizeLinear", {"x", "s", "z"}, {"a"})
      .node("QLinearConv", {"a", "s", "z", "w", "s", "m", "s", "z"}, {"b"})
      .node("DequantizeLinear", {"b", "s", "z"}, {"y"})
      .output("y");
  return model.bytes();
}

}  // namespace

std::vector<std::string> onnx_seeds() {
  return {convolutions(), computed_shapes(), attention(), recurrent(), pictures(), quantised()};
}

}  // namespace splitscape::fuzz
