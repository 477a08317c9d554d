#include "scenarios/loader/profile_text.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

#include "scenarios/loader/network_sections.hpp"
#include "tests/scenarios/loader/read_as.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// The profile that a text is read as.
NetworkProfile read_back(const std::string& text) {
  const TemporaryDirectory directory;
  directory.write("p.yaml", text);
  return read_as(networks_format(), "abc: {profile: p.yaml}", directory.path()).at(0).profile;
}

NetworkProfile small() {
  NetworkProfile profile{.name = "net", .input = {12}};
  profile.layers = {{.name = "a", .op = "conv", .output = {8}}, {.name = "b", .op = "", .output = {4}}};
  return profile;
}

void check_reads_back(const NetworkProfile& profile) {
  const std::string text = profile_text(profile);
  CAPTURE(text);
  CHECK(read_back(text) == profile);
}

std::string refusal_to_write(const NetworkProfile& profile) {
  try {
    (void)profile_text(profile);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

const std::vector<std::string> hostile_names{"a: b",
                                             "\"",
                                             "'",
                                             "\\",
                                             "#x",
                                             "x #y",
                                             "{a}",
                                             "[a",
                                             "a,b",
                                             "- a",
                                             "? a",
                                             "& a",
                                             "*a",
                                             "!a",
                                             "%a",
                                             "@a",
                                             "`a",
                                             "|",
                                             ">",
                                             " a",
                                             "a ",
                                             " ",
                                             "~",
                                             "no",
                                             "NULL",
                                             "true",
                                             "1",
                                             "1e3",
                                             ".nan",
                                             "0x1",
                                             "<<",
                                             "a\nb",
                                             "a\r\nb",
                                             "\t",
                                             std::string("a\0b", 3),
                                             "\x01",
                                             "\x04",
                                             "\x7f",
                                             "conv11/relu",
                                             "größe",
                                             "層",
                                             "\xF0\x9F\x98\x80",
                                             "\xC2\x85",
                                             "\xE2\x80\xA8",
                                             "\xEF\xBB\xBF"
                                             "a",
                                             "\xEF\xBF\xBE",
                                             "---",
                                             "...",
                                             "a:",
                                             ":a",
                                             "=",
                                             "a\\nb",
                                             "input2",
                                             "2001-01-01",
                                             "12:30",
                                             "${x}",
                                             "a  b"};

}  // namespace

TEST_CASE("a profile is written as a line a layer") {
  NetworkProfile profile = small();
  profile.title = "A \"small\" net";
  profile.sources = {{"MACs", Status::derived, "somewhere"}, {"", Status::user, "words"}};
  profile.layers[0].cost = {.macs = Macs{36},
                            .parameters = 7,
                            .weights = {28},
                            .measured = {{"pi", {Seconds{.0012}}}, {"tpu", {Seconds{2}, Joules{.5}}}},
                            .junctions = {{.inputs = 2, .outputs = 3, .kernel = 1, .uses = 6}}};
  profile.layers[0].shape = {2, 1, 1};
  profile.layers[1].cost = {.parameters = 3, .weights = {3}, .junctions = {{1, 1}, {2, 1}}};
  profile.layers[1].inputs = {"a", "input"};
  profile.exits = {{.after = "a", .cost = {.macs = Macs{1e15}}}};
  CHECK(profile_text(profile) ==
        "# Costs are those of one sample: a MAC is one multiply-accumulate, tensors are 32-bit, biases count "
        "as "
        "parameters.\n"
        "name: net\n"
        "title: \"A \\\"small\\\" net\"\n"
        "sources:\n"
        "  - figures: >-\n      MACs\n"
        "    status: derived\n"
        "    source: >-\n      somewhere\n"
        "  - >-\n    words\n"
        "input: 12 B\n"
        "layers:\n"
        "  - {name: a, op: conv, macs: 36 MAC, parameters: 7, output: 8 B, shape: [2, 1, 1], "
        "junctions: {inputs: 2, outputs: 3, uses: 6}, measured: {pi: 1.2 ms, tpu: {time: 2 s, energy: 0.5 "
        "J}}}\n"
        "  - {name: b, parameters: 3, weights: 3 B, output: 4 B, inputs: [a, input], "
        "junctions: [{inputs: 1, outputs: 1}, {inputs: 2, outputs: 1}]}\n"
        "exits:\n"
        "  - {after: a, macs: 1000000000000000 MAC}\n");
  check_reads_back(profile);
}

TEST_CASE("every profile of the zoo is written and read back as it was") {
  const auto names = project_zoo().names("networks");
  CHECK(names.size() >= 5);
  for (const auto& name : names) {
    CAPTURE(name);
    Reading reading(project_zoo(), "");
    const NetworkUse network = zoo_network(name, reading);
    if (network.adaptation.sparsity) {  // costs of the dense network are in its file only
      CHECK(refusal_to_write(network.profile) ==
            "the profile cannot be written: weights are already pruned, and a file holds the dense network");
    } else {
      check_reads_back(network.profile);
    }
  }
}

TEST_CASE("bottlenecks are written and read back as they were") {
  NetworkProfile profile = small();
  profile.bottlenecks = {{.after = "input", .ratio = 1.0 / 3},
                         {.after = "a",
                          .ratio = 1e-5,
                          .encoder = {.macs = Macs{7}, .parameters = 3, .weights = {12}},
                          .decoder = {.weights = {5}, .measured = {{"board", {.time = {0.25}}}}},
                          .accuracy_change = -0.0061}};
  check_reads_back(profile);
}

TEST_CASE("bottlenecks to choose from are written and read back as they were") {
  NetworkProfile profile = small();
  profile.bottlenecks = {{.after = "a", .name = "narrow", .ratio = 0.1, .width = 1.0 / 3},
                         {.after = "a", .name = "8", .ratio = 0.25},
                         {.after = "a",
                          .name = "of one: another",
                          .ratio = 0.2,
                          .encoder = {.macs = Macs{7}},
                          .replaces_head = true}};
  check_reads_back(profile);
}

TEST_CASE("a precision of the cut is not written because it belongs to a scenario") {
  NetworkProfile profile = small();
  profile.cut_bits = 8;
  CHECK(refusal_to_write(profile) ==
        "the profile cannot be written: a precision of the cut belongs to a scenario");
}

TEST_CASE("names of any letters are written so that they read back") {
  NetworkProfile profile = small();
  profile.layers.clear();
  for (const std::string& name : hostile_names) {
    LayerProfile layer{.name = name, .op = name, .output = {1}};
    if (!profile.layers.empty()) layer.inputs = {profile.layers.back().name, "input"};
    layer.cost.measured[name] = {Seconds{1}, Joules{2}};
    profile.layers.push_back(layer);
    profile.sources.push_back({"", Status::user, name});
    profile.sources.push_back({name, Status::verified, name});
  }
  profile.exits = {{.after = hostile_names.front()}};
  for (const std::string& name : hostile_names) {
    profile.name = name;
    profile.title = name;
    check_reads_back(profile);
  }
}

TEST_CASE("random numbers are written without losing a bit") {
  std::mt19937_64 random(7);
  const auto any = [&random] {
    return std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 160);
  };
  for (int i = 0; i < 300; ++i) {
    NetworkProfile profile = small();
    profile.input = {any()};
    profile.layers[0].output = {any()};
    profile.layers[0].cost.macs = Macs{any()};
    profile.layers[0].cost.weights = {any()};
    profile.layers[0].cost.measured["x"] = {Seconds{any()}, Joules{any()}};
    check_reads_back(profile);
  }
  NetworkProfile profile = small();
  profile.input = {9007199254740993.0};
  profile.layers[0].output = {-0.0};
  profile.layers[0].cost.parameters = 1e15;
  profile.layers[0].cost.weights = {1e29};
  check_reads_back(profile);
  CHECK(profile_text(profile).find("input: 9007199254740992 B") != std::string::npos);
  CHECK(profile_text(profile).find("weights: 99999999999999991433150857216 B") != std::string::npos);
}

