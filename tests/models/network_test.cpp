#include "models/network.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <stdexcept>

#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Messages = std::vector<std::string>;
using Names = std::vector<std::string>;

LayerProfile layer(const std::string& name, double output, const Names& inputs = {}) {
  return {.name = name, .op = "conv", .output = {output}, .inputs = inputs};
}

/// Tensors of 1 (input), 10 (a), 100 (b) and 1,000 bytes (c), so that a sum of bytes names its tensors.
NetworkProfile skipping(const Names& inputs_of_b, const Names& inputs_of_c) {
  NetworkProfile profile{.name = "skipping", .input = {1}};
  profile.layers = {layer("a", 10), layer("b", 100, inputs_of_b), layer("c", 1000, inputs_of_c)};
  return profile;
}

std::vector<double> crossings(const NetworkProfile& profile) {
  std::vector<double> bytes;
  const NetworkGraph graph(profile);
  for (const Cut& cut : graph.cuts()) bytes.push_back(cut.crossing.value);
  return bytes;
}

/// Every layer reads one to three of those before it, or the input.
NetworkProfile random_network(std::mt19937_64& random) {
  NetworkProfile profile{.name = "random", .input = {static_cast<double>(1 + random() % 1000)}};
  const std::size_t count = 1 + random() % 12;
  for (std::size_t i = 0; i < count; ++i) {
    std::set<std::string> inputs;
    const std::size_t edges = 1 + random() % 3;
    for (std::size_t edge = 0; edge < edges; ++edge) {
      const std::size_t source = random() % (i + 1);
      inputs.insert(source == 0 ? std::string(input_name) : "layer" + std::to_string(source));
    }
    profile.layers.push_back(layer("layer" + std::to_string(i + 1), static_cast<double>(1 + random() % 1000),
                                   Names(inputs.begin(), inputs.end())));
  }
  return profile;
}

bool reads(const LayerProfile& reader, const std::string& tensor) {
  return std::count(reader.inputs.begin(), reader.inputs.end(), tensor) > 0;
}

/// What crosses behind the first `position` layers, by looking at every tensor and every layer of the tail.
Cut cut_by_hand(const NetworkProfile& sorted, std::size_t position) {
  Cut cut{.position = position};
  const auto tail_reads = [&sorted, position](const std::string& tensor) {
    for (std::size_t i = position; i < sorted.layers.size(); ++i) {
      if (reads(sorted.layers[i], tensor)) return true;
    }
    return false;
  };
  const auto count = [&cut](Bytes size) {
    cut.crossing += size;
    ++cut.tensors;
  };
  if (tail_reads("input")) count(sorted.input);
  for (std::size_t i = 0; i < position; ++i) {
    if (tail_reads(sorted.layers[i].name)) count(sorted.layers[i].output);
  }
  return cut;
}

}  // namespace

TEST_CASE("a chain is cut once before each layer and once at its end") {
  const NetworkGraph graph(three_layers());
  REQUIRE(graph.cuts().size() == 4);
  const Names names{"input", "a", "b", "c"};
  const std::vector<double> bytes{10000, 6000, 3000, 0};
  const std::vector<std::size_t> tensors{1, 1, 1, 0};
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(graph.cuts()[k].position == k);
    CHECK(graph.cuts()[k].name == names[k]);
    CHECK(graph.cuts()[k].crossing.value == bytes[k]);
    CHECK(graph.cuts()[k].tensors == tensors[k]);
  }
}

TEST_CASE("a cut is found by the last layer of its head") {
  const NetworkGraph graph(three_layers());
  CHECK(graph.cut_after("input").position == 0);
  CHECK(graph.cut_after("a").position == 1);
  CHECK(graph.cut_after("c").position == 3);
}

TEST_CASE("a cut after a layer that is not there is out of range") {
  const NetworkGraph graph(three_layers());
  CHECK_THROWS_WITH_AS((void)graph.cut_after("d"), "network 'abc' has no layer 'd'", std::out_of_range);
}

TEST_CASE("a cut carries every tensor that is still read behind it") {
  CHECK(crossings(skipping({"a"}, {"a", "b"})) == std::vector<double>{1, 10, 110, 0});
  CHECK(crossings(skipping({"a"}, {"input", "b"})) == std::vector<double>{1, 11, 101, 0});
}

