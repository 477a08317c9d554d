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

/// Two layers of work, one between them that only gives a tensor another shape, and an exit behind that.
NetworkProfile flattened() {
  NetworkProfile profile{.name = "flattened", .input = {8}};
  profile.layers.resize(3);
  profile.layers[0] = {.name = "conv", .op = "Conv", .output = {8}, .shape = {2, 1, 1}, .inputs = {"input"}};
  profile.layers[1] = {.name = "flat", .op = "Flatten", .output = {8}, .shape = {2}, .inputs = {"conv"}};
  profile.layers[2] = {.name = "fc", .op = "Gemm", .output = {4}, .shape = {1}, .inputs = {"flat"}};
  profile.layers[0].cost.macs = Macs{2};
  profile.exits = {{.after = "flat"}};
  return profile;
}

std::optional<PublishedShares> samples(const std::string& yaml) {
  return samples_about(yaml, "about.yaml", 2);
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

TEST_CASE("what a layer hands on may be said to be something else than its tensor") {
  const auto profile = with_about(flattened(), "outputs: {fc: 0 B}\n", "about.yaml");
  CHECK(profile.layers[2].output == Bytes{0});
  CHECK(profile.layers[2].shape.empty());
  CHECK(profile.layers[0] == flattened().layers[0]);
  CHECK(refusal([] { (void)about("outputs: {bb: 1 B}\n"); }) ==
        "about.yaml:1:11: the network has no layer 'bb'; did you mean 'b'?");
  CHECK(refusal([] { (void)about("outputs: 1 B\n"); }) ==
        "about.yaml:1:10: expected a table of layers, each with a size, found '1 B'");
}

TEST_CASE("a layer that is left out is read past") {
  const auto profile = with_about(flattened(), "left_out: flat\n", "about.yaml");
  REQUIRE(profile.layers.size() == 2);
  CHECK(profile.layers[1].name == "fc");
  CHECK(profile.layers[1].inputs == std::vector<std::string>{"conv"});
  CHECK(profile.exits[0].after == "conv");
}

TEST_CASE("a layer that does something is not left out") {
  for (const std::string layer : {"conv", "fc"}) {
    CHECK(refusal([&] { (void)with_about(flattened(), "left_out: [" + layer + "]\n", "about.yaml"); }) ==
          "about.yaml:1:12: layer '" + layer +
              "' is the last, or does more than give a tensor another shape, and cannot be left out");
  }
}

TEST_CASE("published shares are said about a network of as many exits") {
  CHECK(!samples("title: none\n"));
  CHECK(samples("samples: {shares: [25%, 0.75], accuracy: 99%, rows: 4}\n") ==
        PublishedShares{.shares = {0.25, 0.75}, .accuracy = {0.99}, .rows = 4});
  CHECK(refusal([] { (void)samples("samples: {shares: [1]}\n"); }).starts_with("about.yaml:1:10: "));
}
