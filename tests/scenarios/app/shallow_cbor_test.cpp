#include "scenarios/app/shallow_cbor.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>

using namespace splitscape;

namespace {

std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text += static_cast<char>(value);
  return text;
}

}  // namespace

TEST_CASE("CBOR items of the specification's examples are shallow") {
  // RFC 8949, appendix A
  CHECK(is_shallow_cbor(bytes({0x00})));                                      // 0
  CHECK(is_shallow_cbor(bytes({0x18, 0x64})));                                // 100
  CHECK(is_shallow_cbor(bytes({0x38, 0x63})));                                // -100
  CHECK(is_shallow_cbor(bytes({0xf9, 0x3c, 0x00})));                          // 1.0
  CHECK(is_shallow_cbor(bytes({0xf5})));                                      // true
  CHECK(is_shallow_cbor(bytes({0x44, 0x01, 0x02, 0x03, 0x04})));              // h'01020304'
  CHECK(is_shallow_cbor(bytes({0x64, 0x49, 0x45, 0x54, 0x46})));              // "IETF"
  CHECK(is_shallow_cbor(bytes({0x80})));                                      // []
  CHECK(is_shallow_cbor(bytes({0x83, 0x01, 0x82, 0x02, 0x03, 0x04})));        // [1, [2, 3], 4]
  CHECK(is_shallow_cbor(bytes({0xa2, 0x61, 0x61, 0x01, 0x61, 0x62, 0x80})));  // {"a": 1, "b": []}
}

TEST_CASE("CBOR that is cut off, goes on or has no length is not shallow") {
  CHECK_FALSE(is_shallow_cbor(""));
  CHECK_FALSE(is_shallow_cbor(bytes({0x18})));              // the number is missing
  CHECK_FALSE(is_shallow_cbor(bytes({0x44, 0x01, 0x02})));  // two of four bytes
  CHECK_FALSE(is_shallow_cbor(bytes({0x82, 0x01})));        // one of two items
  CHECK_FALSE(is_shallow_cbor(bytes({0xa1, 0x61, 0x61})));  // a key without a value
  CHECK_FALSE(is_shallow_cbor(bytes({0x00, 0x00})));        // two items
  CHECK_FALSE(is_shallow_cbor(bytes({0x1c})));              // reserved
  CHECK_FALSE(is_shallow_cbor(bytes({0x9f, 0xff})));        // a list of indefinite length
  CHECK_FALSE(is_shallow_cbor(bytes({0x5f, 0xff})));        // bytes of indefinite length
  CHECK_FALSE(is_shallow_cbor(bytes({0xc0, 0x61, 0x61})));  // a tag
}

TEST_CASE("CBOR that claims more than there is, or nests without end, is refused at once") {
  for (const int kind : {0x5b, 0x7b, 0x9b, 0xbb}) {
    CAPTURE(kind);
    CHECK_FALSE(is_shallow_cbor(bytes({kind, 255, 255, 255, 255, 255, 255, 255, 255})));
    CHECK_FALSE(is_shallow_cbor(bytes({kind, 128, 0, 0, 0, 0, 0, 0, 0})));
  }
  for (const int nested : {0x81, 0xa1, 0x5f, 0x7f, 0x9f, 0xbf, 0xc1}) {
    CAPTURE(nested);
    CHECK_FALSE(is_shallow_cbor(std::string(10'000'000, static_cast<char>(nested))));
  }
  CHECK(is_shallow_cbor(std::string(8, '\x81') + '\0'));
  CHECK_FALSE(is_shallow_cbor(std::string(9, '\x81') + '\0'));
}
