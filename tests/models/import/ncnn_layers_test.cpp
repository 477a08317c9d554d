#include "models/import/ncnn_layers.hpp"

#include <doctest/doctest.h>

#include "tests/models/import/ncnn_text.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A layer "x" that reads the input of a network of this shape.
Operation one(const std::string& shape, const std::string& type, const std::string& keys = "") {
  return ncnn_operation(shape, {type + " x 1 1 in out " + keys});
}

std::string shape(const std::string& input, const std::string& type, const std::string& keys = "") {
  return shape_of(one(input, type, keys));
}

/// Why it cannot be counted, without the place and the name.
std::string refused(const std::string& input, const std::string& type, const std::string& keys = "") {
  try {
    (void)one(input, type, keys);
  } catch (const ImportError& error) {
    const std::string message = error.what();
    const std::string start = "layer 'x' (" + type + ")";
    return message.substr(message.find(start) + start.size());
  }
  return "";
}

}  // namespace

// ---- convolutions

TEST_CASE("a convolution of ncnn has the kernel, stride, dilation and padding of each axis") {
  CHECK(shape("3x11x9", "Convolution", "0=4 1=3 6=108") == "4x9x7");
  CHECK(shape("3x11x9", "Convolution", "0=4 1=3 3=2") == "4x5x4");
  CHECK(shape("3x11x9", "Convolution", "0=4 1=3 4=1") == "4x11x9");
  CHECK(shape("3x11x9", "Convolution", "0=4 1=3 2=2") == "4x7x5");
  CHECK(shape("3x11x9", "Convolution", "0=4 1=3 11=5 3=2 13=1 4=1 14=0 12=2") == "4x3x5");
  CHECK(shape("3x11x9", "Convolution", "0=4 1=3 4=0 15=1 14=2 16=3") == "4x14x8");
  CHECK(shape("3x11x9", "Convolution", "0=4 1=3 3=2 4=-233") == "4x6x5");
  CHECK(shape("3x11x9", "Convolution", "0=4 1=3 3=2 4=-234") == "4x6x5");
  const Operation made = one("3x11x9", "Convolution", "0=4 1=3 11=5 5=1 6=180");
  CHECK(made.junctions == std::vector<Junction>{{3, 4, 1, 15, 49}});
  CHECK(made.parameters == 184);
  CHECK(made.macs == Macs{180 * 49});
}

TEST_CASE("a grouped convolution has a junction of each group") {
  const Operation grouped = one("6x5x5", "ConvolutionDepthWise", "0=4 1=3 7=2 6=108");
  CHECK(grouped.junctions == std::vector<Junction>{{3, 2, 2, 9, 9}});
  const Operation depthwise = one("6x5x5", "ConvolutionDepthWise", "0=6 1=3 4=1 5=1 7=6 6=54");
  CHECK(depthwise.junctions == std::vector<Junction>{{1, 1, 6, 9, 25}});
  CHECK(depthwise.macs == Macs{54 * 25});
  CHECK(depthwise.parameters == 60);
}

TEST_CASE("convolutions of one and three dimensions are counted likewise") {
  const Operation line = one("6x20", "Convolution1D", "0=4 1=5 3=3 4=1 5=1 6=120");
  CHECK(shape_of(line) == "4x6");
  CHECK(line.macs == Macs{120 * 6});
  CHECK(shape("6x20", "ConvolutionDepthWise1D", "0=6 1=5 7=6 6=30") == "6x16");
  const Operation solid = one("2x5x6x7", "Convolution3D", "0=4 1=3 11=2 21=1 6=48");
  CHECK(shape_of(solid) == "4x5x5x5");
  CHECK(solid.macs == Macs{48 * 125});
  CHECK(shape("4x5x6x7", "ConvolutionDepthWise3D", "0=4 1=3 7=4 4=1 6=108") == "4x5x6x7");
}

TEST_CASE("a convolution over a vector is an inner product") {
  const Operation made = one("6", "Convolution", "0=4 1=1 5=1 6=24");
  CHECK(shape_of(made) == "4");
  CHECK(made.macs == Macs{24});
  CHECK(refused("6", "Convolution", "0=4 1=3") == ": it must read a blob of 3 dimensions, and 'in' is 6");
}

TEST_CASE("quantised weights take eight bits and biases thirty-two") {
  const Operation made = one("3x5x5", "Convolution", "0=4 1=3 5=1 6=108 8=1");
  CHECK(made.weights == Bytes{108 + 16});
  CHECK(made.outputs[0].size == Bytes{4 * 9 * 4});
  CHECK(one("3x5x5", "Convolution", "0=4 1=3 5=1 8=102").outputs[0].size == Bytes{4 * 9});
  CHECK(one("3x5x5", "ConvolutionDepthWise", "0=3 1=3 7=3 8=1").weights == Bytes{27});
  CHECK(one("9", "InnerProduct", "0=4 1=1 2=36 8=1").weights == Bytes{36 + 16});
  CHECK(one("5x9", "Gemm", "3=1 5=1 6=1 8=4 9=9 10=4 18=1").weights == Bytes{36 + 16});
  CHECK(one("5x9", "Gemm", "3=1 5=1 6=1 8=4 9=9 10=-1 18=400").weights == Bytes{18});
  CHECK(one("5", "Embed", "0=4 1=9 3=36 18=1").weights == Bytes{36});
}

