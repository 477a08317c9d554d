// Files that are broken on purpose: each ends in one clear error, in little time and memory.
#include <doctest/doctest.h>

#include <chrono>
#include <random>

#include "models/import/network_of_graph.hpp"
#include "tests/models/import/ncnn_text.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A network with something of every family.
const std::string sound =
    ncnn_text({"Input data 0 1 data -23330=4,3,32,32,3 0=32 1=32 2=3",
               "Convolution c1 1 1 data a 0=8 1=3 4=1 5=1 6=216 9=1", "Split s 1 2 a a0 a1",
               "ConvolutionDepthWise d 1 1 a0 b 0=8 1=3 4=1 7=8 6=72", "BinaryOp sum 2 1 a1 b e 0=0",
               "Slice sl 1 2 e e0 e1 -23300=2,-233,-233", "Concat co 2 1 e0 e1 f",
               "Deconvolution de 1 1 f g 0=4 1=2 3=2 6=128",
               "Crop cr 1 1 g h -23309=2,1,1 -23310=2,9,9 -23311=2,1,2", "Pooling p 1 1 h i 1=2 2=2",
               "Interp in 1 1 i j 0=1 1=2.0 2=2.0", "Reshape r 1 1 j k 0=16 1=-1", "LSTM l 1 1 k m 0=5 1=320",
               "Gemm ge 1 1 m n 3=1 5=1 6=1 8=7 9=5 10=4", "MultiHeadAttention at 1 1 n o 0=7 1=1 2=49",
               "InnerProduct ip 1 1 o q 0=10 2=70", "Softmax prob 1 1 q out"});

/// Reads a text and holds that it succeeds or ends in an ImportError of one line that names the file.
/// @return whether it succeeded
bool read_or_refuse(const std::string& text) {
  try {
    (void)network_of(read_ncnn(text, "net.param"));
    return true;
  } catch (const ImportError& error) {
    const std::string message = error.what();
    CHECK(message.find('\n') == std::string::npos);
    CHECK(message.size() < 1000);
    return false;
  }
}

/// A network of one layer that reads a small picture.
std::string one_layer(const std::string& line) {
  return ncnn_text({"Input in 0 1 in 0=8 1=8 2=4", line});
}

}  // namespace

TEST_CASE("hostile ncnn: a file cut off at any byte is refused or is a network by itself") {
  REQUIRE(read_or_refuse(sound));
  std::size_t read = 0;
  for (std::size_t size = 0; size < sound.size(); ++size)
    read += read_or_refuse(sound.substr(0, size)) ? 1U : 0U;
  // Only what the last words leave: a name is shorter, or the last line has no end.
  CHECK(read <= 4);
}

TEST_CASE("hostile ncnn: random bytes are refused") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 2000; ++round) {
    std::string text = round % 2 == 0 ? "" : "7767517\n2 2\n";
    for (std::size_t i = 0; i < 200; ++i) text += static_cast<char>(random());
    CHECK(!read_or_refuse(text));
  }
}

TEST_CASE("hostile ncnn: a network with one byte changed is read or refused") {
  std::mt19937_64 random(2);
  for (int round = 0; round < 20000; ++round) {
    std::string text = sound;
    text[random() % text.size()] = static_cast<char>(random());
    (void)read_or_refuse(text);
  }
}

TEST_CASE("hostile ncnn: a network with one number changed is read or refused") {
  std::mt19937_64 random(3);
  const std::vector<std::string> numbers{
      "0", "-1", "-233", "-234", "2147483647", "-2147483648", "65536", "1e300", "4611686018427387904"};
  for (int round = 0; round < 20000; ++round) {
    std::size_t start = random() % sound.size();
    while (start < sound.size() && std::isdigit(static_cast<unsigned char>(sound[start])) == 0) ++start;
    std::size_t end = start;
    while (end < sound.size() && std::isdigit(static_cast<unsigned char>(sound[end])) != 0) ++end;
    (void)read_or_refuse(sound.substr(0, start) + numbers[random() % numbers.size()] + sound.substr(end));
  }
}

TEST_CASE("hostile ncnn: a count of more layers than the file has costs nothing") {
  for (const std::string count : {"2147483648", "9223372036854775807"}) {
    CAPTURE(count);
    CHECK(ncnn_refusal("7767517\n" + count + " " + count + "\nInput a 0 1 a 0=1\nReLU r 1 1 a b\n") ==
          "net.param:2:1: the file says that it has " + count + " layers, and it has 2");
    CHECK(!read_or_refuse("7767517\n1 1\nReLU r " + count + " 1 a b\n"));
    CHECK(!read_or_refuse("7767517\n1 1\nReLU r 0 1 a -23300=" + count + ",1\n"));
  }
}