TEST_CASE("a cut counts each crossing tensor once") {
  CHECK(crossings(skipping({"a"}, {"a"})) == std::vector<double>{1, 10, 10, 0});
  CHECK(crossings(skipping({"input"}, {"input", "a", "a", "b"})) == std::vector<double>{1, 11, 110 + 1, 0});
}

TEST_CASE("a tensor that nobody reads crosses no cut") {
  CHECK(crossings(skipping({"input"}, {"b"})) == std::vector<double>{1, 1, 100, 0});
}

TEST_CASE("the cuts of random networks are those found by hand") {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 500; ++trial) {
    NetworkProfile profile = random_network(random);
    std::shuffle(profile.layers.begin(), profile.layers.end(), random);
    const NetworkGraph graph(profile);
    REQUIRE(graph.cuts().size() == profile.layers.size() + 1);
    for (std::size_t k = 0; k <= profile.layers.size(); ++k) {
      const Cut expected = cut_by_hand(graph.profile(), k);
      CHECK(graph.cuts()[k].position == k);
      CHECK(graph.cuts()[k].crossing.value == expected.crossing.value);
      CHECK(graph.cuts()[k].tensors == expected.tensors);
    }
  }
}

TEST_CASE("layers in any order are sorted so that each stands behind all that it reads") {
  std::mt19937_64 random(2);
  for (int trial = 0; trial < 500; ++trial) {
    NetworkProfile profile = random_network(random);
    std::shuffle(profile.layers.begin(), profile.layers.end(), random);
    const NetworkGraph graph(profile);
    const auto& sorted = graph.layers();
    REQUIRE(std::is_permutation(sorted.begin(), sorted.end(), profile.layers.begin(), profile.layers.end()));
    std::set<std::string> seen{"input"};
    for (const LayerProfile& next : sorted) {
      for (const auto& input : next.inputs) CHECK(seen.contains(input));
      seen.insert(next.name);
    }
  }
}

TEST_CASE("layers that stand in order stay in that order") {
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 500; ++trial) {
    const NetworkProfile profile = random_network(random);
    CHECK((NetworkGraph(profile).layers() == profile.layers));
  }
}

TEST_CASE("a layer that names no inputs reads the one before it and the first reads the input") {
  const NetworkGraph graph(three_layers());
  CHECK(graph.layers()[0].inputs == Names{"input"});
  CHECK(graph.layers()[1].inputs == Names{"a"});
  CHECK(graph.layers()[2].inputs == Names{"b"});
}

TEST_CASE("the one before a layer is the one above it in the file however the layers are sorted") {
  NetworkProfile profile{.name = "file", .input = {1}};
  profile.layers = {layer("last", 1, {"middle"}), layer("first", 1, {"input"}), layer("middle", 1)};
  const NetworkGraph graph(profile);
  CHECK(graph.layers()[0].name == "first");
  CHECK(graph.layers()[1].name == "middle");
  CHECK(graph.layers()[1].inputs == Names{"first"});
  CHECK(graph.layers()[2].name == "last");
}

TEST_CASE("exits are numbered from 1 and the end of the network is the last") {
  const NetworkGraph graph(three_layers({"a", "b"}));
  CHECK(graph.exit_count() == 3);
  CHECK(graph.exit_position(1) == 1);
  CHECK(graph.exit_position(2) == 2);
  CHECK(graph.exit_head(1).after == "a");
  CHECK(graph.exit_head(2).after == "b");
  CHECK_THROWS_AS((void)graph.exit_position(3), std::out_of_range);
  CHECK_THROWS_AS((void)graph.exit_position(0), std::out_of_range);
  CHECK_THROWS_AS((void)graph.exit_head(3), std::out_of_range);
  CHECK(NetworkGraph(three_layers()).exit_count() == 1);
}

TEST_CASE("an exit stands where its layer stands after sorting") {
  NetworkProfile profile{.name = "file", .input = {1}};
  profile.layers = {layer("c", 1, {"b"}), layer("b", 1, {"a"}), layer("a", 1, {"input"})};
  profile.exits = {{.after = "a"}, {.after = "b"}};
  const NetworkGraph graph(profile);
  CHECK(graph.exit_position(1) == 1);
  CHECK(graph.exit_position(2) == 2);
}

TEST_CASE("totals are those of the trunk without side branches") {
  NetworkProfile profile = three_layers({"a"});
  CHECK(NetworkGraph(profile).total_macs().value == 6e6);
  CHECK(NetworkGraph(profile).total_parameters() == 12);
  CHECK(NetworkGraph(profile).total_weights().value == 48);
  profile.layers[1].cost.macs.reset();  // unknown counts nothing
  CHECK(NetworkGraph(profile).total_macs().value == 4e6);
}