TEST_CASE("a transposed convolution spreads what it reads") {
  const Operation made = one("6x5x7", "Deconvolution", "0=4 1=4 3=2 4=1 5=1 6=384");
  CHECK(shape_of(made) == "4x10x14");
  CHECK(made.macs == Macs{384 * 35});
  CHECK(made.parameters == 388);
  CHECK(shape("6x5x7", "Deconvolution", "0=4 1=3 3=2") == "4x11x15");
  CHECK(shape("6x5x7", "Deconvolution", "0=4 1=3 2=2 3=2") == "4x13x17");
  CHECK(shape("6x5x7", "Deconvolution", "0=4 1=3 3=2 18=1") == "4x12x16");
  CHECK(shape("6x5x7", "Deconvolution", "0=4 1=3 3=2 4=-233 20=14 21=10") == "4x10x14");
  CHECK(shape("6x5x7", "DeconvolutionDepthWise", "0=6 1=2 3=2 7=6 6=24") == "6x10x14");
  CHECK(shape("6x7", "Deconvolution1D", "0=4 1=2 3=2") == "4x14");
  CHECK(shape("6x7", "DeconvolutionDepthWise1D", "0=6 1=2 3=2 7=6") == "6x14");
  CHECK(shape("6x5x5x7", "Deconvolution3D", "0=4 1=2 3=2 18=0 20=1") == "4x11x10x14");
  CHECK(shape("6x5x5x7", "DeconvolutionDepthWise3D", "0=6 1=2 3=2 7=6") == "6x10x10x14");
}

TEST_CASE("convolutions that cannot be are refused") {
  CHECK(refused("3x5x5", "Convolution", "1=3") == ": it needs the key 0 (number of outputs)");
  CHECK(refused("3x5x5", "Convolution", "0=4") == ": it needs the key 1 (width of the kernel)");
  CHECK(refused("3x5x5", "Convolution", "0=-4 1=3") == ", key 0: expected an integer from 1, found -4");
  CHECK(refused("3x5x5", "Convolution", "0=4 1=2.5") == ", key 1: expected an integer, found '2.5'");
  for (const std::string word : {"1x", "4611686018427387904", "1e999", "nan", "2,3"})
    CHECK(refused("3x5x5", "Convolution", "0=4 1=" + word) ==
          ", key 1: expected an integer, found '" + word + "'");
  CHECK(refused("3x5x5", "Convolution", "0=4 1=3 3=0") == ", key 3: expected an integer from 1, found 0");
  CHECK(refused("3x5x5", "Convolution", "0=4 1=3 4=-1") ==
        ", key 4: expected a padding from 0, or -233 or -234, found -1");
  CHECK(refused("3x5x5", "Convolution", "0=4 1=7") ==
        ": its window of 7 does not fit into 5 values padded by 0 and 0");
  CHECK(refused("3x5x5", "Convolution", "0=4 1=3 6=107") ==
        ", key 6: the file says that it has 107 weights, and its shape makes 108");
  CHECK(refused("3x5x5", "Convolution", "0=4 1=3 19=1") ==
        ", key 19: weights that another layer computes cannot be counted");
  CHECK(refused("3x5x5", "ConvolutionDepthWise", "0=4 1=3 7=3") ==
        ": 3 groups do not divide 3 channels into 4 filters");
  CHECK(refused("3x5x5", "Convolution", "0=4 1=1000000 11=1000000") ==
        ": no kernel has 1000000000000 points");
  CHECK(refused("3x5", "Convolution", "0=4 1=3") == ": it must read a blob of 3 dimensions, and 'in' is 3x5");
  CHECK(refused("3x5x5", "Deconvolution", "0=4 1=3 4=9") ==
        ": its output would be 4x-11x-11, which no tensor is (extents from 1, at most 1099511627776 values)");
  CHECK(refused("3x5x5", "Deconvolution", "0=2147483647 1=2147483647 3=2147483647") != "");
}

TEST_CASE("pooling pads as its mode says") {
  CHECK(shape("3x55x12", "Pooling", "1=3 2=2") == "3x27x6");
  CHECK(shape("3x56x12", "Pooling", "1=3 2=2") == "3x28x6");
  CHECK(shape("3x56x12", "Pooling", "1=3 2=2 5=1") == "3x27x5");
  CHECK(shape("3x56x11", "Pooling", "1=3 2=2 5=2") == "3x28x6");
  CHECK(shape("3x56x11", "Pooling", "1=3 2=2 5=3") == "3x28x6");
  CHECK(shape("3x56x12", "Pooling", "1=3 11=2 2=2 12=1 3=1 5=1") == "3x57x6");
  CHECK(shape("3x56x12", "Pooling", "0=1 4=1") == "3");
  CHECK(shape("3x56x12", "Pooling", "0=1 7=1 8=6 18=7") == "3x7x6");
  CHECK(shape("3x56x12", "Pooling", "0=1 7=1 8=6") == "3x6x6");
  CHECK(shape("3x56x12", "Pooling", "0=1 7=1 8=-233 18=7") == "3x7x12");
  CHECK(shape("3x56", "Pooling1D", "1=3 2=2 5=1") == "3x27");
  CHECK(shape("3x4x6x8", "Pooling3D", "1=2 2=2") == "3x2x3x4");
  CHECK(one("3x56x12", "Pooling", "1=3 2=2").macs == Macs{});
  CHECK(refused("3x5x5", "Pooling", "1=7") ==
        ": its window of 7 does not fit into 5 values padded by 0 and 0");
  CHECK(refused("3x5x5", "Pooling", "1=3 5=4") == ", key 5: expected a way of padding from 0 to 3, found 4");
  CHECK(refused("3x5x5", "Pooling", "0=1 7=1 8=0").find("its output would be 3x0x0") != std::string::npos);
}