TEST_CASE("sources are folded at a hundred columns") {
  NetworkProfile profile = small();
  std::string words = "word";
  for (int i = 0; i < 60; ++i) words += " another" + std::to_string(i);
  profile.sources = {{"layers", Status::verified, words}};
  const std::string text = profile_text(profile);
  std::size_t longest = 0;
  for (std::size_t start = text.find("source: >-"); start < text.find("input:");
       start = text.find('\n', start) + 1)
    longest = std::max(longest, text.find('\n', start) - start);
  CHECK(longest <= 106);
  CHECK(longest > 95);
  check_reads_back(profile);
}

TEST_CASE("what no file can say is not written") {
  const std::string start = "the profile cannot be written: ";
  CHECK(refusal_to_write({.name = "net"}) == start + "a network needs at least one layer");
  const auto broken = [](auto change) {
    NetworkProfile profile = small();
    change(profile);
    return refusal_to_write(profile);
  };
  CHECK(broken([](NetworkProfile& p) { p.layers[0].name = "\xff"; }) ==
        "a text is not UTF-8, which no profile file can hold");
  CHECK(broken([](NetworkProfile& p) { p.layers[0].output = {1e200}; }) ==
        start + "1e+200 B is beyond what a file can say");
  CHECK(broken([](NetworkProfile& p) { p.layers[0].cost.parameters = .5; }) ==
        start + "0.5 is no count that a file can say");
  CHECK(broken([](NetworkProfile& p) { p.layers[0].cost.pruning = Pruning{}; }) ==
        start + "weights are already pruned, and a file holds the dense network");
  CHECK(broken([](NetworkProfile& p) { p.layers[0].shape = {0}; }) ==
        start + "the shape of layer 'a' has an extent of 0");
  CHECK(broken([](NetworkProfile& p) {
          p.sources = {{"", Status::verified, "x"}};
        }) == start + "a source with a status needs figures, and one with figures a status");
  CHECK(broken([](NetworkProfile& p) { p.sources = {{}}; }) == start + "a source has no text");
}

TEST_CASE("bytes that are no UTF-8 are refused whatever is wrong with them") {
  for (const char* bytes : {"\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                            "\xe2\x82", "\xf8", "\xc3("}) {
    NetworkProfile profile = small();
    profile.title = bytes;
    CHECK_THROWS_AS((void)profile_text(profile), std::invalid_argument);
  }
}

TEST_CASE("published shares are written as they read back") {
  CHECK(samples_text({.shares = {0.943, 0.057}, .accuracy = {0.9925}, .rows = 500}) ==
        "samples:\n  shares: [94.3%, 5.7%]\n  accuracy: 99.25%\n  rows: 500\n");
  CHECK(samples_text({.shares = {0.5, 0.5}, .accuracy = {0.25, 1}}) ==
        "samples:\n  shares: [50%, 50%]\n  accuracy: [25%, 100%]\n");
  CHECK(samples_text({.shares = {1.0 / 3, 2.0 / 3}}) ==
        "samples:\n  shares: [0.3333333333333333, 0.6666666666666666]\n");
}
