// Files that mean harm: they end in an ImportError, soon and in little memory.
#include <doctest/doctest.h>
#include <onnx/onnx_pb.h>

#include <chrono>
#include <random>

#include "models/import/network_of_graph.hpp"
#include "models/import/onnx_network.hpp"
#include "tests/support/onnx_model.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Dimensions = std::vector<std::int64_t>;

/// Every kind of node that reads attributes or stored numbers, a few of each.
std::string all_sorts() {
  OnnxModel model;
  model.input("x", {1, 4, 8, 8}).weight("w", {8, 2, 3, 3}).weight("b", {8}).weight("m", {16, 5});
  model.node("Conv", {"x", "w", "b"}, {"c"},
             {{"group", std::int64_t{2}},
              {"pads", Dimensions{1, 1, 1, 1}},
              {"strides", Dimensions{1, 1}},
              {"dilations", Dimensions{1, 1}},
              {"kernel_shape", Dimensions{3, 3}}});
  model.node("MaxPool", {"c"}, {"p"}, {{"kernel_shape", Dimensions{2, 2}}, {"strides", Dimensions{2, 2}}});
  model.node("ConvTranspose", {"p", "w"}, {"t"},
             {{"strides", Dimensions{2, 2}}, {"auto_pad", std::string("SAME_UPPER")}});
  model.node("Split", {"t"}, {"a", "s"}, {{"axis", std::int64_t{1}}, {"split", Dimensions{1, 1}}});
  model.node("Transpose", {"a"}, {"u"}, {{"perm", Dimensions{0, 1, 3, 2}}})
      .integers("from", {0})
      .integers("to", {4});
  model.node("Slice", {"u", "from", "to"}, {"v"})
      .floats("scales", {1, 1, 2, 2})
      .node("Resize", {"v", "", "scales"}, {"r"});
  model.node("Shape", {"r"}, {"shape"}).constant("zero", {0}).node("Gather", {"shape", "zero"}, {"n"});
  model.constant("rest", {-1, 16}).node("Concat", {"n", "rest"}, {"target"}, {{"axis", std::int64_t{0}}});
  model.node("Reshape", {"r", "target"}, {"f"}).node("MatMul", {"f", "m"}, {"y"});
  model.node("Einsum", {"f", "f"}, {"e"}, {{"equation", std::string("bij,bkj->bik")}});
  model.node("ReduceMean", {"e"}, {"z"}, {{"axes", Dimensions{1, 2}}, {"keepdims", std::int64_t{0}}});
  return model.output("z").output("y").bytes();
}

/// Whether a file is read or refused, both of which are fine; everything else leaves or kills the test.
void try_to_read(const std::string& bytes) {
  try {
    const auto graph = read_onnx(bytes, "m.onnx");
    (void)network_of(graph);
  } catch (const ImportError& error) {
    CHECK(std::string(error.what()).find('\n') == std::string::npos);
  }
}

// ---- models put together by chance

const std::int64_t opsets[] = {7, 9, 10, 11, 12, 13, 15, 17, 18, 21};
const std::int64_t values[] = {0, -1, 1, 2, 3, -3, 16, 1 << 20, std::int64_t{1} << 31, INT64_MAX, INT64_MIN};
const OnnxShape shapes[] = {{}, {4}, {1, 3}, {3, 0}, {1, 2, 3}, {2, 3, 3}, {1, 3, 5, 4}, {1, 2, 3, 3, 3}};
const char* const tensors[] = {"x", "x", "w", "v", "s", "i", "j", "k", "f", ""};
const char* const operators[] = {"Add",
                                 "ArgMax",
                                 "AveragePool",
                                 "BatchNormalization",
                                 "Cast",
                                 "CastLike",
                                 "Clip",
                                 "Concat",
                                 "Constant",
                                 "ConstantOfShape",
                                 "Conv",
                                 "ConvInteger",
                                 "ConvTranspose",
                                 "CumSum",
                                 "DepthToSpace",
                                 "DequantizeLinear",
                                 "Dropout",
                                 "DynamicQuantizeLinear",
                                 "Einsum",
                                 "Equal",
                                 "Expand",
                                 "Flatten",
                                 "GRU",
                                 "Gather",
                                 "GatherElements",
                                 "GatherND",
                                 "Gemm",
                                 "GlobalAveragePool",
                                 "Identity",
                                 "InstanceNormalization",
                                 "LSTM",
                                 "LayerNormalization",
                                 "LpPool",
                                 "MatMul",
                                 "MatMulInteger",
                                 "MaxPool",
                                 "OneHot",
                                 "PRelu",
                                 "Pad",
                                 "Pow",
                                 "QLinearConv",
                                 "QLinearMatMul",
                                 "QuantizeLinear",
                                 "RNN",
                                 "Range",
                                 "ReduceMean",
                                 "ReduceSum",
                                 "Reshape",
                                 "Resize",
                                 "ScatterND",
                                 "Shape",
                                 "Size",
                                 "Slice",
                                 "Softmax",
                                 "SpaceToDepth",
                                 "Split",
                                 "Squeeze",
                                 "Sum",
                                 "Tile",
                                 "TopK",
                                 "Transpose",
                                 "Trilu",
                                 "Unsqueeze",
                                 "Upsample",
                                 "Where"};
