#include "scenarios/loader/adaptation_section.hpp"

#include <doctest/doctest.h>

#include "tests/scenarios/loader/read_as.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

SparsityChoice sparsity(const std::string& yaml) {
  return read_as(sparsity_format(), yaml).choice;
}

std::string refusal_of(const std::string& yaml) {
  return refusal_as(sparsity_format(), yaml);
}

/// Layers fc1, fc2 and fc3 of 100 to 100 neurons, each with one junction, and an exit after fc1.
NetworkProfile fully_connected() {
  NetworkProfile profile{.name = "net", .input = {400}};
  for (const char* name : {"fc1", "fc2", "fc3"}) {
    LayerProfile layer{.name = name, .op = "fc", .output = {400}};
    layer.cost = {.macs = Macs{10000},
                  .parameters = 10100,
                  .weights = {40400},
                  .junctions = {{.inputs = 100, .outputs = 100}}};
    profile.layers.push_back(layer);
  }
  profile.exits.push_back({.after = "fc1", .cost = profile.layers.front().cost});
  return profile;
}

/// What adapting a network as such a scenario says is refused with.
std::string refused(const std::string& yaml) {
  NetworkProfile profile = fully_connected();
  const AdaptationDraft draft{.sparsity = read_as(sparsity_format(), yaml)};
  return refusal([&] { (void)adapt(profile, draft); });
}

}  // namespace

// ---- what is written

TEST_CASE("a density alone prunes all layers but the first and the last with a predefined pattern") {
  const SparsityChoice read = sparsity("20%");
  CHECK(read == SparsityChoice{.density = 0.2});
  CHECK(read.format == WeightFormat::predefined);
  CHECK(sparsity("{density: 0.2}") == read);
}

TEST_CASE("a table of layers gives each its density or its fan") {
  const SparsityChoice read =
      sparsity("{fc6: 5%, \"conv3*\": {fan_in: 9}, \"exit 1\": {density: 25%}, x: {fan_out: 2}}");
  CHECK(!read.density);
  CHECK(read.rules == std::vector<SparsityRule>{{.layers = "fc6", .density = 0.05},
                                                {.layers = "conv3*", .fan_in = 9},
                                                {.layers = "exit 1", .density = 0.25},
                                                {.layers = "x", .fan_out = 2}});
  CHECK(sparsity("{layers: {fc6: 5%, \"conv3*\": {fan_in: 9}, \"exit 1\": 25%, x: {fan_out: 2}}}") == read);
}

TEST_CASE("every key of sparsity is read") {
  CHECK(sparsity("{format: csr, density: 20%, layers: {fc1: 1}}") ==
        SparsityChoice{
            .format = WeightFormat::csr, .rules = {{.layers = "fc1", .density = 1}}, .density = 0.2});
  CHECK(sparsity("{format: bitmap, density: 20%}").format == WeightFormat::bitmap);
  const SparsityChoice block = sparsity("{format: block, density: 20%, block: [8, 2]}");
  CHECK(block.block_rows == 8);
  CHECK(block.block_columns == 2);
}

TEST_CASE("of N in M weights the share N / M stays unless something else is said") {
  const SparsityChoice read = sparsity("{format: n_m, n: 1, m: 8}");
  CHECK(read.n == 1);
  CHECK(read.m == 8);
  CHECK(read.density == 0.125);
  CHECK(sparsity("{format: n_m}").density == 0.5);
  CHECK(!sparsity("{format: n_m, layers: {fc1: 50%}}").density);
}

TEST_CASE("a layer that is called like a key is named in the long form") {
  CHECK(sparsity("{layers: {density: 20%}}").rules ==
        std::vector<SparsityRule>{{.layers = "density", .density = 0.2}});
}

TEST_CASE("precision is given in bits with or without the word") {
  const Precision read = read_as(precision_format(), "{weights: 8, cut: 4 bit}");
  CHECK(read.weights == 8);
  CHECK(read.cut == 4);
  CHECK(read_as(precision_format(), "{}").weights == 32);
  CHECK(read_as(precision_format(), "{}").cut == 32);
}

// ---- what cannot be

TEST_CASE("a precision of other bits is refused") {
  for (const char* bits : {"7", "0", "-8", "8.5", "\"8\"", "8 bytes", "[8]"}) {
    CHECK(refusal_as(precision_format(), std::string("{weights: ") + bits + "}")
              .starts_with("f.yaml:1:11: expected a number of bits: 32, 16, 8 or 4, found"));
  }
}

