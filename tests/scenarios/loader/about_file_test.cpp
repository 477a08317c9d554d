#include "scenarios/loader/about_file.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "tests/scenarios/loader/refusal.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Two layers of work with one between them that only gives a tensor another shape, and an exit.
NetworkProfile imported() {
  NetworkProfile profile{.name = "", .sources = {{.source = "the model file"}}, .input = {12}};
  LayerProfile conv{.name = "conv",
                    .op = "Conv",
                    .cost = {.macs = Macs{6}},
                    .output = {8},
                    .shape = {2, 1, 1},
                    .inputs = {"input"}};
  LayerProfile flat{.name = "flat",
                    .op = "Flatten",
                    .cost = {.macs = Macs{}},
                    .output = {8},
                    .shape = {2},
                    .inputs = {"conv"}};
  LayerProfile fc{.name = "fc",
                  .op = "Gemm",
                  .cost = {.macs = Macs{2}, .parameters = 2},
                  .output = {4},
                  .shape = {1},
                  .inputs = {"flat"}};
  profile.layers = {conv, flat, fc};
  profile.exits = {{.after = "flat", .cost = {.macs = Macs{2}}}};
  return profile;
}

/// The profile with what a file says about it.
NetworkProfile completed(const std::string& yaml) {
  const TemporaryDirectory directory;
  NetworkProfile profile = imported();
  complete(profile, read_about(directory.write("about.yaml", yaml)));
  return profile;
}

std::string samples_of(const std::string& yaml) {
  const TemporaryDirectory directory;
  return samples_text(read_about(directory.write("about.yaml", yaml)));
}

/// Why it is refused, without the directory.
std::string refusal_of(const std::string& yaml) {
  const std::string text = refusal([&yaml] { (void)completed(yaml); });
  return text.substr(text.find("about.yaml"));
}

}  // namespace

TEST_CASE("a file about a network gives its profile a title and what supports it") {
  const NetworkProfile profile =
      completed("title: a network\nsources: [{figures: layers, status: verified, source: a paper}]\n");
  CHECK(profile.title == "a network");
  CHECK(profile.sources == std::vector<Provenance>{{"layers", Status::verified, "a paper"}});
  NetworkProfile rest = profile;
  rest.title = "";
  rest.sources = imported().sources;
  CHECK(rest == imported());
}

TEST_CASE("a file about a network that is empty of sources leaves those of the import") {
  CHECK(completed("title: a network\n").sources == imported().sources);
}

TEST_CASE("a file about a network tells what layers and exits took and what a layer hands on") {
  const NetworkProfile profile = completed(
      "layers:\n"
      "  conv: {measured: {board: 2 ms, card: {time: 1 ms, energy: 3 mJ}}}\n"
      "  fc: {output: 0 B}\n"
      "exits: [{measured: {board: 1 ms}}]\n");
  const auto& measured = profile.layers[0].cost.measured;
  CHECK(measured.at("board") == MeasuredCost{.time = {0.002}});
  CHECK(measured.at("card") == MeasuredCost{.time = {0.001}, .energy = Joules{0.003}});
  CHECK(profile.layers[0].output == Bytes{8});
  CHECK(profile.layers[2].output == Bytes{0});
  CHECK(profile.layers[2].shape.empty());
  CHECK(profile.exits[0].cost.measured.at("board") == MeasuredCost{.time = {0.001}});
}

TEST_CASE("a layer that is left out is read past") {
  const NetworkProfile profile = completed("layers: {flat: {left_out: true}}\n");
  REQUIRE(profile.layers.size() == 2);
  CHECK(profile.layers[1].name == "fc");
  CHECK(profile.layers[1].inputs == std::vector<std::string>{"conv"});
  CHECK(profile.exits[0].after == "conv");
  CHECK(completed("layers: {flat: {left_out: false}}\n") == imported());
}

TEST_CASE("published samples are written as they were read") {
  CHECK(samples_of("title: none") == "");
  CHECK(samples_of("samples: {shares: [94.3%, 0.057], accuracy: 99.25%, rows: 500}") ==
        "samples:\n  shares: [94.3%, 5.7%]\n  accuracy: 99.25%\n  rows: 500\n");
  CHECK(samples_of("samples: {shares: [0.5, 0.5], accuracy: [0.25, 1]}") ==
        "samples:\n  shares: [50%, 50%]\n  accuracy: [25%, 100%]\n");
  CHECK(samples_of("samples: {shares: [0.3333333333333333, 0.6666666666666667]}") ==
        "samples:\n  shares: [0.3333333333333333, 0.6666666666666667]\n");
}

TEST_CASE("a file about another network is refused with the place") {
  CHECK(refusal_of("layers: {cnv: {output: 1 B}}\n") ==
        "about.yaml:1:15: the network has no layer 'cnv'; did you mean 'conv'?");
  CHECK(refusal_of("exits: [{}, {}]\n") ==
        "about.yaml:1:9: the network has 1 exits before its end, here are 2");
  CHECK(refusal_of("samples: {shares: [1]}\n").starts_with("about.yaml:1:1: samples: "));
  CHECK(refusal_of("titel: x\n") ==
        "about.yaml:1:1: unknown key 'titel' in a file about a network; did you mean 'title'?");
}

TEST_CASE("a layer that does something is not left out") {
  const std::string why = "does more than give a tensor another shape, or is the last";
  CHECK(refusal_of("layers: {conv: {left_out: true}}\n") == "about.yaml:1:16: layer 'conv' " + why);
  CHECK(refusal_of("layers: {fc: {left_out: true}}\n") == "about.yaml:1:14: layer 'fc' " + why);
}
