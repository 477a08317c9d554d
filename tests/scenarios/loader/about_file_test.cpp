#include "scenarios/loader/about_file.hpp"

#include <doctest/doctest.h>

#include "tests/scenarios/loader/refusal.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

NetworkProfile two_layers() {
  NetworkProfile profile{.name = "two", .title = "counted", .sources = {{.source = "a file"}}, .input = {4}};
  profile.layers = {{.name = "a", .op = ""}, {.name = "b", .op = ""}};
  profile.exits = {{.after = "a"}};
  return profile;
}

NetworkProfile about(const std::string& yaml) {
  return with_about(two_layers(), yaml, "about.yaml");
}

}  // namespace

TEST_CASE("what is said about a network stands in its profile") {
  const auto profile = about(
      "title: Two layers\n"
      "sources: A paper\n"
      "measured:\n"
      "  b: {board: 3 ms, other: {time: 2 ms, energy: 4 mJ}}\n"
      "  exit 1: {board: 1 ms}\n");
  CHECK(profile.title == "Two layers");
  REQUIRE(profile.sources.size() == 2);
  CHECK(profile.sources[0].source == "A paper");
  CHECK(profile.sources[1].source == "a file");
  CHECK(profile.layers[0].cost.measured.empty());
  CHECK(profile.layers[1].cost.measured.at("board").time.value == 0.003);
  CHECK(profile.layers[1].cost.measured.at("other").energy->value == 0.004);
  CHECK(profile.exits[0].cost.measured.at("board").time.value == 0.001);
}

TEST_CASE("nothing said about a network changes nothing") {
  CHECK((about("{}") == two_layers()));
}

TEST_CASE("measured times of a layer that is not there are refused with the nearest name") {
  CHECK(refusal([] { (void)about("measured:\n  exit 2: {board: 3 ms}\n"); }) ==
        "about.yaml:2:3: the network has no layer 'exit 2'; did you mean 'exit 1'?");
}

TEST_CASE("a description of a network has no other keys") {
  CHECK(refusal([] { (void)about("titel: x\n"); }) ==
        "about.yaml:1:1: unknown key 'titel' in a description of a network; did you mean 'title'?");
  CHECK(refusal([] { (void)about("measured: 3 ms\n"); }) ==
        "about.yaml:1:11: expected a table of layers, each with times by hardware, found '3 ms'");
}