TEST_CASE("a density of nothing or of more than all is refused") {
  CHECK(refusal_of("0%") == "f.yaml:1:1: a density greater than zero is needed here");
  CHECK(refusal_of("{fc1: 0}") == "f.yaml:1:7: a density greater than zero is needed here");
  CHECK(refusal_of("120%").find("expected a share between 0 and 1") != std::string::npos);
}

TEST_CASE("sparsity that says nothing of any layer is refused") {
  CHECK(refusal_of("{format: csr}") == "f.yaml:1:1: sparsity needs a 'density' or 'layers'");
  CHECK(refusal_of("{}") == "f.yaml:1:1: sparsity needs a 'density' or 'layers'");
  CHECK(refusal_of("{layers: {}}").find("expected a table of layers with densities") != std::string::npos);
}

TEST_CASE("keys of another format are refused") {
  CHECK(refusal_of("{format: csr, density: 20%, n: 2}") ==
        "f.yaml:1:32: 'n' says something of the format n_m only");
  CHECK(refusal_of("{density: 20%, block: [2, 2]}")
            .ends_with("'block' says something of the format block only"));
}

TEST_CASE("more weights than there are cannot stay") {
  CHECK(refusal_of("{format: n_m, n: 5, m: 4}") == "f.yaml:1:1: 5 of 4 weights cannot stay");
}

TEST_CASE("a block has rows and columns") {
  CHECK(refusal_of("{format: block, density: 20%, block: [4]}").find("the rows and the columns of a block") !=
        std::string::npos);
}

TEST_CASE("a misspelt key beside a known one is refused with the nearest") {
  CHECK(refusal_of("{format: csr, densty: 20%}") ==
        "f.yaml:1:15: unknown key 'densty' in a sparsity; did you mean 'density'?");
}

TEST_CASE("a rule says one thing of a layer") {
  CHECK(refusal_of("{fc1: {fan_in: 2, fan_out: 3}}").find("unknown key 'fan_out'") != std::string::npos);
  CHECK(refusal_of("{fc1: {fan: 2}}").find("unknown key 'fan'") != std::string::npos);
}

TEST_CASE("a layer that the network does not have is refused at its name with the nearest") {
  CHECK(refused("{fc1: 20%, fc22: 20%}") ==
        "f.yaml:1:12: network 'net' has no layer 'fc22'; did you mean 'fc2'?");
  CHECK(refused("{layers: {exit 2: 20%}}") ==
        "f.yaml:1:11: network 'net' has no layer 'exit 2'; did you mean 'exit 1'?");
}

TEST_CASE("a misspelt key that stands alone is taken for a layer and the key is proposed") {
  CHECK(refused("{densty: 20%}") ==
        "f.yaml:1:2: network 'net' has no layer 'densty'; did you mean 'density'?");
}

TEST_CASE("a pattern that fits no layer is refused at its place") {
  CHECK(refused("{fc1: 20%, \"conv*\": 20%}").starts_with("f.yaml:1:12: "));
}

// ---- what it does

TEST_CASE("a network is made sparse and its weights small as the scenario says") {
  NetworkProfile profile = fully_connected();
  AdaptationDraft draft{.sparsity = read_as(sparsity_format(), "20%"), .precision = Precision{8, 16}};
  draft.bottlenecks = std::vector<Bottleneck>{{.after = "fc1", .ratio = 0.5}};
  const Adaptation done = adapt(profile, draft);
  CHECK(done.sparsity == SparsityChoice{.density = 0.2});
  CHECK(done.weight_bits == 8);
  CHECK(profile.cut_bits == 16);
  CHECK(profile.bottlenecks == *draft.bottlenecks);
  CHECK(profile.layers[0].cost.macs == Macs{10000});
  CHECK(!profile.layers[0].cost.pruning);
  CHECK(profile.layers[1].cost.macs->value == doctest::Approx(2000).epsilon(1e-12));
  REQUIRE(profile.layers[1].cost.pruning);
  CHECK(profile.layers[1].cost.pruning->format == WeightFormat::predefined);
  CHECK(profile.layers[2].cost.weights.value == 10100);
}

TEST_CASE("a network of which nothing is said stays as it is") {
  NetworkProfile profile = fully_connected();
  CHECK(adapt(profile, {}) == Adaptation{});
  CHECK(profile == fully_connected());
}
