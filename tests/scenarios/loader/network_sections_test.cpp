#include "scenarios/loader/network_sections.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "tests/scenarios/loader/read_as.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

NetworkUse network(const std::string& keys, const std::string& directory = "") {
  return read_as(networks_format(), "abc: {" + keys + "}", directory).at(0);
}

/// A network of one layer with these keys beside its name and output.
LayerProfile layer(const std::string& keys) {
  return network("profile: {input: 9 B, layers: [{name: a, output: 8 B" + keys + "}]}").profile.layers.at(0);
}

/// The profile of a network with one exit, and so two ways to answer.
const std::string two_exits =
    "profile: {input: 9 B, layers: [{name: a, output: 8 B}, {name: b, output: 7 B}], exits: [{after: a}]}";

std::string refusal_of(const std::string& yaml, const std::string& directory = "") {
  return refusal_as(networks_format(), yaml, directory);
}

}  // namespace

// ---- profiles

TEST_CASE("a network profile needs an input and layers and nothing else") {
  const NetworkUse read = network("profile: {input: 9 B, layers: [{name: a, output: 8 B}]}");
  CHECK(read.name == "abc");
  CHECK(!read.samples);
  CHECK(read.profile.title == "");
  CHECK(read.profile.sources.empty());
  CHECK(read.profile.input == Bytes{9});
  CHECK(read.profile.exits.empty());
  REQUIRE(read.profile.layers.size() == 1);
  CHECK(read.profile.layers[0] == LayerProfile{.name = "a", .op = "", .output = {8}});
}

TEST_CASE("every key of a network profile is read") {
  const NetworkProfile read =
      network(
          "profile: {name: net, title: A net, sources: [one, {figures: times, status: "
          "derived, source: two}], input: 9 B, "
          "layers: [{name: a, output: 8 B}], exits: []}")
          .profile;
  CHECK(read.name == "net");
  CHECK(read.title == "A net");
  CHECK(read.sources ==
        std::vector<Provenance>{{"", Status::user, "one"}, {"times", Status::derived, "two"}});
}

TEST_CASE("every key of a layer is read") {
  const LayerProfile read =
      layer(", op: conv, macs: 2 MMAC, parameters: 10, weights: 5 B, inputs: [x, input]");
  CHECK(read.op == "conv");
  CHECK(read.cost.macs == Macs{2e6});
  CHECK(read.cost.parameters == 10);
  CHECK(read.cost.weights == Bytes{5});
  CHECK(read.inputs == std::vector<std::string>{"x", "input"});
  CHECK(layer(", inputs: x").inputs == std::vector<std::string>{"x"});
}

TEST_CASE("what holds where keys of a layer are left out can be written as well") {
  CHECK(layer(", parameters: 0, weights: 0 B, measured: {}, inputs: []") == layer(""));
  const NetworkProfile empty = network("profile: {input: 0 B, layers: [{name: a, output: 0 B}]}").profile;
  CHECK(empty.input == Bytes{0});
  CHECK(empty.layers[0].output == Bytes{0});
}

TEST_CASE("a layer has the junctions and the shape that its profile tells") {
  const LayerProfile read =
      layer(", shape: [64, 7, 7], junctions: {inputs: 3, outputs: 32, groups: 2, kernel: 9, uses: 49}");
  CHECK(read.shape == std::vector<std::int64_t>{64, 7, 7});
  CHECK(read.cost.junctions == std::vector<Junction>{{3, 32, 2, 9, 49}});
  CHECK(layer(", junctions: [{inputs: 3, outputs: 2}, {inputs: 1, outputs: 4}]").cost.junctions ==
        std::vector<Junction>{{3, 2, 1, 1, 1}, {1, 4, 1, 1, 1}});
  CHECK(layer(", shape: [], junctions: []") == layer(""));
  CHECK(layer(", junctions: {inputs: 3, outputs: 2, groups: 1, kernel: 1, uses: 1}") ==
        layer(", junctions: {inputs: 3, outputs: 2}"));
}

TEST_CASE("an exit has the junctions that its profile tells") {
  const auto exits = network(
                         "profile: {input: 9 B, layers: [{name: a, output: 8 B}, {name: b, output: 7 B}], "
                         "exits: [{after: a, parameters: 6, junctions: {inputs: 2, outputs: 3}}]}")
                         .profile.exits;
  CHECK(exits.at(0).cost.junctions == std::vector<Junction>{{.inputs = 2, .outputs = 3}});
}

