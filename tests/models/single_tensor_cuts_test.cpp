#include "models/single_tensor_cuts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/support/random_networks.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Names = std::vector<std::string>;

Names names(const std::vector<SingleTensorCut>& cuts) {
  Names names;
  for (const auto& cut : cuts) names.push_back(cut.name);
  return names;
}

LayerProfile layer(const std::string& name, double output, const Names& inputs) {
  return {.name = name, .op = "conv", .cost = {.macs = Macs{1}}, .output = {output}, .inputs = inputs};
}

/// stem -> two layers beside a shortcut -> add -> classifier.
NetworkProfile residual() {
  NetworkProfile profile{.name = "residual", .input = {100}};
  profile.layers = {layer("stem", 80, {"input"}), layer("one", 40, {"stem"}), layer("two", 80, {"one"}),
                    layer("add", 80, {"stem", "two"}), layer("classifier", 10, {"add"})};
  return profile;
}

/// The tensors that a head sends, looked at one by one.
std::vector<std::size_t> sent_by(const NetworkProfile& profile, const std::vector<std::size_t>& place) {
  std::vector<std::size_t> sent;
  for (std::size_t tensor = 0; tensor <= profile.layers.size(); ++tensor) {
    if (tensor > 0 && place[tensor - 1] == 1) continue;
    bool read_behind = false;
    for (std::size_t i = 0; i < profile.layers.size(); ++i) {
      const auto sources = sources_of(profile, i);
      read_behind |= place[i] == 1 && std::count(sources.begin(), sources.end(), tensor) > 0;
    }
    if (read_behind) sent.push_back(tensor);
  }
  return sent;
}

/// Of all heads that send one tensor and nothing else, the smallest of each tensor, as the number of its
/// layers. Every head there is is looked at.
std::map<std::size_t, std::size_t> heads_by_hand(const NetworkProfile& profile) {
  std::map<std::size_t, std::size_t> smallest;
  for_every_assignment(profile.layers.size(), 2, [&](const std::vector<std::size_t>& place) {
    if (!forward_by_hand(profile, place)) return;
    const auto sent = sent_by(profile, place);
    if (sent.size() != 1) return;
    const auto layers = static_cast<std::size_t>(std::count(place.begin(), place.end(), 0U));
    const auto [found, fresh] = smallest.emplace(sent.front(), layers);
    if (!fresh) found->second = std::min(found->second, layers);
  });
  return smallest;
}

}  // namespace

TEST_CASE("every layer of a chain but the last is a single-tensor cut and so is the input") {
  const auto cuts = single_tensor_cuts(NetworkGraph(three_layers()));
  CHECK(names(cuts) == Names{"input", "a", "b"});
  const std::vector<double> bytes{10000, 6000, 3000};
  const std::vector<double> heads{0, 1e6, 3e6};
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(cuts[k].tensor == k);
    CHECK(cuts[k].head_layers == k);
    CHECK(cuts[k].position == k);
    CHECK(cuts[k].size.value == bytes[k]);
    CHECK(cuts[k].crossing.value == bytes[k]);
    CHECK(cuts[k].head.value == heads[k]);
    CHECK(cuts[k].tail.value == 6e6 - heads[k]);
  }
}

TEST_CASE("between the ends of a shortcut there is no single-tensor cut") {
  const auto cuts = single_tensor_cuts(NetworkGraph(residual()));
  CHECK(names(cuts) == Names{"input", "stem", "add"});
  CHECK(cuts[2].head_layers == 4);
}

TEST_CASE("a layer that reads the input late leaves no single-tensor cut before it") {
  NetworkProfile profile = residual();
  profile.layers[3].inputs = {"input", "two"};
  CHECK(names(single_tensor_cuts(NetworkGraph(profile))) == Names{"input", "add"});
}

TEST_CASE("natural bottlenecks are smaller than the input and than every single-tensor cut before") {
  NetworkProfile profile{.name = "chain", .input = {100}};
  const std::vector<double> sizes{400, 100, 50, 50, 60, 20, 10};
  for (std::size_t i = 0; i < sizes.size(); ++i)
    profile.layers.push_back(layer("l" + std::to_string(i + 1), sizes[i], {}));
  Names bottlenecks;
  for (const auto& cut : single_tensor_cuts(NetworkGraph(profile))) {
    if (cut.natural_bottleneck) bottlenecks.push_back(cut.name);
  }
  CHECK(bottlenecks == Names{"l3", "l6"});  // l7 is the end: nothing crosses behind it
}

