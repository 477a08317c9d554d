#include "models/nearest_name.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace splitscape;

namespace {

/// A word of small letters.
std::string random_word(std::mt19937_64& random, std::size_t length) {
  std::string word;
  for (std::size_t i = 0; i < length; ++i) word += static_cast<char>('a' + random() % 26);
  return word;
}

/// The word with one letter put in, taken out or replaced.
std::string misspelt(std::string word, std::mt19937_64& random) {
  const auto letter = static_cast<char>('a' + random() % 26);
  const std::size_t place = random() % word.size();
  switch (random() % 3) {
    case 0:
      return word.insert(place, 1, letter);
    case 1:
      return word.erase(place, 1);
    default:
      word[place] = letter;
      return word;
  }
}

}  // namespace

TEST_CASE("one letter too many or too few or wrong or swapped still names the nearest") {
  const std::vector<std::string> names{"edge", "wifi"};
  CHECK(nearest_name("wiifi", names) == "wifi");
  CHECK(nearest_name("wii", names) == "wifi");
  CHECK(nearest_name("wefi", names) == "wifi");
  CHECK(nearest_name("wfii", names) == "wifi");
  CHECK(nearest_name("wifi", names) == "wifi");
}

TEST_CASE("half a swap is two edits and too many for a short word") {
  CHECK(nearest_name("wfxi", {"wifi"}) == std::nullopt);
  CHECK(nearest_name("wxii", {"wifi"}) == std::nullopt);
}

TEST_CASE("a long word and a short one are far apart") {
  CHECK(nearest_name("processor", {"gpu"}) == std::nullopt);
  CHECK(nearest_name("x", {"processor"}) == std::nullopt);
}

TEST_CASE("a short word may be off by one letter") {
  CHECK(nearest_name("up", {"us"}) == "us");
  CHECK(nearest_name("up", {"it"}) == std::nullopt);
  CHECK(nearest_name("clouX", {"cloud"}) == "cloud");
  CHECK(nearest_name("cloXX", {"cloud"}) == std::nullopt);
}

TEST_CASE("a long word may be off by a third of its letters") {
  CHECK(nearest_name("processXX", {"processor"}) == "processor");
  CHECK(nearest_name("procesXXX", {"processor"}) == "processor");
  CHECK(nearest_name("proceXXXX", {"processor"}) == std::nullopt);
}

TEST_CASE("a name misspelt by a third of its letters at random is still found") {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 2000; ++trial) {
    const std::string meant = random_word(random, 12 + random() % 20);
    std::string written = meant;
    for (std::size_t edit = 0; edit < meant.size() / 4; ++edit) written = misspelt(written, random);
    // A quarter of the letters meant is at most a third of those written, even where all edits take one out.
    CHECK(nearest_name(written, {meant}) == meant);
  }
}

TEST_CASE("the nearest wins and of two as near the first") {
  CHECK(nearest_name("detektor", {"detekt", "detector"}) == "detector");
  CHECK(nearest_name("conv9", {"conv1", "conv2"}) == "conv1");
  CHECK(nearest_name("conv9", {"conv2", "conv1"}) == "conv2");
}

TEST_CASE("a word longer than any key is not looked for") {
  const std::string key(64, 'k');
  CHECK(nearest_name(key, {key}) == key);
  CHECK(nearest_name(key + "k", {key}) == std::nullopt);
}

TEST_CASE("an error message ends with the name that was meant") {
  CHECK(suggestion("egde", {"edge", "cloud"}) == "; did you mean 'edge'?");
}

TEST_CASE("an error message ends with what there is where nothing is near") {
  CHECK(suggestion("phone", {"edge", "cloud"}) == "; one of: edge, cloud");
  CHECK(suggestion("phone", {"edge"}) == "; there is: edge");
  CHECK(suggestion("phone", {}) == "");
}