TEST_CASE("hostile ncnn: sizes beyond every tensor are refused with their layer") {
  for (const std::string size : {"2147483647", "4611686018427387904", "-1", "-2147483648", "1048577"}) {
    for (const std::string line : {"Convolution x 1 1 in out 0=S 1=S",
                                   "Convolution x 1 1 in out 0=4 1=1 3=1 4=S 15=S 14=S 16=S",
                                   "Deconvolution x 1 1 in out 0=S 1=S 3=S 2=S",
                                   "Deconvolution x 1 1 in out 0=4 1=1 20=S 21=S",
                                   "Pooling x 1 1 in out 0=1 7=1 8=S",
                                   "Padding x 1 1 in out 0=S 2=S 7=S",
                                   "Tile x 1 1 in out -23302=4,S,S,S,S",
                                   "Interp x 1 1 in out 3=S 4=S",
                                   "Reorg x 1 1 in out 0=S",
                                   "PixelShuffle x 1 1 in out 0=S",
                                   "Reshape x 1 1 in out 0=S 1=S 2=S",
                                   "InnerProduct x 1 1 in out 0=S 2=S",
                                   "Gemm x 1 1 in out 5=1 8=S 9=S",
                                   "Embed x 1 1 in out 0=S 1=S",
                                   "LSTM x 1 1 in out 0=S",
                                   "MultiHeadAttention x 1 1 in out 0=S 2=S",
                                   "DetectionOutput x 1 1 in out 3=S",
                                   "Crop x 1 1 in out 0=S 1=S 2=S 3=S",
                                   "Slice x 1 1 in out -23300=1,S",
                                   "Permute x 1 1 in out 0=S",
                                   "Concat x 1 1 in out 0=S",
                                   "Softmax x 1 1 in out -23330=4,3,S,S,S",
                                   "MemoryData x 0 1 out 0=S 1=S 2=S"}) {
      std::string text = line;
      for (std::size_t at = text.find(",S"); at != std::string::npos; at = text.find(",S"))
        text.replace(at + 1, 1, size);
      for (std::size_t at = text.find("=S"); at != std::string::npos; at = text.find("=S"))
        text.replace(at + 1, 1, size);
      CAPTURE(text);
      // Embeddings, gains and the like may be large; a tensor may not.
      (void)read_or_refuse(one_layer(text));
    }
    CHECK(!read_or_refuse(ncnn_text({"Input in 0 1 in 0=" + size + " 1=" + size, "ReLU x 1 1 in out"})));
  }
}

TEST_CASE("hostile ncnn: a cycle and a reference ahead are refused at the first layer that reads too early") {
  CHECK(ncnn_refusal(ncnn_text({"Input in 0 1 in 0=8", "Eltwise a 2 1 in y x", "ReLU b 1 1 x y"})) ==
        "net.param:4:18: layer 'a' (Eltwise): it reads the blob 'y', which is only made in line 5");
}

TEST_CASE("hostile ncnn: a chain of doublings ends at the largest tensor") {
  std::vector<std::string> lines{"Input in 0 1 b0 0=8"};
  for (int i = 0; i < 64; ++i) lines.push_back(fmt::format("Tile t{0} 1 1 b{0} b{1} 1=2", i, i + 1));
  const std::string message = ncnn_refusal(ncnn_text(lines));
  CHECK(message.find("layer 't28' (Tile): its output would be 4294967296, which no tensor is") !=
        std::string::npos);
}

TEST_CASE("hostile ncnn: the largest file that is read is read in seconds") {
  std::vector<std::string> lines{"Input in 0 1 b0 0=8 1=8 2=4"};
  for (std::size_t i = 0; i + 1 < most_operations; ++i)
    lines.push_back(fmt::format("Convolution t{0} 1 1 b{0} b{1} 0=4 1=3 4=1", i, i + 1));
  const std::string text = ncnn_text(lines);
  const auto start = std::chrono::steady_clock::now();
  const OperationGraph graph = read_ncnn(text, "net.param");
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  CHECK(graph.operations.size() == most_operations - 1);
  CHECK(taken.count() < 30);  // under sanitizers; about half a second without
}