TEST_CASE("a small tensor inside a branch is no bottleneck since it does not cross alone") {
  const auto cuts = single_tensor_cuts(NetworkGraph(residual()));
  CHECK_FALSE(cuts[0].natural_bottleneck);
  CHECK(cuts[1].natural_bottleneck);        // 80 of 100 bytes
  CHECK_FALSE(cuts[2].natural_bottleneck);  // 80 again; the 40 of "one" are beside the shortcut
}

TEST_CASE("a precision at the cut makes what is sent smaller and no other tensor a bottleneck") {
  NetworkProfile profile = three_layers();
  profile.layers[0].output = {20000};
  profile.cut_bits = 8;
  const auto cuts = single_tensor_cuts(NetworkGraph(profile));
  CHECK(cuts[1].size.value == 20000);
  CHECK(cuts[1].crossing.value == 5000);
  CHECK(cuts[0].crossing.value == 10000);
  CHECK_FALSE(cuts[1].natural_bottleneck);
  CHECK(cuts[2].natural_bottleneck);
}

TEST_CASE("a dead end behind the tensor stays in the tail and one before it belongs to the head") {
  NetworkProfile profile{.name = "dead ends", .input = {1}};
  profile.layers = {layer("a", 1, {"input"}), layer("b", 1, {"a"}), layer("early", 1, {"input"}),
                    layer("late", 1, {"b"}), layer("c", 1, {"b"})};
  const auto cuts = single_tensor_cuts(NetworkGraph(profile));
  CHECK(names(cuts) == Names{"input", "a", "b"});
  CHECK(cuts[1].head_layers == 2);  // a and "early"
  CHECK_FALSE(cuts[1].position);    // b stands before "early" in the file
  CHECK(cuts[2].head_layers == 3);
  CHECK(cuts[2].position == 3);
}

TEST_CASE("the single-tensor cuts of random graphs are those of all heads there are") {
  std::mt19937_64 random(1);
  std::size_t found = 0;
  for (int repetition = 0; repetition < 1000; ++repetition) {
    const NetworkProfile profile = random_network(random, 12, repetition % 2 == 0);
    std::map<std::size_t, std::size_t> heads;
    for (const auto& cut : single_tensor_cuts(NetworkGraph(profile)))
      heads.emplace(cut.tensor, cut.head_layers);
    CAPTURE(repetition);
    REQUIRE(heads == heads_by_hand(profile));
    found += heads.size() - heads.count(0);  // the input's left out
  }
  CHECK(found > 300);
}

TEST_CASE("the single-tensor cuts of a graph do not depend on the order of its layers") {
  std::mt19937_64 random(2);
  for (int repetition = 0; repetition < 500; ++repetition) {
    const NetworkProfile profile = random_network(random, 12, repetition % 2 == 0);
    const auto there = single_tensor_cuts(NetworkGraph(profile));
    auto here = single_tensor_cuts(NetworkGraph(in_another_order(profile, random)));
    CAPTURE(repetition);
    REQUIRE(names(here) == names(there));
    for (std::size_t k = 0; k < here.size(); ++k) {
      REQUIRE(here[k].head == there[k].head);
      REQUIRE(here[k].natural_bottleneck == there[k].natural_bottleneck);
      REQUIRE(here[k].head_layers == there[k].head_layers);
    }
  }
}

TEST_CASE("without dead ends the single-tensor cuts are the positions at which one tensor crosses") {
  std::mt19937_64 random(3);
  for (int repetition = 0; repetition < 500; ++repetition) {
    const NetworkGraph network(random_network(random, 30, false));
    std::vector<std::size_t> positions;
    for (const Cut& cut : network.cuts()) {
      if (cut.tensors == 1) positions.push_back(cut.position);
    }
    std::vector<std::size_t> found;
    for (const auto& cut : single_tensor_cuts(network)) {
      REQUIRE(cut.position);
      found.push_back(*cut.position);
      REQUIRE(network.cuts()[*cut.position].live == cut.size);
    }
    REQUIRE(found == positions);
  }
}
