#include "models/utf8.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace splitscape;

TEST_CASE("text is UTF-8 where every byte belongs to a character") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("plain"));
  CHECK(is_utf8("größe 層 \xF0\x9F\x98\x80"));
  CHECK(is_utf8(std::string("a\0b", 3)));
  CHECK(is_utf8("\xF4\x8F\xBF\xBF"));
  // A lone continuation, overlong forms, a surrogate, beyond the last plane, cut short, a lead that is none.
  for (const char* bytes : {"\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\x80", "\xed\xa0\x80",
                            "\xf4\x90\x80\x80", "\xe2\x82", "\xf8\x88\x80\x80\x80", "\xff", "\xc3("}) {
    CAPTURE(bytes);
    CHECK(!is_utf8(bytes));
    CHECK(!is_utf8(std::string("a") + bytes));
  }
}

TEST_CASE("the first character of a text is told with its code and its bytes") {
  CHECK(first_utf8_character("az").code == 'a');
  CHECK(first_utf8_character("\xC3\xBCz").code == 0xFC);
  CHECK(first_utf8_character("\xC3\xBCz").length == 2);
  CHECK(first_utf8_character("\xE2\x82\xAC").code == 0x20AC);
  CHECK(first_utf8_character("\xF0\x9F\x98\x80").code == 0x1F600);
}