TEST_CASE("a junction without sides is refused") {
  CHECK(refusal_of("abc:\n  profile:\n    input: 9 B\n    layers:\n"
                   "      - {name: a, output: 8 B, junctions: {inputs: 0, outputs: 2}}\n") ==
        "f.yaml:5:52: expected a whole number from 1, found '0'");
  CHECK(refusal_of("abc:\n  profile:\n    input: 9 B\n    layers:\n"
                   "      - {name: a, output: 8 B, junctions: {inputs: 3}}\n") ==
        "f.yaml:5:43: a junction needs the key 'outputs' (whole number from 1)");
}

TEST_CASE("weights take four bytes a parameter unless the profile says otherwise") {
  CHECK(layer(", parameters: 10").cost.weights == Bytes{40});
  CHECK(layer(", parameters: 10, weights: 0 B").cost.weights == Bytes{0});
}

TEST_CASE("multiply-accumulates that are not given are unknown and not zero") {
  CHECK(!layer("").cost.macs);
  CHECK(layer(", macs: 0 MAC").cost.macs == Macs{0});
}

TEST_CASE("a measurement is a time or a time and an energy") {
  const auto measured =
      layer(", measured: {pi: 2 s, gpu: {time: 4 s, energy: 8 J}, cpu: {time: 1 s}}").cost.measured;
  REQUIRE(measured.size() == 3);
  CHECK(measured.at("pi") == MeasuredCost{{2}, std::nullopt});
  CHECK(measured.at("gpu") == MeasuredCost{{4}, Joules{8}});
  CHECK(measured.at("cpu") == MeasuredCost{{1}, std::nullopt});
}

TEST_CASE("an exit has the costs of a layer") {
  const auto exits = network(
                         "profile: {input: 9 B, layers: [{name: a, output: 8 B}, {name: b, output: 7 B}], "
                         "exits: [{after: a, macs: 1 kMAC, parameters: 3, measured: {pi: 1 s}}]}")
                         .profile.exits;
  REQUIRE(exits.size() == 1);
  CHECK(exits[0].after == "a");
  CHECK(exits[0].cost.macs == Macs{1000});
  CHECK(exits[0].cost.weights == Bytes{12});
  CHECK(exits[0].cost.measured.at("pi").time == Seconds{1});
}

TEST_CASE("measurements that are no table are refused") {
  CHECK(refusal_of("abc:\n  profile:\n    input: 9 B\n    layers:\n"
                   "      - {name: a, output: 8 B, measured: 2 s}\n") ==
        "f.yaml:5:42: expected a table of hardware names with times, found '2 s'");
}

TEST_CASE("an energy without a time is refused") {
  CHECK(refusal_of("abc:\n  profile:\n    input: 9 B\n    layers:\n"
                   "      - {name: a, output: 8 B, measured: {pi: {time: 0 s, energy: 1 J}}}\n") ==
        "f.yaml:5:47: an energy needs a time in which it is used");
  CHECK(layer(", measured: {pi: {time: 0 s, energy: 0 J}}").cost.measured.at("pi").energy == Joules{0});
}

TEST_CASE("a misspelt key of a layer is refused in its layer") {
  CHECK(refusal_of("abc:\n  profile:\n    input: 9 B\n    layers:\n      - name: a\n        ouput: 8 B\n") ==
        "f.yaml:6:9: unknown key 'ouput' in a layer; did you mean 'output'?");
}

TEST_CASE("a layer without an output is refused") {
  CHECK(refusal_of("abc:\n  profile:\n    input: 9 B\n    layers:\n      - name: a\n") ==
        "f.yaml:5:9: a layer needs the key 'output' (size, as '150 kB')");
}

// ---- where a profile comes from

TEST_CASE("a profile may be the name of a network of the zoo") {
  const NetworkUse read = network("profile: b-lenet");
  CHECK(read.name == "abc");
  CHECK(read.profile.name == "b-lenet");
  CHECK(read.profile.exits.size() == 1);
}

TEST_CASE("a profile may be a file of its own beside the scenario") {
  const TemporaryDirectory directory;
  directory.write("nets/own.yml", "name: own\ninput: 9 B\nlayers: [{name: a, output: 8 B}]\n");
  const NetworkUse read = network("profile: nets/own.yml", directory.path());
  CHECK(read.profile.name == "own");
  CHECK(read.profile.input == Bytes{9});
}

TEST_CASE("an error in a profile of its own is located in its file") {
  const TemporaryDirectory directory;
  directory.write("own.yaml", "input: 9 B\nlayers: [{name: a, output: 8}]\n");
  CHECK(refusal_of("abc: {profile: own.yaml}", directory.path()) ==
        "own.yaml:2:28: '8' has no unit: expected a size such as '150 kB' (units: B, kB, MB, GB, KiB, MiB, "
        "GiB)");
}