const char* const attributes[] = {
    "axis",        "axes",       "perm",    "split",     "blocksize",    "to",           "keepdims",
    "hidden_size", "group",      "strides", "pads",      "kernel_shape", "direction",    "layout",
    "k",           "start",      "end",     "equation",  "value",        "output_shape", "scales",
    "dilations",   "batch_dims", "transA",  "ceil_mode", "num_outputs"};

template <class List>
const auto& any_of(const List& list, std::mt19937_64& random) {
  return list[random() % std::size(list)];
}

std::vector<OnnxAttribute> any_attributes(std::mt19937_64& random) {
  std::vector<OnnxAttribute> how;
  for (std::uint64_t i = random() % 4; i > 0; --i) {
    Dimensions list;
    for (std::uint64_t k = random() % 5; k > 0; --k) list.push_back(any_of(values, random));
    if (random() % 2 == 0) {
      how.push_back({any_of(attributes, random), list});
    } else {
      how.push_back({any_of(attributes, random), any_of(values, random)});
    }
  }
  return how;
}

template <class Change>
std::string refusal_with(Change change) {
  OnnxModel model;
  model.input("x", {1, 8});
  change(model);
  try {
    (void)read_onnx(model.bytes(), "m.onnx");
  } catch (const ImportError& error) {
    return error.what();
  }
  return "it was read";
}

double seconds_of(const std::string& bytes) {
  const auto start = std::chrono::steady_clock::now();
  try_to_read(bytes);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

TEST_CASE("the model that is broken below is sound by itself") {
  const auto graph = read_onnx(all_sorts(), "m.onnx");
  CHECK(graph.operations.size() == 11);
  CHECK(graph.outputs.size() == 2);
}

TEST_CASE("an ONNX file that is cut off at any byte is read or refused") {
  const std::string whole = all_sorts();
  for (std::size_t length = 0; length < whole.size(); ++length) try_to_read(whole.substr(0, length));
}

TEST_CASE("random bytes are no ONNX network") {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 2000; ++trial) {
    std::string bytes(random() % 300, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    CHECK_THROWS_AS((void)read_onnx(bytes, "m.onnx"), ImportError);
  }
}

TEST_CASE("an ONNX file with changed bytes is read or refused") {
  const std::string whole = all_sorts();
  std::mt19937_64 random(2);
  for (int trial = 0; trial < 20000; ++trial) {
    std::string bytes = whole;
    for (std::size_t change = 0; change <= random() % 4; ++change) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    try_to_read(bytes);
  }
}

TEST_CASE("attributes of any value are read or refused") {
  const std::int64_t values[] = {
      0, -1, 1, 2, 7, 1 << 20, INT64_MAX, INT64_MIN, std::int64_t{1} << 31, std::int64_t{1} << 62};
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 20000; ++trial) {
    onnx::ModelProto model;
    REQUIRE(model.ParseFromString(all_sorts()));
    auto* node = model.mutable_graph()->mutable_node(
        static_cast<int>(random() % static_cast<std::uint64_t>(model.graph().node_size())));
    if (node->attribute_size() == 0) continue;
    auto* attribute = node->mutable_attribute(
        static_cast<int>(random() % static_cast<std::uint64_t>(node->attribute_size())));
    attribute->set_i(values[random() % std::size(values)]);
    if (random() % 2 == 0) attribute->add_ints(1);
    if (random() % 4 == 0) attribute->clear_ints();
    for (auto& value : *attribute->mutable_ints()) {
      if (random() % 2 == 0) value = values[random() % std::size(values)];
    }
    try_to_read(model.SerializeAsString());
  }
}

TEST_CASE("stored tensors of any claimed shape and type are read or refused") {
  const std::int64_t sizes[] = {
      0, -1, 1, 2, 3, 8, 16, std::int64_t{1} << 31, std::int64_t{1} << 62, INT64_MAX, INT64_MIN};
  std::mt19937_64 random(4);
  for (int trial = 0; trial < 20000; ++trial) {
    onnx::ModelProto model;
    REQUIRE(model.ParseFromString(all_sorts()));
    auto* tensor = model.mutable_graph()->mutable_initializer(
        static_cast<int>(random() % static_cast<std::uint64_t>(model.graph().initializer_size())));
    if (random() % 3 == 0) tensor->set_data_type(static_cast<int>(random() % 30) - 2);
    if (random() % 3 == 0) tensor->add_dims(sizes[random() % std::size(sizes)]);
    if (random() % 4 == 0) tensor->clear_dims();
    if (random() % 3 == 0) tensor->add_int64_data(static_cast<std::int64_t>(random()));
    for (auto& size : *tensor->mutable_dims()) {
      if (random() % 2 == 0) size = sizes[random() % std::size(sizes)];
    }
    try_to_read(model.SerializeAsString());
  }
}