TEST_CASE("a sound network has no defects") {
  CHECK(defects(three_layers()) == Messages{});
  CHECK(defects(three_layers({"a", "b"})) == Messages{});
}

TEST_CASE("a network without layers is refused") {
  CHECK(defects(NetworkProfile{.name = "empty"}) == Messages{"a network needs at least one layer"});
}

TEST_CASE("two layers of one name are refused and so is one that is called input") {
  NetworkProfile profile = three_layers();
  profile.layers[2].name = "a";
  CHECK(defects(profile) == Messages{"the name 'a' is taken twice"});
  profile.layers[2].name = "input";
  CHECK(defects(profile) == Messages{"a layer must not be called 'input', as the network's input is"});
}

TEST_CASE("a layer that reads what is no layer is refused") {
  CHECK(defects(skipping({"a"}, {"b", "x"})) == Messages{"layer 'c' reads 'x', which is no layer"});
}

TEST_CASE("an exit after what is no layer is refused") {
  CHECK(defects(three_layers({"a", "x"})) == Messages{"exit 2 comes after 'x', which is no layer"});
  CHECK(defects(three_layers({"input"})) == Messages{"exit 1 comes after 'input', which is no layer"});
}

TEST_CASE("layers that read each other are refused") {
  const Messages cycle{"the layers form a cycle"};
  CHECK(defects(skipping({"c"}, {"b"})) == cycle);
  CHECK(defects(skipping({"b"}, {"a"})) == cycle);
}

TEST_CASE("an exit after the last layer is refused because it is the end of the network") {
  CHECK(defects(three_layers({"c"})) ==
        Messages{"exit 1 comes after the last layer, which is the end of the network"});
  CHECK(defects(three_layers({"a", "c"})) ==
        Messages{"exit 2 comes after the last layer, which is the end of the network"});
}

TEST_CASE("exits out of order are refused and so are two after one layer") {
  CHECK(defects(three_layers({"b", "a"})) ==
        Messages{"exit 2 (after 'a') must come behind exit 1 (after 'b')"});
  CHECK(defects(three_layers({"a", "a"})) ==
        Messages{"exit 2 (after 'a') must come behind exit 1 (after 'a')"});
}

TEST_CASE("all wrong names of a network are told at once") {
  NetworkProfile profile = skipping({"x"}, {"y"});
  profile.exits = {{.after = "z"}};
  CHECK(defects(profile) == Messages{"layer 'b' reads 'x', which is no layer",
                                     "layer 'c' reads 'y', which is no layer",
                                     "exit 1 comes after 'z', which is no layer"});
}

TEST_CASE("a graph of a defective network is refused with its name and the first defect") {
  CHECK_THROWS_WITH_AS(NetworkGraph(three_layers({"x", "y"})),
                       "network 'abc': exit 1 comes after 'x', which is no layer", std::invalid_argument);
}

TEST_CASE("sizes and costs that cannot be are refused") {
  const Messages layer_b{"a size or a cost of layer 'b' is negative"};
  const auto with = [](auto&& change) {
    NetworkProfile profile = three_layers({"a"});
    change(profile);
    return defects(profile);
  };
  CHECK(with([](auto& p) { p.input = {-1}; }) == Messages{"the size of the input is negative"});
  CHECK(with([](auto& p) { p.layers[1].output = {-1}; }) == layer_b);
  CHECK(with([](auto& p) { p.layers[1].output = {std::nan("")}; }) == layer_b);
  CHECK(with([](auto& p) { p.layers[1].cost.macs = Macs{-1}; }) == layer_b);
  CHECK(with([](auto& p) { p.layers[1].cost.parameters = -1; }) == layer_b);
  CHECK(with([](auto& p) { p.layers[1].cost.weights = {-1}; }) == layer_b);
  CHECK(with([](auto& p) { p.layers[1].cost.measured["x"].time = {-1}; }) == layer_b);
  CHECK(with([](auto& p) { p.layers[1].cost.measured["x"].energy = Joules{-1}; }) == layer_b);
  CHECK(with([](auto& p) { p.exits[0].cost.macs = Macs{-1}; }) == Messages{"a cost of exit 1 is negative"});
}

// ---- what is sent over a cut

