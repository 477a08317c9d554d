#include <doctest/doctest.h>

#include <stdexcept>

#include "scenarios/loader/network_sections.hpp"
#include "scenarios/loader/profile_text.hpp"
#include "tests/scenarios/loader/read_as.hpp"
#include "tests/support/temporary_directory.hpp"

// Profiles that say which weights the network was trained without.

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Layers fc1 and fc2 of 8 x 8 weights with 8 biases, an exit of 8 x 8 weights; 64 MAC each.
const std::string dense =
    "input: 32 B\n"
    "layers:\n"
    "  - {name: fc1, macs: 64 MAC, parameters: 72, output: 32 B, junctions: {inputs: 8, outputs: 8}}\n"
    "  - {name: fc2, macs: 64 MAC, parameters: 72, output: 32 B, junctions: {inputs: 8, outputs: 8}}\n"
    "exits: [{after: fc1, macs: 64 MAC, parameters: 64, junctions: {inputs: 8, outputs: 8}}]\n";

/// A directory with a sparse profile: a quarter of fc1, half of the exit.
class Profiles {
 public:
  explicit Profiles(const std::string& sparsity = "sparsity: {fc1: {fan_in: 2}, exit 1: 50%}\n") {
    directory_.write("net.yaml", dense + sparsity);
  }
  NetworkUse network(const std::string& keys) const {
    return read_as(networks_format(), "abc: {" + keys + "}", directory_.path()).at(0);
  }
  std::string refusal_of(const std::string& yaml) const {
    return refusal_as(networks_format(), yaml, directory_.path());
  }

 private:
  TemporaryDirectory directory_{};
};

SparsityChoice read_back(const std::string& text) {
  return Profiles(text).network("profile: net.yaml").adaptation.sparsity.value();
}

std::string refusal_to_write(const SparsityChoice& choice) {
  try {
    (void)sparsity_text(choice);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

}  // namespace

// ---- reading

TEST_CASE("a profile that says how it was made sparse costs what is left wherever it is named") {
  const NetworkUse use = Profiles().network("profile: net.yaml");
  CHECK(use.profile.layers[0].cost.macs == Macs{16});
  CHECK(use.profile.layers[0].cost.parameters == 16 + 8);
  CHECK(use.profile.layers[1].cost.macs == Macs{64});
  CHECK(use.profile.exits[0].cost.macs == Macs{32});
  REQUIRE(use.adaptation.sparsity);
  CHECK(use.adaptation.sparsity->rules.size() == 2);
}

TEST_CASE("a sparse profile is as one that the scenario makes sparse") {
  const TemporaryDirectory directory;
  directory.write("dense.yaml", "name: net\n" + dense);
  const NetworkUse by_scenario =
      read_as(
          networks_format(),
          "abc: {profile: dense.yaml, sparsity: {fc1: {fan_in: 2}, exit 1: 50%}, precision: {weights: 8}}",
          directory.path())
          .at(0);
  CHECK(Profiles().network("profile: net.yaml, precision: {weights: 8}") == by_scenario);
}

TEST_CASE("a sparse network of the zoo is sparse by name alone and in a scenario") {
  const TemporaryDirectory directory;
  directory.write("networks/own.yaml", dense + "sparsity: {fc*: 25%}\n");
  const Zoo zoo(directory.path());
  Reading reading(zoo, "");
  const NetworkUse alone = zoo_network("own", reading);
  CHECK(NetworkGraph(alone.profile).total_macs() == Macs{32});
  CHECK(alone.adaptation.sparsity);
  const NetworkUse named =
      networks_format().read(parse_document("own: {profile: own}", "f.yaml"), reading).at(0);
  CHECK(named == alone);
}

TEST_CASE("a scenario cannot give a sparse profile another sparsity") {
  CHECK(Profiles().refusal_of("abc:\n  profile: net.yaml\n  sparsity: 50%\n") ==
        "f.yaml:3:13: the profile of 'abc' is sparse already, and its samples are those of its own sparsity: "
        "leave 'sparsity' out here");
}

TEST_CASE("what is wrong with the sparsity of a profile is told in its file") {
  CHECK(Profiles("sparsity: {fc1: {fan_in: 9}}\n")
            .refusal_of("abc: {profile: net.yaml}")
            .starts_with("net.yaml:6:12: "));
  CHECK(Profiles("sparsity: {fc: 50%}\n").refusal_of("abc: {profile: net.yaml}") ==
        "net.yaml:6:12: network 'net' has no layer 'fc'; did you mean 'fc1'?");
  CHECK(Profiles("sparsity: {fc1: 0}\n").refusal_of("abc: {profile: net.yaml}") ==
        "net.yaml:6:17: a density greater than zero is needed here");
}

// ---- writing

TEST_CASE("the sparsity of a profile is written as it reads back") {
  const SparsityChoice rules{.rules = {{.layers = "fc1", .fan_out = 2},
                                       {.layers = "exit 1", .fan_in = 4},
                                       {.layers = "fc*", .density = .25}},
                             .density = 1.0 / 3};
  CHECK(sparsity_text(rules) ==
        "sparsity:\n  format: predefined\n  density: 0.3333333333333333\n  layers:\n    fc1: {fan_out: 2}\n"
        "    \"exit 1\": {fan_in: 4}\n    \"fc*\": 25%\n");
  CHECK(read_back(sparsity_text(rules)) == rules);
  for (const WeightFormat format : {WeightFormat::predefined, WeightFormat::csr, WeightFormat::bitmap,
                                    WeightFormat::n_m, WeightFormat::block}) {
    SparsityChoice choice{.format = format, .rules = {{.layers = "fc2", .density = .5}}};
    if (format == WeightFormat::n_m) choice.n = 4, choice.m = 8;
    if (format == WeightFormat::block) choice.block_rows = 2, choice.block_columns = 4;
    CAPTURE(name_of(format));
    CHECK(read_back(sparsity_text(choice)) == choice);
  }
}

TEST_CASE("the format n_m alone is written with the density that it means") {
  CHECK(sparsity_text({.format = WeightFormat::n_m, .n = 1, .m = 4}) ==
        "sparsity:\n  format: n_m\n  n: 1\n  m: 4\n  density: 25%\n");
}

TEST_CASE("a sparsity that no file can say is not written") {
  const std::string start = "the profile cannot be written: ";
  CHECK(refusal_to_write({}) == start + "sparsity needs a density or rules for layers");
  CHECK(refusal_to_write({.format = WeightFormat::dense, .density = .5}) ==
        start + "the dense format leaves nothing out");
  CHECK(refusal_to_write({.rules = {{.layers = "a"}}}) ==
        start + "the sparsity of 'a' has neither a density nor a degree");
  CHECK(refusal_to_write({.rules = {{.layers = "a", .density = .5, .nearest = true}}}) ==
        start + "only a program can ask for the nearest density to that of a rule");
}
