#include "scenarios/loader/document_json.hpp"

#include <doctest/doctest.h>

#include <string>

#include "scenarios/loader/yaml_document.hpp"

using namespace splitscape;

namespace {

Value parsed(const std::string& text) {
  return parse_document(text, "f.yaml");
}

}  // namespace

TEST_CASE("each kind of plain text has its kind in JSON") {
  CHECK(to_json(parsed("[~, null, true, false, 12, -3, +4, 007, 1.5, .5, 1e3, word, 3 s, True, 0x10]")) ==
        R"([null,null,true,false,12,-3,4,7,1.5,0.5,1000.0,"word","3 s","True","0x10"])");
}

TEST_CASE("what is quoted is text in JSON") {
  CHECK(to_json(parsed(R"(['', '~', 'true', '12', "a\"b\n"])")) == R"(["","~","true","12","a\"b\n"])");
}

TEST_CASE("numbers that JSON does not have are null in JSON") {
  CHECK(to_json(parsed("[.inf, -.inf, .nan, 1e999, '.nan']")) == R"([null,null,null,null,".nan"])");
}

TEST_CASE("a whole number beyond 64 bits is a number in JSON") {
  CHECK(to_json(parsed("100000000000000000000")) == "1e+20");
}

TEST_CASE("tables keep the order of their keys in JSON") {
  CHECK(to_json(parsed("z: 1\na: {y: [], b: {}}\n")) == R"({"z":1,"a":{"y":[],"b":{}}})");
}