TEST_CASE("any operator on inputs that are not its own is read or refused") {
  std::mt19937_64 random(5);
  for (int trial = 0; trial < 40000; ++trial) {
    OnnxModel model(any_of(opsets, random));
    model.input("x", any_of(shapes, random)).weight("w", {2, 3, 3}).weight("v", {2}).weight("s", {});
    model.integers("i", {any_of(values, random), any_of(values, random)})
        .integers("j", {any_of(values, random)});
    model.integers("k", {}).floats("f", {1, 2});
    std::vector<std::string> inputs{"x"};
    for (std::uint64_t i = random() % 7; i > 0; --i) inputs.emplace_back(any_of(tensors, random));
    if (random() % 8 == 0) inputs.clear();
    std::vector<std::string> outputs{"y"};
    for (std::uint64_t i = random() % 3; i > 0; --i) outputs.push_back("y" + std::to_string(i));
    model.node(any_of(operators, random), inputs, outputs, any_attributes(random)).output("y");
    try_to_read(model.bytes());
  }
}

TEST_CASE("dimensions that no tensor has are refused") {
  const auto refused = [](const Dimensions& shape) {
    return refusal_with([&](OnnxModel& m) {
      m.weight("w", shape).node("MatMul", {"x", "w"}, {"y"}).output("y");
    });
  };
  CHECK(refused({8, -4}) == "m.onnx: a tensor has the dimension -4");
  CHECK(refused({8, std::int64_t{1} << 62}) ==
        "m.onnx: a tensor has the dimension 4611686018427387904; 2147483648 is the largest");
  CHECK(refused({8, 1 << 20, 1 << 20}) ==
        "m.onnx: a tensor of 8x1048576x1048576 values; 1099511627776 are the most");
  CHECK(refused(Dimensions(17, 1)) == "m.onnx: a tensor of 17 dimensions; 16 are the most");
}

TEST_CASE("a constant of a claimed terabyte costs no memory") {
  OnnxModel model;
  model.input("x", {1, 1 << 18}).integers("shape", {1 << 18, 1 << 20});
  model.node("ConstantOfShape", {"shape"}, {"w"}).node("MatMul", {"x", "w"}, {"y"}).output("y");
  const auto graph = read_onnx(model.bytes(), "m.onnx");
  CHECK(graph.operations[0].parameters == 274877906944.0);
}

TEST_CASE("a tensor that grows node by node is stopped") {
  CHECK(refusal_with([](OnnxModel& m) {
          m.node("Concat", {"x", "x"}, {"t0"}, {{"axis", std::int64_t{1}}});
          for (int i = 0; i < 60; ++i) {
            const std::string from = "t" + std::to_string(i), to = "t" + std::to_string(i + 1);
            m.node("Concat", {from, from}, {to}, {{"axis", std::int64_t{1}}});
          }
          m.output("t60");
        }) ==
        "m.onnx: node 't28' (Concat): a tensor has the dimension 4294967296; 2147483648 is the largest");
}

TEST_CASE("a constant made of very many stored tensors is stopped") {
  CHECK(refusal_with([](OnnxModel& m) {
          std::vector<std::string> names;
          for (int i = 0; i < 300; ++i) {
            names.push_back("w" + std::to_string(i));
            m.weight(names.back(), {8});
          }
          m.node("Concat", names, {"w"}, {{"axis", std::int64_t{0}}})
              .node("Add", {"x", "w"}, {"y"})
              .output("y");
        }) == "m.onnx: node 'w' (Concat): its constant is made of too many stored tensors");
}

TEST_CASE("graphs that are nested deeper than protobuf goes are refused") {
  onnx::ModelProto model;
  auto* graph = model.mutable_graph();
  for (int i = 0; i < 200; ++i) graph = graph->add_node()->add_attribute()->mutable_g();
  CHECK_THROWS_WITH_AS((void)read_onnx(model.SerializeAsString(), "m.onnx"), "m.onnx: this is no ONNX model",
                       ImportError);
}

TEST_CASE("a hundred thousand operations are read within seconds and one more is refused") {
  const auto chain = [](int length) {
    OnnxModel model;
    model.input("x", {1, 8});
    for (int i = 0; i < length; ++i) {
      model.node("Relu", {i == 0 ? "x" : "t" + std::to_string(i - 1)}, {"t" + std::to_string(i)});
    }
    return model.output("t" + std::to_string(length - 1)).bytes();
  };
  CHECK(seconds_of(chain(100000)) < 20);
  CHECK_THROWS_WITH_AS((void)read_onnx(chain(100001), "m.onnx"),
                       "m.onnx: node 't100000' (Relu): more than 100000 operations", ImportError);
}

TEST_CASE("a graph with an output a node ends soon") {
  OnnxModel model;
  model.input("x", {1, 8});
  for (int i = 0; i < 20000; ++i) {
    model.node("Relu", {i == 0 ? "x" : "t" + std::to_string(i - 1)}, {"t" + std::to_string(i)})
        .output("t" + std::to_string(i));
  }
  CHECK(seconds_of(model.bytes()) < 20);
}