namespace {

NetworkProfile with_bottleneck(Bottleneck bottleneck) {
  NetworkProfile profile = three_layers();
  profile.bottlenecks = {std::move(bottleneck)};
  return profile;
}

}  // namespace

TEST_CASE("outputs of layers cross a cut at its precision and the input crosses as it is") {
  NetworkProfile profile = three_layers();
  profile.cut_bits = 8;
  CHECK(crossings(profile) == std::vector<double>{10000, 1500, 750, 0});
  profile.cut_bits = 16;
  CHECK(crossings(profile) == std::vector<double>{10000, 3000, 1500, 0});
  const NetworkGraph graph(profile);
  CHECK(graph.cuts()[1].live.value == 6000);  // in memory it is what it was
}

TEST_CASE("what is sent with few bits is whole bytes") {
  NetworkProfile profile{.name = "odd", .input = {9}};
  profile.layers = {layer("a", 12), layer("b", 4)};  // three values
  profile.cut_bits = 4;
  CHECK(crossings(profile) == std::vector<double>{9, 2, 0});
}

TEST_CASE("every tensor of a cut is sent at the precision of the cut") {
  NetworkProfile profile = skipping({"a"}, {"a", "b"});
  profile.cut_bits = 8;
  // Of 10 and 100 bytes, a quarter each, in whole bytes.
  CHECK(crossings(profile) == std::vector<double>{1, 3, 28, 0});
}

TEST_CASE("a bottleneck makes the tensor of its cut smaller and no other") {
  const NetworkGraph graph(with_bottleneck({.after = "a", .ratio = 0.1}));
  CHECK(graph.cuts()[0].crossing.value == 10000);
  CHECK(graph.cuts()[1].crossing.value == doctest::Approx(600).epsilon(1e-12));
  CHECK(graph.cuts()[1].live.value == 6000);
  CHECK(graph.cuts()[2].crossing.value == 3000);
  REQUIRE(graph.bottleneck_at(1) != nullptr);
  CHECK(graph.bottleneck_at(1)->after == "a");
  for (const std::size_t position : {0U, 2U, 3U}) CHECK(graph.bottleneck_at(position) == nullptr);
}

TEST_CASE("a bottleneck may stand at the input") {
  const NetworkGraph graph(with_bottleneck({.after = "input", .ratio = 0.5}));
  CHECK(graph.cuts()[0].crossing.value == 5000);
  CHECK(graph.bottleneck_at(0) != nullptr);
}

TEST_CASE("the ratio of a bottleneck stands in place of the precision of the cut") {
  NetworkProfile profile = with_bottleneck({.after = "a", .ratio = 0.5});
  profile.cut_bits = 8;
  CHECK(crossings(profile) == std::vector<double>{10000, 3000, 750, 0});
}

TEST_CASE("a bottleneck stands wherever its tensor crosses alone") {
  // Nobody reads b, so that a alone crosses behind b as well.
  NetworkProfile profile = skipping({"a"}, {"a"});
  profile.bottlenecks = {{.after = "a", .ratio = 0.5}};
  CHECK(crossings(profile) == std::vector<double>{1, 5, 5, 0});
}

TEST_CASE("a bottleneck follows its layer when layers are sorted") {
  NetworkProfile profile{.name = "shuffled", .input = {1}};
  profile.layers = {layer("b", 100, {"a"}), layer("a", 10, {"input"})};
  profile.bottlenecks = {{.after = "a", .ratio = 0.5}};
  CHECK(crossings(profile) == std::vector<double>{1, 5, 0});
}

TEST_CASE("a bottleneck where other tensors cross as well is refused with their names") {
  NetworkProfile profile = skipping({"a"}, {"a", "b"});
  profile.bottlenecks = {{.after = "b", .ratio = 0.5}};
  CHECK(defects(profile) ==
        Messages{"a bottleneck after 'b' needs a cut that this tensor crosses alone; what "
                 "crosses there is 'a', 'b'"});
}

TEST_CASE("a bottleneck after the last layer is refused since nothing crosses there") {
  CHECK(defects(with_bottleneck({.after = "c"})) ==
        Messages{"a bottleneck after 'c' needs a cut that this tensor crosses alone; what crosses there is "
                 "nothing"});
}