TEST_CASE("a misspelt network of the zoo is refused with the nearest one") {
  CHECK(refusal_of("abc:\n  profile: alexnett\n") ==
        "f.yaml:2:12: the zoo has no network 'alexnett' (and it is no path of a .yaml file); did you mean "
        "'alexnet'?");
}

TEST_CASE("a list is refused where a profile is needed") {
  CHECK(
      refusal_of("abc: {profile: [alexnet]}") ==
      "f.yaml:1:16: expected the name of a network of the zoo, the path of a profile file, or a table, found "
      "a list");
}

TEST_CASE("a network by name alone is the zoo's with its samples") {
  Reading reading(project_zoo(), "");
  const NetworkUse read = zoo_network("b-lenet", reading);
  CHECK(read.name == "b-lenet");
  REQUIRE(read.samples);
  CHECK(read.samples->exits() == 2);
  REQUIRE(reading.inputs().size() == 1);
  CHECK(reading.inputs()[0].path == "zoo:networks/b-lenet.yaml");
}

// ---- samples

TEST_CASE("published shares stand for ten thousand samples unless they say otherwise") {
  const auto read = network(two_exits + ", samples: {shares: [60%, 40%]}").samples;
  REQUIRE(read);
  CHECK(read->rows() == 10000);
  CHECK(read->exits() == 2);
  CHECK(read->at(0, 1).correct == Correctness::unknown);
}

TEST_CASE("published shares become samples that leave where the shares say") {
  const auto read =
      network(two_exits + ", samples: {shares: [0.75, 0.25], accuracy: [100%, 0%], rows: 4}").samples;
  REQUIRE(read);
  REQUIRE(read->rows() == 4);
  for (std::size_t row = 0; row < 3; ++row) CHECK(read->at(row, 1).confidence == 1);
  CHECK(read->at(3, 1).confidence == 0);
  CHECK(read->at(0, 1).correct == Correctness::right);
  CHECK(read->at(3, 2).correct == Correctness::wrong);
}

TEST_CASE("shares that do not sum to the whole are refused at the samples") {
  CHECK(refusal_of("abc:\n  " + two_exits + "\n  samples: {shares: [60%, 30%]}\n") ==
        "f.yaml:3:12: the exit shares sum to 90 %, not to 100 %");
}

TEST_CASE("shares of samples for another number of exits are refused") {
  CHECK(refusal_of("abc: {" + two_exits + ", samples: {shares: [100%]}}")
            .find("1 exit shares for a network with 2 exits (the end counts as one)") != std::string::npos);
}

TEST_CASE("samples come from a file in long layout unless it says otherwise") {
  const TemporaryDirectory directory;
  directory.write("s.csv", "sample,exit,confidence\n0,1,0.25\n0,2,0.5\n");
  const auto read =
      network(two_exits + ", samples: {file: s.csv, confidence: confidence}", directory.path()).samples;
  REQUIRE(read);
  CHECK(read->at(0, 1).confidence == 0.25);
  CHECK(read->at(0, 2).confidence == 0.5);
  CHECK(!read->has_predictions());
}

TEST_CASE("every key of a sample trace is read") {
  const TemporaryDirectory directory;
  directory.write("long.csv", "id,k,c,p,ok,y\n0,0,0.25,3,0,3\n0,1,0.5,3,1,3\n");
  const auto tall = network(two_exits +
                                ", samples: {file: long.csv, layout: long, sample: id, exit: k, "
                                "first_exit: 0, confidence: c, prediction: p, correct: ok, label: y}",
                            directory.path())
                        .samples;
  REQUIRE(tall);
  CHECK(tall->at(0, 1) == ExitOutcome{0.25, 3, Correctness::wrong});
  CHECK(tall->at(0, 2) == ExitOutcome{0.5, 3, Correctness::right});
  directory.write("entropies.csv", "sample,exit,h\n0,1,1.5\n0,2,0.5\n");
  const auto entropies =
      network(two_exits + ", samples: {file: entropies.csv, entropy: h}", directory.path()).samples;
  REQUIRE(entropies);
  CHECK(entropies->has_entropies());
  CHECK(entropies->at(0, 1).entropy == 1.5);
  directory.write("wide.csv", "p3,p4,y\n1,2,2\n");
  const auto wide = network(two_exits +
                                ", samples: {file: wide.csv, layout: wide, first_exit: 3, "
                                "prediction: 'p{k}', label: y}",
                            directory.path())
                        .samples;
  REQUIRE(wide);
  CHECK(wide->at(0, 1).correct == Correctness::wrong);
  CHECK(wide->at(0, 2).correct == Correctness::right);
}

