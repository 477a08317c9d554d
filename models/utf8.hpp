#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace splitscape {

/// A character of UTF-8 text.
struct Utf8Character {
  std::uint32_t code = 0;
  std::size_t length = 0;  ///< bytes; 0 where they are no character
};

/// The first character of a text that is not empty, by the table of well-formed sequences of the Unicode
/// standard (3.9).
Utf8Character first_utf8_character(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace splitscape
