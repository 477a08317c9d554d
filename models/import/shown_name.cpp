#include "models/import/shown_name.hpp"

#include "models/utf8.hpp"

namespace splitscape {
namespace {

bool is_control(std::uint32_t code) {
  const bool line_end = code == 0x2028 || code == 0x2029;
  const bool mark_or_none = code == 0xfeff || (code & 0xfffe) == 0xfffe;
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || line_end || mark_or_none;
}

}  // namespace

std::string printable_name(std::string_view name) {
  std::string printable;
  while (!name.empty()) {
    const Utf8Character first = first_utf8_character(name);
    const bool can_be_shown = first.length > 0 && !is_control(first.code);
    printable += can_be_shown ? name.substr(0, first.length) : "_";
    name.remove_prefix(first.length == 0 ? 1 : first.length);
  }
  return printable;
}

std::string shown_name(std::string_view name) {
  constexpr std::size_t longest = 120;
  return name.size() <= longest ? printable_name(name) : printable_name(name.substr(0, longest)) + "...";
}

}  // namespace splitscape
