#include "scenarios/loader/yaml_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "models/utf8.hpp"

namespace splitscape {
namespace {

/// Width of folded text, without its indentation.
constexpr std::size_t width = 100;

/// Whether YAML wants a character escaped, or a reader may not see it.
bool needs_escape(std::uint32_t code) {
  const bool control = code < 0x20U || (code >= 0x7FU && code < 0xA0U);
  const bool separator = code == 0x2028U || code == 0x2029U || code == 0xFEFFU;
  const bool no_character = (code & 0xFFFEU) == 0xFFFEU;
  return control || separator || no_character;
}

/// Words that YAML 1.1 or 1.2 reads as something else than text.
bool means_something(std::string_view text) {
  static const std::vector<std::string> words{"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
  std::string lower(text);
  for (char& letter : lower) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return std::find(words.begin(), words.end(), lower) != words.end();
}

bool is_plain(std::string_view text) {
  const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  const auto is_inner = [&](char c) {
    return is_letter(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' ||
           c == '/' || c == '+';
  };
  return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), is_inner) &&
         !means_something(text);
}

/// The words of a text that one space separates each; empty where it is no such text.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    if (end == 0 || end + 1 == rest.size()) return {};
    words.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return words;
}

}  // namespace

std::string yaml_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (std::string_view rest = text; !rest.empty();) {
    const Utf8Character next = first_utf8_character(rest);
    if (next.length == 0) throw std::invalid_argument("a text is not UTF-8, which no profile file can hold");
    if (next.code == '"' || next.code == '\\') {
      quoted += '\\';
      quoted += rest.front();
    } else if (needs_escape(next.code)) {
      quoted +=
          next.code <= 0xFFFFU ? fmt::format("\\u{:04x}", next.code) : fmt::format("\\U{:08x}", next.code);
    } else {
      quoted += rest.substr(0, next.length);
    }
    rest.remove_prefix(next.length);
  }
  return quoted + '"';
}

std::string yaml_word(std::string_view text) {
  return is_plain(text) ? std::string(text) : yaml_quoted(text);
}

std::string yaml_folded(std::string_view text, std::size_t indent) {
  const std::string quoted = yaml_quoted(text);
  const bool escaped = quoted.find("\\u") != std::string::npos || quoted.find("\\U") != std::string::npos;
  const auto words = words_of(text);
  if (escaped || words.empty()) return quoted;
  std::string folded = ">-";
  std::size_t column = width;
  for (const std::string_view word : words) {
    if (column + 1 + word.size() > width) {
      folded += "\n" + std::string(indent, ' ');
      column = 0;
    } else {
      folded += ' ';
      ++column;
    }
    folded += word;
    column += word.size();
  }
  return folded;
}

}  // namespace splitscape