TEST_CASE("what holds where keys of samples are left out can be written as well") {
  const TemporaryDirectory directory;
  directory.write("s.csv", "sample,exit,p\n0,1,3\n0,2,4\n");
  const std::string file = ", samples: {file: s.csv, prediction: p";
  CHECK(network(two_exits + file + ", layout: long, sample: sample, exit: exit, first_exit: 1}",
                directory.path()) == network(two_exits + file + "}", directory.path()));
  const std::string shares = ", samples: {shares: [60%, 40%]";
  CHECK(network(two_exits + shares + ", rows: 10000}") == network(two_exits + shares + "}"));
  CHECK(network(two_exits + ", samples: {shares: [1, 0], rows: 1}").samples->rows() == 1);
}

TEST_CASE("samples of the scenario win over those of the profile") {
  const auto read = network("profile: b-lenet, samples: {shares: [50%, 50%], rows: 2}").samples;
  REQUIRE(read);
  CHECK(read->rows() == 2);
}

TEST_CASE("samples may have classes and features and a calibration part") {
  const TemporaryDirectory directory;
  directory.write("s.csv", "sample,exit,confidence,noise\n0,1,0.25,7\n0,2,1,7\n");
  const std::string file = two_exits + ", samples: {file: s.csv, confidence: confidence";
  const NetworkUse read =
      network(file + ", classes: 5, features: noise, calibration: 20%}", directory.path());
  CHECK(read.samples->classes() == 5);
  CHECK(read.samples->features(0)[0] == 7);
  CHECK(read.calibration == 0.2);
  const NetworkUse plain = network(file + "}", directory.path());
  CHECK(plain.samples->classes() == 0);
  CHECK(plain.samples->feature_count() == 0);
  CHECK(plain.calibration == 0);
}

TEST_CASE("a part of the samples of the profile may be set apart") {
  const NetworkUse read = network("profile: b-lenet, samples: {calibration: 20%}");
  CHECK(read.samples->rows() == 10000);
  CHECK(read.calibration == 0.2);
  CHECK(refusal_of("abc: {" + two_exits + ", samples: {calibration: 20%}}")
            .ends_with("the profile has no samples that a part could be set apart of"));
}

TEST_CASE("samples that are neither a file nor shares are refused") {
  CHECK(refusal_of("abc: {" + two_exits + ", samples: {share: [100%]}}")
            .ends_with("unknown key 'share' in samples; did you mean 'shares'?"));
}

TEST_CASE("an error in a sample file is located in that file") {
  const TemporaryDirectory directory;
  directory.write("s.csv", "sample,exit,confidence\n0,1,0.25\n0,2,1.5\n");
  CHECK(refusal_of("abc: {" + two_exits + ", samples: {file: s.csv, confidence: confidence}}",
                   directory.path()) ==
        "s.csv:3:5: a confidence lies between 0 and 1 (field 3, 'confidence')");
}

TEST_CASE("an error in what a network refers to is one of meaning and not of structure") {
  const auto kind_of = [](const std::string& yaml) {
    try {
      (void)read_as(networks_format(), yaml);
    } catch (const InputError& error) {
      return error.kind();
    }
    throw std::logic_error("nothing was refused");
  };
  CHECK(kind_of("abc: {profile: alexnett}") == ErrorKind::meaning);
  CHECK(kind_of("abc: {profile: no/such.yaml}") == ErrorKind::meaning);
  CHECK(kind_of("abc: {" + two_exits + ", samples: {shares: [1]}}") == ErrorKind::meaning);
  CHECK(kind_of("abc: {profil: alexnet}") == ErrorKind::structure);
}

// ---- documentation

TEST_CASE(
    "the documentation of networks tells of samples and sparsity and that of profiles of layers and exits") {
  std::vector<std::string> names;
  for (const SectionDoc& doc : network_docs()) names.push_back(doc.name);
  for (const SectionDoc& doc : profile_docs()) names.push_back(doc.name);
  CHECK(names == std::vector<std::string>{
                     "network", "sample trace", "published shares", "sparsity", "sparsity rule by density",
                     "sparsity rule by fan-in", "sparsity rule by fan-out", "precision", "network profile",
                     "source", "layer", "exit", "junction", "measurement", "bottleneck", "width", "codec"});
}