TEST_CASE("bottlenecks that cannot be are refused") {
  CHECK(defects(with_bottleneck({.after = "A"})) ==
        Messages{"a bottleneck comes after 'A', which is no layer; did you mean 'a'?"});
  CHECK(defects(with_bottleneck({.after = "a", .ratio = 0})) ==
        Messages{"the bottleneck after 'a' has the ratio 0, which is not above 0"});
  CHECK(defects(with_bottleneck({.after = "a", .encoder = {.macs = Macs{-1}}})) ==
        Messages{"a cost of the bottleneck after 'a' is negative"});
  CHECK(defects(with_bottleneck({.after = "a", .accuracy_change = -2})) ==
        Messages{"the bottleneck after 'a' changes the accuracy by -2, which is no share"});
  NetworkProfile two = with_bottleneck({.after = "a"});
  two.bottlenecks.push_back({.after = "a"});
  CHECK(defects(two) == Messages{"there are two bottlenecks after 'a'"});
}

TEST_CASE("a precision of the cut that cannot be is refused") {
  NetworkProfile profile = three_layers();
  for (const double bits : {0.0, -8.0, 64.0}) {
    profile.cut_bits = bits;
    CHECK(defects(profile).size() == 1);
  }
  profile.cut_bits = 64;
  CHECK(defects(profile) ==
        Messages{"a value that is sent has 64 bits: more than 0 and at most 32 are possible"});
}

// ---- junctions

TEST_CASE("junctions must fit into the parameters and the work of their layer") {
  NetworkProfile profile{.name = "net", .input = {4}};
  profile.layers = {layer("a", 4), layer("b", 4)};
  profile.exits = {{.after = "a"}};
  profile.layers[0].cost = {
      .macs = Macs{36}, .parameters = 12, .junctions = {{.inputs = 2, .outputs = 3, .uses = 3}}};
  CHECK(defects(profile) == Messages{});
  profile.layers[0].cost.junctions.push_back({.inputs = 7, .outputs = 1});
  CHECK(defects(profile) ==
        Messages{"the junctions of layer 'a' have 13 weights, and it has only 12 parameters"});
  profile.layers[0].cost.junctions = {{.inputs = 2, .outputs = 3, .uses = 7}};
  CHECK(defects(profile) ==
        Messages{"the junctions of layer 'a' do 42 multiply-accumulates, and it does only 36 in all"});
  profile.layers[0].cost.macs.reset();  // unknown: nothing to hold them against
  CHECK(defects(profile) == Messages{});
  profile.layers[0].cost.junctions = {{.inputs = 2, .outputs = 0}};
  profile.exits[0].cost.junctions = {{.inputs = 2, .outputs = 1}};
  CHECK(defects(profile) == Messages{"a junction of layer 'a' joins nothing",
                                     "the junctions of exit 1 have 2 weights, and it has only 0 parameters"});
}

TEST_CASE("what is pruned away is still in the junctions of a layer") {
  NetworkProfile profile{.name = "net", .input = {4}};
  profile.layers = {layer("a", 4)};
  profile.layers[0].cost = {.macs = Macs{3}, .parameters = 3, .junctions = {{.inputs = 2, .outputs = 3}}};
  CHECK(defects(profile).size() == 2);
  profile.layers[0].cost.pruning = Pruning{WeightFormat::predefined, .5, Macs{3}};
  CHECK(defects(profile) == Messages{});
}

TEST_CASE("bottlenecks with names are choices and change nothing unless they are chosen") {
  NetworkProfile profile = three_layers();
  profile.bottlenecks = {{.after = "b", .name = "half", .ratio = 0.5},
                         {.after = "a", .name = "tenth", .ratio = 0.1},
                         {.after = "a", .name = "fifth", .ratio = 0.2}};
  CHECK(crossings(profile) == crossings(three_layers()));
  const NetworkGraph graph(profile);
  CHECK(graph.bottleneck_at(1) == nullptr);
  CHECK(graph.bottleneck_at(1, 0) == nullptr);
  CHECK(graph.encodings(0) == 0);
  REQUIRE(graph.encodings(1) == 2);
  CHECK(graph.bottleneck_at(1, 1)->name == "tenth");
  CHECK(graph.bottleneck_at(1, 2)->name == "fifth");
  CHECK(graph.bottleneck_at(2, 1)->name == "half");
  CHECK(graph.crossing(1, 0).value == 6000);
  CHECK(graph.crossing(1, 1).value == doctest::Approx(600).epsilon(1e-12));
  CHECK(graph.crossing(1, 2).value == doctest::Approx(1200).epsilon(1e-12));
  CHECK_THROWS_AS(graph.bottleneck_at(1, 3), std::out_of_range);
}