// ---- products

TEST_CASE("an inner product flattens what it reads unless rows fit its weights") {
  const Operation flat = one("2x3x4", "InnerProduct", "0=5 1=1 2=120");
  CHECK(shape_of(flat) == "5");
  CHECK(flat.macs == Macs{120});
  CHECK(flat.parameters == 125);
  const Operation rows = one("7x4", "InnerProduct", "0=5 1=1 2=20");
  CHECK(shape_of(rows) == "7x5");
  CHECK(rows.junctions == std::vector<Junction>{{4, 5, 1, 1, 7}});
  CHECK(refused("2x3x4", "InnerProduct", "0=5 2=100") ==
        ", key 2: the file says that it has 100 weights, and its shape makes 120");
}

TEST_CASE("Gemm multiplies blobs or a blob and a constant") {
  const Operation right = one("7x896", "Gemm", "10=4 2=0 3=1 4=0 5=1 6=1 7=0 8=128 9=896");
  CHECK(shape_of(right) == "7x128");
  CHECK(right.junctions == std::vector<Junction>{{896, 128, 1, 1, 7}});
  CHECK(right.macs == Macs{7.0 * 896 * 128});
  CHECK(right.parameters == 896 * 128 + 128);
  CHECK(one("7x896", "Gemm", "3=1 5=1 6=1 8=128 9=896 10=-1").parameters == 896 * 128);
  CHECK(one("7x896", "Gemm", "3=1 5=1 6=1 8=128 9=896 10=0").parameters == 896 * 128 + 1);
  CHECK(one("7x896", "Gemm", "3=1 5=1 6=1 8=128 9=896 10=1").parameters == 896 * 128 + 7);
  CHECK(one("7x896", "Gemm", "3=1 5=1 6=1 8=128 9=896 10=3").parameters == 896 * 128 + 7 * 128);
  CHECK(shape("7x896", "Gemm", "3=1 5=1 8=128 9=896 14=1") == "128x7");
  CHECK(shape("7x896", "Gemm", "3=1 5=1 8=128 9=896 11=1") == "7x1x128");
  CHECK(shape("7x1x896", "Gemm", "3=1 5=1 8=128 9=896") == "7x128");
  CHECK(shape("896", "Gemm", "3=1 5=1 8=128 9=896") == "1x128");
  CHECK(shape("896x7", "Gemm", "2=1 3=1 5=1 8=128 9=896") == "7x128");
  const Operation left = one("896x7", "Gemm", "4=1 7=128 9=896");
  CHECK(shape_of(left) == "128x7");
  CHECK(left.junctions == std::vector<Junction>{{896, 128, 1, 1, 7}});
  const Operation both = ncnn_operation("6x4", {"Split s 1 2 in a b", "Gemm x 2 1 a b out 3=1"});
  CHECK(shape_of(both) == "6x6");
  CHECK(both.macs == Macs{6 * 4 * 6});
  CHECK(both.junctions.empty());
  CHECK(refused("7x5", "Gemm", "3=1 5=1 8=128 9=896") ==
        ": a matrix of 7x5 cannot be multiplied by one of 896x128");
  CHECK(refused("7x5", "Gemm", "5=1 8=1 9=5 6=1 10=5") == ", key 10: expected a kind from -1 to 4, found 5");
  CHECK(refused("7x2x5", "Gemm", "5=1 8=1 9=5") == ": blob 1 is 7x2x5, which is no matrix");
}

