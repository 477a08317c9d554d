#pragma once

#include <cctype>
#include <regex>
#include <string>
#include <vector>

/// How pages name what is in the code.
namespace splitscape::test {

/// `file` · `name` · `name` · INSTANT, as the page writes it.
struct Mention {
  std::string file;
  std::string name;
  std::string instant;  ///< that the name, a function, stamps; empty: none
};

inline std::string on_one_line(std::string text) {
  return std::regex_replace(text, std::regex("[ \n]+"), " ");
}

inline std::vector<Mention> mentions_in(const std::string& page) {
  static const std::regex whole("`([a-z_0-9/]+[.](cpp|hpp))`((?: · (?:`[A-Za-z_:]+`|[A-Z][0-9k]?))+)");
  static const std::regex part(" · (?:`([A-Za-z_:]+)`|([A-Z][0-9k]?))");
  const std::string text = on_one_line(page);
  std::vector<Mention> found;
  for (std::sregex_iterator match(text.begin(), text.end(), whole), end; match != end; ++match) {
    const std::string rest = (*match)[3];
    for (std::sregex_iterator name(rest.begin(), rest.end(), part); name != end; ++name) {
      if ((*name)[2].matched) {
        found.back().instant = (*name)[2];
      } else {
        found.push_back({(*match)[1], (*name)[1], ""});
      }
    }
  }
  return found;
}

inline bool is_of_a_word(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

/// Where a name stands in a text as a word; npos where it does not.
inline std::size_t find_word(const std::string& text, const std::string& name, std::size_t from = 0) {
  for (std::size_t at = text.find(name, from); at != std::string::npos; at = text.find(name, at + 1)) {
    const bool begins = at == 0 || !is_of_a_word(text[at - 1]);
    const std::size_t after = at + name.size();
    const bool ends = after == text.size() || !is_of_a_word(text[after]) || !is_of_a_word(name.back());
    if (begins && ends) return at;
  }
  return std::string::npos;
}

}  // namespace splitscape::test
