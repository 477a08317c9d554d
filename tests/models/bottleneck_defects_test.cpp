#include "models/bottleneck_defects.hpp"

#include <doctest/doctest.h>

#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Messages = std::vector<std::string>;

const ComputeCost some_work{.macs = Macs{1}};

Messages defects_of(const std::vector<Bottleneck>& bottlenecks) {
  NetworkProfile profile = three_layers();
  profile.bottlenecks = bottlenecks;
  const Messages found = bottleneck_defects(profile);
  if (!found.empty()) CHECK(defects(profile) == found);  // the network is refused for them
  return found;
}

}  // namespace

TEST_CASE("any number of bottlenecks with names may stand after one layer") {
  CHECK(defects_of({{.after = "a", .name = "narrow", .ratio = 0.1, .width = 0.25},
                    {.after = "a", .name = "8bit", .ratio = 0.25},
                    {.after = "a", .name = "wide", .ratio = 0.4, .width = 1},
                    {.after = "b", .name = "8bit", .encoder = some_work, .replaces_head = true},
                    {.after = "input"}})
            .empty());
}

TEST_CASE("messages call a bottleneck by its name and its layer") {
  CHECK(title_of({.after = "a"}) == "the bottleneck after 'a'");
  CHECK(title_of({.after = "a", .name = "wide"}) == "the bottleneck 'wide' after 'a'");
}

TEST_CASE("bottlenecks with names and one without after the same layer are refused") {
  CHECK(defects_of({{.after = "a", .name = "wide"}, {.after = "a"}}) ==
        Messages{
            "after 'a' there is a bottleneck without a name, which is always in use, beside some to choose "
            "from"});
}

TEST_CASE("two bottlenecks of one name after the same layer are refused") {
  CHECK(
      defects_of(
          {{.after = "a", .name = "wide"}, {.after = "a", .name = "wide"}, {.after = "b", .name = "wide"}}) ==
      Messages{"there are two bottlenecks 'wide' after 'a'"});
}

TEST_CASE("more bottlenecks than a decision can number are refused") {
  std::vector<Bottleneck> many;
  for (int i = 0; i < 256; ++i) many.push_back({.after = "a", .name = std::to_string(i)});
  CHECK(defects_of(many) == Messages{"after 'a' there are 256 bottlenecks to choose from; 255 are possible"});
  many.pop_back();
  CHECK(defects_of(many).empty());
}

TEST_CASE("what can only be chosen needs a name") {
  CHECK(defects_of({{.after = "a", .width = 0.5}}) ==
        Messages{"the bottleneck after 'a' has a width and no name that a decision could choose it by"});
  CHECK(defects_of({{.after = "a", .encoder = some_work, .replaces_head = true}}) ==
        Messages{
            "the bottleneck after 'a' replaces the head and has no name that a decision could choose it by"});
}

TEST_CASE("a head that is not there or by nothing is not replaced") {
  CHECK(defects_of({{.after = "input", .name = "student", .encoder = some_work, .replaces_head = true}}) ==
        Messages{
            "the bottleneck 'student' after 'input' replaces the head, and there are no layers before it"});
  CHECK(defects_of({{.after = "a", .name = "student", .replaces_head = true}}) ==
        Messages{"the bottleneck 'student' after 'a' replaces the head and has no encoder to do so"});
}

TEST_CASE("widths that are no share are refused") {
  for (const double width : {0.0, -0.5, 1.5}) {
    CHECK(
        defects_of({{.after = "a", .name = "w", .width = width}}).front().find("which is no share above 0") !=
        std::string::npos);
  }
  CHECK(defects_of({{.after = "a", .name = "w", .width = 2}}) ==
        Messages{"the bottleneck 'w' after 'a' has the width 2, which is no share above 0"});
}

TEST_CASE("a wider encoder of a slimmable one sends no less") {
  CHECK(defects_of({{.after = "a", .name = "wide", .ratio = 0.1, .width = 0.5},
                    {.after = "a", .name = "narrow", .ratio = 0.2, .width = 0.25}}) ==
        Messages{"the bottleneck 'wide' after 'a' is wider than 'narrow' and sends less"});
  CHECK(defects_of({{.after = "a", .name = "one", .ratio = 0.1, .width = 0.5},
                    {.after = "a", .name = "two", .ratio = 0.2, .width = 0.5}}) ==
        Messages{"the bottleneck 'two' after 'a' is as wide as 'one'"});
}
