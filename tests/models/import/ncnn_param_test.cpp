#include "models/import/ncnn_param.hpp"

#include <doctest/doctest.h>

#include "tests/models/import/ncnn_text.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

NcnnLayer layer(const std::string& line) {
  return parse_ncnn("7767517\n1 9\n" + line + "\n", "net.param").at(0);
}

std::string refusal_of(const std::string& line) {
  return ncnn_refusal("7767517\n1 9\n" + line + "\n");
}

}  // namespace

TEST_CASE("a line of an ncnn file is a type, a name, blobs and keys") {
  const NcnnLayer read = layer("Eltwise   sum  2 1 a b c 0=1 -23301=2,1.0,-2.5e-1");
  CHECK(read.type.text == "Eltwise");
  CHECK(read.name.text == "sum");
  CHECK(read.name.column == 11);
  REQUIRE(read.inputs.size() == 2);
  CHECK(read.inputs[1].text == "b");
  REQUIRE(read.outputs.size() == 1);
  CHECK(read.outputs[0].text == "c");
  CHECK(read.keys.at(0).numbers == std::vector<double>{1});
  CHECK(!read.keys.at(0).list);
  CHECK(read.keys.at(0).column == 26);
  CHECK(read.keys.at(1).numbers == std::vector<double>{1, -.25});
  CHECK(read.keys.at(1).list);
  CHECK(read.line == 3);
}

TEST_CASE("newer ncnn files write lists without their length and texts") {
  const NcnnLayer read = layer("Reshape r 1 1 a b 0=3,4 6=0w,1 -23302=0");
  CHECK(read.keys.at(0).numbers == std::vector<double>{3, 4});
  CHECK(read.keys.at(0).list);
  CHECK(read.keys.at(6).numbers.empty());
  CHECK(!read.keys.at(6).list);
  CHECK(read.keys.at(6).text == "0w,1");
  CHECK(read.keys.at(2).numbers.empty());
  CHECK(read.keys.at(2).list);
}

TEST_CASE("empty lines, comments, tabs and line ends of Windows stand in no layer's way") {
  const auto read =
      parse_ncnn("7767517\r\n\r\n2 2\r\n# note\r\nInput\ta 0 1\ta 0=1\r\n  \nReLU b 1 1 a b", "f");
  REQUIRE(read.size() == 2);
  CHECK(read[0].outputs[0].text == "a");
  CHECK(read[0].line == 5);
  CHECK(read[1].type.text == "ReLU");
  CHECK(read[1].line == 7);
}

TEST_CASE("a file that does not begin as an ncnn file is refused") {
  const std::string expected = "expected 7767517, with which the text form of an ncnn network begins";
  CHECK(ncnn_refusal("") == "net.param:1:1: " + expected);
  CHECK(ncnn_refusal("7767518\n1 1\n") == "net.param:1:1: " + expected);
  CHECK(ncnn_refusal("\n\nInput a 0 1 a\n") == "net.param:3:1: " + expected);
  CHECK(ncnn_refusal("\xDD\x85\x76\x01 and so on") ==
        "net.param: this is the binary form of an ncnn network (.param.bin); give its text form (.param)");
  CHECK(ncnn_refusal("7767517\n1 1\nInput \xff 0 1 a\n") == "net.param: this is no text file (UTF-8)");
  CHECK(ncnn_refusal(std::string("7767517\0", 8)) == "net.param: this is no text file (UTF-8)");
}

TEST_CASE("the counts of an ncnn file must be there and right") {
  CHECK(ncnn_refusal("7767517\n") == "net.param:2:1: expected the number of layers and of blobs");
  CHECK(ncnn_refusal("7767517\nx 1\n") == "net.param:2:1: expected the number of layers, found 'x'");
  CHECK(ncnn_refusal("7767517\n1\n") ==
        "net.param:2:2: expected the number of blobs here, found the end of the line");
  CHECK(ncnn_refusal("7767517\n1 -1\n") == "net.param:2:3: expected the number of blobs, found '-1'");
  CHECK(ncnn_refusal("7767517\n1 1 1\n") == "net.param:2:5: expected nothing behind the two numbers");
  CHECK(ncnn_refusal("7767517\n3 1\nInput a 0 1 a 0=1\n") ==
        "net.param:2:1: the file says that it has 3 layers, and it has 1");
  CHECK(ncnn_refusal("7767517\n1 0\nInput a 0 1 a 0=1\n") ==
        "net.param:2:1: the file says that it has 0 blobs, and its layers make 1");
}

TEST_CASE("a line of an ncnn file that ends too early is refused where it ends") {
  CHECK(refusal_of("ReLU") == "net.param:3:5: expected the name of a layer here, found the end of the line");
  CHECK(refusal_of("ReLU a") ==
        "net.param:3:7: expected the number of blobs that the layer reads here, found the end of the line");
  CHECK(refusal_of("ReLU a x") ==
        "net.param:3:8: expected the number of blobs that the layer reads, found 'x'");
  CHECK(refusal_of("ReLU a 1 9223372036854775808") ==
        "net.param:3:10: expected the number of blobs that the layer makes, found '9223372036854775808'");
  CHECK(refusal_of("ReLU a 2 1 b c") ==
        "net.param:3:15: expected blob 1 of the 1 that the layer makes here, found the end of the line");
  CHECK(refusal_of("ReLU a 4294967296 1 b") ==
        "net.param:3:22: expected blob 2 of the 4294967296 that the layer reads here, found the end of the "
        "line");
}

TEST_CASE("a key of an ncnn file that cannot be read is refused where it stands") {
  const std::string pair = "expected a key and its value as 0=96 or -23300=2,1,3 (keys from 0 to 99), found ";
  CHECK(refusal_of("ReLU a 0 1 b c") == "net.param:3:14: " + pair + "'c'");
  CHECK(refusal_of("ReLU a 0 1 b -1=2") == "net.param:3:14: " + pair + "'-1=2'");
  CHECK(refusal_of("ReLU a 0 1 b 100=2") == "net.param:3:14: " + pair + "'100=2'");
  CHECK(refusal_of("ReLU a 0 1 b -23400=1,2") == "net.param:3:14: " + pair + "'-23400=1,2'");
  CHECK(refusal_of("ReLU a 0 1 b -9223372036854775808=1,2") ==
        "net.param:3:14: " + pair + "'-9223372036854775808=1,2'");
  CHECK(refusal_of("ReLU a 0 1 b 0=") == "net.param:3:14: expected a value behind '0='");
  CHECK(refusal_of("ReLU a 0 1 b -23300=3,1") ==
        "net.param:3:14: expected a list as 2,1.0,2.0 (how many, and the numbers), found '3,1'");
  CHECK(refusal_of("ReLU a 0 1 b 0=1 -23300=1,2") == "net.param:3:18: the key 0 stands here twice");
}

TEST_CASE("very long words and strange letters do not reach a message") {
  const std::string message = refusal_of(std::string(1000, 'a') + " b 1 1 c d");
  CHECK(message == "net.param:3:1: expected the type of a layer of at most 255 letters, found '" +
                       std::string(60, 'a') + "...'");
  CHECK(refusal_of("ReLU a \x1b[2J 1 c d") ==
        "net.param:3:8: expected the number of blobs that the layer reads, found '?[2J'");
}

TEST_CASE("more layers than any network has are refused") {
  std::string text = "7767517\n100001 100001\n";
  for (int i = 0; i < 100001; ++i) text += "Input a" + std::to_string(i) + " 0 0\n";
  CHECK(ncnn_refusal(text) == "net.param:100003:1: this is more than 100000 layers, which no network has");
}
