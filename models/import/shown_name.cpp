#include "models/import/shown_name.hpp"

#include <cstddef>
#include <cstdint>

namespace splitscape {
namespace {

/// Bytes of the UTF-8 sequence that a text begins with; 0: it is none, is longer than it need be, or stands
/// for a control character or a surrogate.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  std::uint32_t point = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
    point = point << 6 | (byte(i) & 0x3fU);
  }
  constexpr std::uint32_t smallest[] = {0, 0, 0xa0, 0x800,
                                        0x10000};  // U+0080 to U+009F are control characters
  const bool surrogate = point >= 0xd800 && point < 0xe000;
  const bool none = point == 0x2028 || point == 0x2029 || point == 0xfeff || (point & 0xfffe) == 0xfffe;
  return point < smallest[length] || point > 0x10ffff || surrogate || none ? 0 : length;
}

}  // namespace

std::string printable_name(std::string_view name) {
  std::string printable;
  while (!name.empty()) {
    const std::size_t length = sequence_length(name);
    printable += length == 0 ? "_" : name.substr(0, length);
    name.remove_prefix(length == 0 ? 1 : length);
  }
  return printable;
}

std::string shown_name(std::string_view name) {
  constexpr std::size_t longest = 120;
  return name.size() <= longest ? printable_name(name) : printable_name(name.substr(0, longest)) + "...";
}

}  // namespace splitscape
