#include "models/name_pattern.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace splitscape;

namespace {

/// The definition, letter by letter.
bool fits_by_definition(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() == '*') {
    return fits_by_definition(pattern.substr(1), name) ||
           (!name.empty() && fits_by_definition(pattern, name.substr(1)));
  }
  if (name.empty()) return false;
  const bool same = pattern.front() == '?' || pattern.front() == name.front();
  return same && fits_by_definition(pattern.substr(1), name.substr(1));
}

std::string random_text(std::mt19937_64& random, const std::string& letters, std::size_t most) {
  std::string text;
  for (std::size_t left = random() % (most + 1); left > 0; --left) text += letters[random() % letters.size()];
  return text;
}

}  // namespace

TEST_CASE("a star stands for any text and a question mark for any letter") {
  CHECK(fits("fc*", "fc"));
  CHECK(fits("fc*", "fc12"));
  CHECK(fits("*", ""));
  CHECK(fits("exit ?", "exit 2"));
  CHECK(!fits("exit ?", "exit 12"));
  CHECK(!fits("fc*", "conv-fc"));
  CHECK(fits("block*.conv?", "block3.unit1.conv2"));
  CHECK(!fits("fc1", "fc10"));
  CHECK(fits("fc1", "fc1"));
}

TEST_CASE("names fit patterns by the definition") {
  std::mt19937_64 random(1);
  int fitting = 0;
  for (int trial = 0; trial < 20000; ++trial) {
    const std::string pattern = random_text(random, "ab*?", 6);
    const std::string name = random_text(random, "ab", 7);
    CAPTURE(pattern);
    CAPTURE(name);
    CHECK(fits(pattern, name) == fits_by_definition(pattern, name));
    fitting += fits(pattern, name) ? 1 : 0;
  }
  CHECK(fitting > 1000);
}

TEST_CASE("a pattern of many stars is compared quickly") {
  std::string pattern;
  for (int i = 0; i < 1000; ++i) pattern += "*a";
  CHECK(!fits(pattern, std::string(20000, 'b')));
  CHECK(fits(pattern + "*", std::string(20000, 'a')));
}

TEST_CASE("a name with a star or a question mark is a pattern") {
  CHECK(is_pattern("fc*"));
  CHECK(is_pattern("fc?"));
  CHECK(!is_pattern("fc1"));
}