TEST_CASE("MatMul multiplies the last two dimensions") {
  const auto product = [](const std::string& a, const std::string& b, const std::string& keys = "") {
    return ncnn_operation(a, {"MemoryData m 0 1 b " + b, "MatMul x 2 1 in b out " + keys});
  };
  CHECK(shape_of(product("5x4", "0=7 1=4")) == "5x7");
  CHECK(shape_of(product("5x4", "0=4 1=7", "0=1")) == "5x7");
  CHECK(product("5x4", "0=7 1=4").macs == Macs{5 * 4 * 7});
  CHECK(product("3x5x4", "0=7 1=4 2=3").macs == Macs{3 * 5 * 4 * 7});
  CHECK(shape_of(product("3x5x4", "0=7 1=4 2=3")) == "3x5x7");
  CHECK(shape_of(product("3x5x4", "0=7 1=4")) == "3x5x7");
  CHECK(shape_of(product("2x1x5x4", "0=7 1=4 2=3")) == "2x3x5x7");
  CHECK(shape_of(product("4", "0=7 1=4")) == "7");
  CHECK(shape_of(product("5x4", "0=4")) == "5");
  CHECK(shape_of(product("4", "0=4")) == "1");
  CHECK(shape_of(product("4", "0=7 1=4 2=3")) == "3x7");
  const auto refused_product = [&](const std::string& a, const std::string& b, const std::string& keys) {
    try {
      (void)product(a, b, keys);
    } catch (const ImportError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(refused_product("5x4", "0=4 1=7", "") ==
        "net.param:5:1: layer 'x' (MatMul): 5x4 cannot be multiplied by 7x4");
  CHECK(refused_product("5x4", "0=7 1=4", "0=1") ==
        "net.param:5:1: layer 'x' (MatMul): 5x4 cannot be multiplied by 4x7 transposed");
  CHECK(refused_product("3x5x4", "0=7 1=4 2=2", "") ==
        "net.param:5:1: layer 'x' (MatMul): 3x5x4 cannot be multiplied by 2x4x7");
}

TEST_CASE("attention multiplies its weights and its queries keys and values") {
  const Operation self = one("10x64", "MultiHeadAttention", "0=64 1=4 2=4096");
  CHECK(shape_of(self) == "10x64");
  CHECK(self.macs == Macs{4 * 10 * 4096 + 2 * 10 * 10 * 64});
  CHECK(self.parameters == 4 * 4096 + 4 * 64);
  CHECK(self.junctions.size() == 4);
  const Operation cross = ncnn_operation(
      "10x64",
      {"MemoryData m 0 1 k 0=32 1=6", "MultiHeadAttention x 2 1 in k out 0=64 1=4 2=4096 3=32 4=32"});
  CHECK(cross.macs == Macs{2 * 10 * 4096 + 2 * 6 * 2048 + 2 * 10 * 6 * 64});
  const Operation masked = ncnn_operation(
      "10x64", {"MemoryData m 0 1 k 0=10 1=10", "MultiHeadAttention x 2 1 in k out 0=64 1=4 2=4096 5=1"});
  CHECK(masked.macs == self.macs);
  CHECK(one("10x64", "MultiHeadAttention", "0=64 1=4 2=4096 18=1").weights == Bytes{4 * 4096 + 4 * 4 * 64});
  CHECK(refused("10x63", "MultiHeadAttention", "0=64 1=4 2=4096") ==
        ": its weights are for queries, keys and values of 64, 64 and 64, and it reads 63, 63 and 63");
  CHECK(refused("10x64", "MultiHeadAttention", "0=64 2=4095") ==
        ", key 2: expected a multiple of 64, found 4095");
  CHECK(refused("10x64", "MultiHeadAttention", "0=64 2=4096 5=1 7=1") ==
        ": it must read 4 to 6 blobs, and reads 1");
}

TEST_CASE("attention with a cache goes on from what it has seen") {
  // 127 tokens are cached; one comes.
  const std::string cache = "MemoryData k 0 1 k 0=127 1=64", values = "MemoryData v 0 1 v 0=127 1=64";
  const Operation self = ncnn_operation(
      "1x64", {cache, values, "MultiHeadAttention x 3 3 in k v out nk nv 0=64 1=4 2=4096 7=1"});
  CHECK(self.macs == Macs{4 * 4096 + 2 * 128 * 64});
  CHECK(shape_of(self, 1) == "64x128");
  const Operation cross =
      ncnn_operation("1x64", {cache, values, "MemoryData m 0 1 other 0=64 1=127",
                              "MultiHeadAttention x 4 3 in other k v out nk nv 0=64 1=4 2=4096 7=1"});
  CHECK(cross.macs == Macs{2 * 4096 + 2 * 127 * 64});
  CHECK(cross.junctions.size() == 2);
  CHECK(shape_of(cross, 2) == "64x127");
}

TEST_CASE("scaled dot products count both products of every head") {
  const Operation plain = ncnn_operation("14x5x64", {"Split s 1 3 in q k v", "SDPA x 3 1 q k v out"});
  CHECK(shape_of(plain) == "14x5x64");
  CHECK(plain.macs == Macs{14.0 * 5 * 5 * 128});
  const Operation cached = ncnn_operation(
      "14x1x64", {"MemoryData a 0 1 k 0=64 1=1 2=2", "MemoryData b 0 1 v 0=32 1=1 2=2",
                  "MemoryData c 0 1 mask 0=128 1=1", "MemoryData d 0 1 ck 0=64 1=127 2=2",
                  "MemoryData e 0 1 cv 0=32 1=127 2=2", "SDPA x 6 3 in k v mask ck cv out nk nv 5=1 7=1"});
  CHECK(shape_of(cached) == "14x1x32");
  CHECK(shape_of(cached, 1) == "2x128x64");
  CHECK(shape_of(cached, 2) == "2x128x32");
  CHECK(cached.macs == Macs{14.0 * 128 * 96});
  const auto refusal = refusal_of_lines({"Input in 0 1 in 0=64 1=5 2=14", "MemoryData a 0 1 k 0=64 1=5 2=4",
                                         "Split s 1 2 k k1 k2", "SDPA x 3 1 in k1 k2 out"});
  CHECK(refusal ==
        "net.param:6:1: layer 'x' (SDPA): a query of 14x5x64, a key of 4x5x64 and a value of 4x5x64 do not "
        "fit together");
}

TEST_CASE("an embedding has parameters and multiplies nothing") {
  const Operation made = one("12", "Embed", "0=64 1=1000 2=1 3=64000");
  CHECK(shape_of(made) == "12x64");
  CHECK(made.parameters == 64064);
  CHECK(made.macs == Macs{});
  CHECK(made.junctions.empty());
  CHECK(refused("12", "Embed", "0=64 1=1000 3=640") ==
        ", key 3: the file says that it has 640 weights, and its shape makes 64000");
}

TEST_CASE("recurrent layers use their weights at every step") {
  const Operation lstm = one("9x16", "LSTM", "0=32 1=2048");
  CHECK(shape_of(lstm) == "9x32");
  CHECK(lstm.macs == Macs{9.0 * (16 * 128 + 32 * 128)});
  CHECK(lstm.parameters == 16 * 128 + 32 * 128 + 128);
  const Operation projected = one("9x16", "LSTM", "0=32 3=48");
  CHECK(projected.macs == Macs{9.0 * (16 * 192 + 32 * 192 + 48 * 32)});
  const Operation both_ways = one("9x16", "LSTM", "0=32 2=2 1=4096");
  CHECK(shape_of(both_ways) == "9x64");
  CHECK(both_ways.parameters == 2 * lstm.parameters);
  const Operation gru = one("9x16", "GRU", "0=32 1=1536");
  CHECK(gru.macs == Macs{9.0 * (16 * 96 + 32 * 96)});
  CHECK(gru.parameters == 16 * 96 + 32 * 96 + 4 * 32);
  const Operation rnn = one("9x16", "RNN", "0=32 1=512");
  CHECK(rnn.parameters == 16 * 32 + 32 * 32 + 32);
  const Operation states = ncnn_operation("9x16", {"LSTM x 1 3 in out h c 0=32 3=48"});
  CHECK(shape_of(states, 1) == "1x32");
  CHECK(shape_of(states, 2) == "1x48");
  CHECK(refused("9x16", "LSTM", "0=32 1=2047") ==
        ", key 1: the file says that it has 2047 weights, and its shape makes 2048");
}

// ---- element by element

TEST_CASE("activations leave shapes alone and are free") {
  for (const char* type :
       {"ReLU", "Softmax", "LRN", "Sigmoid", "GELU", "HardSwish", "ShuffleChannel", "UnaryOp"}) {
    CAPTURE(type);
    const Operation made = one("3x4x5", type);
    CHECK(shape_of(made) == "3x4x5");
    CHECK(made.macs == Macs{});
    CHECK(made.parameters == 0);
  }
}

TEST_CASE("sums stretch a blob over another") {
  const auto sum = [](const std::string& a, const std::string& b) {
    return shape_of(ncnn_operation(a, {"MemoryData m 0 1 b " + b, "BinaryOp x 2 1 in b out 0=0"}));
  };
  CHECK(sum("3x4x5", "0=5 1=4 2=3") == "3x4x5");
  CHECK(sum("3x4x5", "0=1 1=1 2=3") == "3x4x5");
  CHECK(sum("3x4x5", "0=3") == "3x4x5");      // a value a channel
  CHECK(sum("3x4x5", "0=5") == "3x4x5");      // a value a column
  CHECK(sum("3x4x5", "0=4 1=3") == "3x4x5");  // a value a row of a channel
  CHECK(sum("3x4x5", "0=1") == "3x4x5");
  CHECK(sum("1x4x5", "0=5 1=1 2=3") == "3x4x5");
  CHECK(shape("3x4x5", "BinaryOp", "0=2 1=1 2=0.5") == "3x4x5");
  CHECK(refusal_of_lines(
            {"Input in 0 1 in 0=5 1=4 2=3", "MemoryData m 0 1 b 0=7", "BinaryOp x 2 1 in b out"}) ==
        "net.param:5:1: layer 'x' (BinaryOp): blobs of 3x4x5 and of 7 do not fit together");
  CHECK(
      refusal_of_lines({"Input in 0 1 in 0=5 1=4 2=3", "MemoryData m 0 1 b 0=5", "Eltwise x 2 1 in b out"}) ==
      "net.param:5:1: layer 'x' (Eltwise): it must read blobs of one shape, and reads 3x4x5 and 5");
}

TEST_CASE("normalisations have trained values and multiply nothing that counts") {
  const auto parameters = [](const std::string& type, const std::string& keys) {
    const Operation made = one("6x4x4", type, keys);
    CHECK(made.macs == Macs{});
    CHECK(shape_of(made) == "6x4x4");
    return made.parameters;
  };
  CHECK(parameters("BatchNorm", "0=6") == 12);
  CHECK(parameters("Scale", "0=6") == 6);
  CHECK(parameters("Scale", "0=6 1=1") == 12);
  CHECK(parameters("Bias", "0=6") == 6);
  CHECK(parameters("LayerNorm", "0=4") == 8);
  CHECK(parameters("LayerNorm", "0=4 2=0") == 0);
  CHECK(parameters("RMSNorm", "0=4 2=1") == 4);
  CHECK(parameters("RMSNorm", "2=0") == 0);
  CHECK(parameters("GroupNorm", "0=2 1=6") == 12);
  CHECK(parameters("GroupNorm", "0=2 3=0") == 0);
  CHECK(parameters("InstanceNorm", "0=6") == 12);
  CHECK(parameters("InstanceNorm", "0=6 2=0") == 0);
  CHECK(parameters("Normalize", "3=6") == 6);
  CHECK(parameters("PReLU", "0=6") == 6);
  CHECK(shape_of(ncnn_operation("6x4x4", {"MemoryData m 0 1 b 0=6", "Scale x 2 1 in b out 0=-233"})) ==
        "6x4x4");
}

TEST_CASE("the bits of a value follow casts and quantisation") {
  const auto size = [](const std::string& type, const std::string& keys = "") {
    return one("6x4", type, keys).outputs[0].size;
  };
  CHECK(size("Cast", "0=1 1=2") == Bytes{48});
  CHECK(size("Cast", "0=1 1=3") == Bytes{24});
  CHECK(size("Cast", "0=1 1=4") == Bytes{48});
  CHECK(size("Cast", "0=1 1=0") == Bytes{96});
  CHECK(size("Quantize") == Bytes{24});
  CHECK(one("6x4", "Requantize", "2=6").parameters == 6);
  const Operation back =
      ncnn_operation("6x4", {"Quantize q 1 1 in a", "ReLU r 1 1 a b", "Dequantize d 1 1 b out 1=6"});
  CHECK(back.outputs[0].size == Bytes{96});
  CHECK(back.parameters == 6);
  CHECK(ncnn_operation("6x4", {"Quantize q 1 1 in a", "ReLU r 1 1 a b"}).outputs[0].size == Bytes{24});
  CHECK(refused("6x4", "Cast", "1=5") == ", key 1: expected a type from 0 to 4, found 5");
}

// ---- arrangement

TEST_CASE("concat and slice go along an axis") {
  const auto joined = [](const std::string& keys) {
    return shape_of(ncnn_operation("3x4x5", {"Split s 1 2 in a b", "Concat x 2 1 a b out " + keys}));
  };
  CHECK(joined("") == "6x4x5");
  CHECK(joined("0=1") == "3x8x5");
  CHECK(joined("0=-1") == "3x4x10");
  CHECK(refusal_of_lines(
            {"Input in 0 1 in 0=5 1=4 2=3", "MemoryData m 0 1 b 0=5 1=3 2=3", "Concat x 2 1 in b out 0=2"}) ==
        "net.param:5:1: layer 'x' (Concat): blobs of 3x4x5 and of 3x3x5 cannot stand behind each other along "
        "axis 2");
  CHECK(refused("3x4", "Concat", "0=2") == ": there is no axis 2 in 2 dimensions");
  const auto parts = [](const std::string& keys) {
    const Operation made = ncnn_operation("7x4x5", {"Slice x 1 3 in a b c " + keys});
    return shape_of(made, 0) + " " + shape_of(made, 1) + " " + shape_of(made, 2);
  };
  CHECK(parts("-23300=3,-233,-233,-233") == "2x4x5 2x4x5 3x4x5");
  CHECK(parts("-23300=3,4,1,-233") == "4x4x5 1x4x5 2x4x5");
  CHECK(parts("-23300=3,1,2,-233 1=2") == "7x4x1 7x4x2 7x4x2");
  CHECK(parts("-23302=2,2,-1") == "2x4x5 4x4x5 1x4x5");
  CHECK(refusal_of_lines({"Input in 0 1 in 0=5", "Slice x 1 2 in a b -23300=2,4,2"}) ==
        "net.param:4:1: layer 'x' (Slice): a part of 2 cannot be taken from the 1 values that are left along "
        "axis 0");
  CHECK(refusal_of_lines({"Input in 0 1 in 0=5", "Slice x 1 2 in a b -23300=1,4"}) ==
        "net.param:4:1: layer 'x' (Slice): it makes 2 blobs and tells the sizes of 1");
  CHECK(refusal_of_lines({"Input in 0 1 in 0=5", "Slice x 1 2 in a b -23300=2,4.5,1"}) ==
        "net.param:4:20: layer 'x' (Slice), key 0: expected a list of integers, found '2,4.5,1'");
}

TEST_CASE("a crop takes what lies behind its offsets") {
  CHECK(shape("64x104x104", "Crop", "2=32 3=104 4=104 5=32") == "32x104x104");
  CHECK(shape("8x9x10", "Crop", "0=1 1=2 2=3 3=-233 4=-233 5=-233") == "5x7x9");
  CHECK(shape("8x9x10", "Crop", "0=1 6=2 3=0 4=0 5=0") == "8x9x7");
  CHECK(shape("8x9x10", "Crop", "0=3 1=-233 2=-233 3=4") == "4x9x10");
  CHECK(shape("8x9x10", "Crop", "0=1 1=3 2=-233 3=4 4=2") == "2x4x10");
  CHECK(shape("9x10", "Crop", "0=3 1=-233 3=4") == "4x10");
  CHECK(shape("9x10", "Crop", "0=3 1=1 3=4 4=5") == "5x4");
  CHECK(shape("10", "Crop", "0=3 3=4") == "4");
  CHECK(shape("4x8x9x10", "Crop", "0=1 1=1 13=1 2=1") == "3x7x8x9");
  CHECK(shape("8x9x10", "Crop", "-23309=2,1,-3 -23310=2,5,-233 -23311=2,0,-1") == "4x9x3");
  CHECK(shape("8x9x10", "Crop", "-23309=3,0,0,2 -23310=3,-1,-233,-2") == "7x9x6");
  CHECK(shape_of(ncnn_operation("8x9x10", {"MemoryData m 0 1 b 0=4 1=3 2=2", "Crop x 2 1 in b out"})) ==
        "2x3x4");
  CHECK(shape_of(ncnn_operation("8x9x10", {"MemoryData m 0 1 b 0=4 1=3", "Crop x 2 1 in b out"})) == "8x3x4");
  CHECK(refused("8x9x10", "Crop", "-23309=1,1 -23310=1,5") ==
        ": it needs a start and an end for each of 3 axes");
  CHECK(refused("8", "Crop", "-23309=1,-9 -23310=1,5") == ": a start of -9 lies in front of 8 values");
  CHECK(refused("8", "Crop", "0=9").find("its output would be -1") != std::string::npos);
}

TEST_CASE("padding adds to every axis") {
  CHECK(shape("8x9x10", "Padding", "0=1 1=2 2=3 3=4") == "8x12x17");
  CHECK(shape("8x9x10", "Padding", "7=1 8=4") == "13x9x10");
  CHECK(shape("2x8x9x10", "Padding", "7=1 8=4") == "2x13x9x10");
  CHECK(shape("9x10", "Padding", "0=1 2=1 7=5") == "10x11");
  CHECK(shape("10", "Padding", "0=1 2=1") == "11");
  CHECK(one("8x9x10", "Padding", "6=8").parameters == 8);
}

TEST_CASE("shapes are arranged anew") {
  CHECK(shape("3x4x5", "Flatten") == "60");
  CHECK(shape("3x4x5", "Reshape", "0=-1") == "60");
  CHECK(shape("3x4x5", "Reshape", "0=0 1=-1") == "12x5");
  CHECK(shape("3x4x5", "Reshape", "0=2 1=5 2=6") == "6x5x2");
  CHECK(shape("3x4x5", "Reshape", "0=2 1=5 11=3 2=2") == "2x3x5x2");
  CHECK(shape("3x4x5", "Reshape") == "3x4x5");
  CHECK(refused("3x4x5", "Reshape", "0=7 1=-1") == ": 3x4x5 cannot be shaped as 8x7");
  CHECK(refused("3x4x5", "Reshape", "6=0w,1") ==
        ", key 6: a shape that an expression computes cannot be read");
  CHECK(refused("3x4x5", "Reshape", "0=-1 1=-1") == ": 3x4x5 cannot be shaped as 0x-1");
  CHECK(shape("3x4x5", "Permute", "0=3") == "4x5x3");
  CHECK(shape("3x4x5", "Permute", "0=0") == "3x4x5");
  CHECK(shape("3x4x5", "Permute", "0=1") == "3x5x4");
  CHECK(shape("3x4x5", "Permute", "0=2") == "4x3x5");
  CHECK(shape("3x4x5", "Permute", "0=5") == "5x4x3");
  CHECK(shape("4x5", "Permute", "0=1") == "5x4");
  CHECK(shape("5", "Permute") == "5");
  CHECK(shape("2x3x4x5", "Permute", "0=23") == "5x4x3x2");
  CHECK(shape("2x3x4x5", "Permute", "0=6") == "3x2x4x5");
  CHECK(refused("3x4x5", "Permute", "0=6") == ", key 0: there is no order 6 of 3 dimensions");
}

TEST_CASE("dimensions of one come and go") {
  CHECK(shape("1x4x1", "Squeeze", "-23303=2,0,-1") == "4");
  CHECK(shape("1x4x1", "Squeeze", "0=1 1=1 2=1") == "4");
  CHECK(shape("1x4x1", "Squeeze", "2=1") == "4x1");
  CHECK(shape("1x1x4x1", "Squeeze", "11=1") == "1x4x1");
  CHECK(shape("1", "Squeeze", "0=1") == "1");
  CHECK(shape("2x7x64", "ExpandDims", "-23303=1,1") == "2x1x7x64");
  CHECK(shape("7x64", "ExpandDims", "-23303=1,-1") == "7x64x1");
  CHECK(shape("7x64", "ExpandDims", "0=1") == "7x64x1");
  CHECK(shape("7x64", "ExpandDims", "1=1") == "7x1x64");
  CHECK(shape("7x64", "ExpandDims", "2=1") == "1x7x64");
  CHECK(shape("2x7x64", "ExpandDims", "11=1") == "2x1x7x64");
  CHECK(shape("64", "ExpandDims", "1=1") == "1x64");
  CHECK(shape("64", "ExpandDims", "0=1 1=1") == "1x64x1");
  CHECK(refused("2x7x64", "ExpandDims", "-23303=2,0,0") == ": it would make more than 4 dimensions");
  CHECK(refused("2x7x64", "ExpandDims", "0=1 1=1") == ": it would make more than 4 dimensions");
}

// ---- repeating, stretching, reducing

TEST_CASE("tiles repeat along axes") {
  CHECK(shape("2x1x7x64", "Tile", "-23302=4,1,7,1,1") == "2x7x7x64");
  CHECK(shape("3x4x5", "Tile", "0=1 1=3") == "3x12x5");
  CHECK(shape("3x4x5", "Tile", "-23302=3,2,1,3") == "6x4x15");
  CHECK(shape("2x3x4x5", "Tile", "-23302=3,2,1,3") == "2x6x4x15");
  CHECK(shape("4x5", "Tile", "-23302=3,2,1,3") == "2x4x15");
  CHECK(shape("5", "Tile", "-23302=2,3,2") == "3x10");
  CHECK(shape("5", "Tile", "-23302=1,2") == "10");
  CHECK(refused("5", "Tile", "-23302=1,0") == ", key 2: expected repetitions from 1, found 0");
  CHECK(refused("5", "Tile", "2=many") == ", key 2: expected a list of integers, found 'many'");
  CHECK(refused("5", "Tile", "-23302=5,1,1,1,1,1") == ", key 2: expected at most 4 repetitions");
  CHECK(refused("5", "Tile", "1=2147483647").find("which no tensor is") != std::string::npos);
}

TEST_CASE("pictures are stretched to a size or by a factor") {
  CHECK(shape("3x13x14", "Interp", "0=1 1=2.0 2=3.0") == "3x26x42");
  CHECK(shape("3x13x14", "Interp", "0=1 1=0.5 2=0.5") == "3x6x7");
  CHECK(shape("3x13x14", "Interp", "0=2 3=5 4=7") == "3x5x7");
  CHECK(shape("8", "Interp", "0=2 3=5 4=7") == "8x5x7");
  CHECK(shape("4x10", "Interp", "0=2 4=7") == "4x7");
  CHECK(shape("4x10", "Interp", "0=2 2=2.0") == "4x20");
  CHECK(shape_of(ncnn_operation(
            "3x4x5", {"MemoryData m 0 1 b 0=9 1=8 2=1", "Interp x 2 1 in b out 0=1 5=1"})) == "3x8x9");
  CHECK(refused("3x4x5", "Interp", "1=1e300") == ", key 1: 4 values cannot be scaled by 1e+300");
  CHECK(refused("3x4x5", "Interp", "1=0.1") == ", key 1: 4 values cannot be scaled by 0.1");
  CHECK(refused("3x4x5", "Interp", "1=-1.0") == ", key 1: 4 values cannot be scaled by -1");
  CHECK(refused("3x4x5", "Interp", "1=1,2") == ", key 1: expected a number, found '1,2'");
  CHECK(refused("3x4x5", "Interp", "9=a") == ", key 9: a size that an expression computes cannot be read");
}

TEST_CASE("channels become pixels and back") {
  CHECK(shape("12x4x5", "PixelShuffle", "0=2") == "3x8x10");
  CHECK(shape("3x4x6", "Reorg", "0=2") == "12x2x3");
  CHECK(refused("10x4x5", "PixelShuffle", "0=2") == ", key 0: 10 channels cannot be spread by a factor of 2");
  CHECK(refused("3x4x6", "Reorg", "0=5") == ", key 0: 3x4x6 cannot be taken apart by a stride of 5");
}

TEST_CASE("reductions take axes away or leave ones") {
  CHECK(shape("3x4x5", "Reduction", "0=3") == "1");
  CHECK(shape("3x4x5", "Reduction", "0=3 4=1") == "1x1x1");
  CHECK(shape("3x4x5", "Reduction", "0=3 1=0 -23303=2,1,2 5=1") == "3");
  CHECK(shape("3x4x5", "Reduction", "0=3 1=0 -23303=1,-1 4=1 5=1") == "3x4x1");
  CHECK(refused("3x4x5", "Reduction", "0=3 1=0 -23303=1,1") ==
        ", key 3: axes of an old file, which counted them otherwise; convert the network anew");
  CHECK(shape("10", "ArgMax", "1=3") == "3");
  CHECK(shape("10", "ArgMax", "0=1 1=3") == "2x3");
  CHECK(shape("4x10", "GLU", "0=1") == "4x5");
  CHECK(refused("4x1", "GLU", "0=1").find("its output would be 4x0") != std::string::npos);
}

// ---- detection

TEST_CASE("detectors make at most as many boxes as they may keep") {
  CHECK(shape("512x19x19", "PriorBox", "-23300=1,60.0 -23302=1,2.0 9=300 10=300") == "2x4332");
  CHECK(shape("512x10x10", "PriorBox", "-23300=1,60.0 -23301=1,90.0 -23302=2,2.0,3.0 9=300 10=300") ==
        "2x2400");
  CHECK(shape("512x10x10", "PriorBox", "-23300=1,60.0 -23302=1,2.0 7=0 9=300 10=300") == "2x800");
  CHECK(shape("512x10x10", "PriorBox", "-23300=2,.2,.3 -23302=3,1.0,2.0,3.0 9=-233 10=-233") == "1600");
  CHECK(shape("512x10x10", "DetectionOutput", "0=21 3=50") == "50x6");
  CHECK(shape("512x10x10", "DetectionOutput", "0=21") == "100x6");
  CHECK(shape("255x13x13", "Yolov3DetectionOutput", "0=80 1=3") == "507x6");
  CHECK(shape("255x13x13", "YoloDetectionOutput", "0=80") == "845x6");
  // A file that tells how many boxes were found is believed up to that.
  CHECK(shape("255x13x13", "Yolov3DetectionOutput", "0=80 1=3 -23330=4,2,6,300,1") == "300x6");
  CHECK(refused("255x13x13", "Yolov3DetectionOutput", "0=80 1=3 -23330=4,2,6,600,1") != "");
}
