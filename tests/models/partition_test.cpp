#include "models/partition.hpp"

#include <doctest/doctest.h>

#include <random>
#include <stdexcept>

#include "models/min_cut.hpp"
#include "tests/support/random_networks.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Places = std::vector<std::size_t>;
using Names = std::vector<std::string>;

NetworkProfile forked(const std::vector<std::string>& exits_after = {}) {
  NetworkProfile profile{.name = "forked", .input = {1}};
  const auto layer = [](const char* name, double output, Names inputs) {
    return LayerProfile{.name = name, .op = "conv", .output = {output}, .inputs = std::move(inputs)};
  };
  profile.layers = {layer("fork", 10, {"input"}), layer("left", 100, {"fork"}),
                    layer("right", 1000, {"fork"}), layer("join", 1, {"left", "right"})};
  for (const auto& after : exits_after) profile.exits.push_back({.after = after});
  return profile;
}

Names names(const NetworkGraph& network) {
  Names names;
  for (const auto& layer : network.layers()) names.push_back(layer.name);
  return names;
}

}  // namespace

TEST_CASE("positions make a partition with one place more") {
  CHECK(partition_at({}, 3).place == Places{0, 0, 0});
  CHECK(partition_at({1}, 3).place == Places{0, 1, 1});
  CHECK(partition_at({1, 1}, 3).place == Places{0, 2, 2});
  CHECK(partition_at({0, 3}, 3).place == Places{1, 1, 1});
}

TEST_CASE("a partition runs forward where nothing is read from a later place") {
  const TensorFlow flow{NetworkGraph(forked())};
  CHECK(runs_forward(flow, {{0, 0, 1, 1}}));
  CHECK(runs_forward(flow, {{0, 1, 0, 1}}));
  CHECK_FALSE(runs_forward(flow, {{0, 1, 0, 0}}));
  CHECK_FALSE(runs_forward(flow, {{1, 0, 1, 1}}));
}

TEST_CASE("what crosses a hop is made before it and read behind it") {
  const TensorFlow flow{NetworkGraph(forked())};
  CHECK(crossing_tensors(flow, {{0, 1, 0, 1}}, 0) == Places{1, 3});  // fork for left, right for join
  CHECK(crossing_tensors(flow, {{0, 0, 0, 0}}, 0).empty());
  CHECK(crossing_tensors(flow, {{1, 1, 1, 1}}, 0) == Places{0});
  CHECK(crossing_tensors(flow, {{0, 1, 2, 2}}, 0) == Places{1});
  CHECK(crossing_tensors(flow, {{0, 1, 2, 2}}, 1) == Places{1, 2});  // fork is handed on
}

TEST_CASE("a network in stages has the layers of each place together and the exits numbered anew") {
  const NetworkGraph staged = in_stages(NetworkGraph(forked({"left", "right"})), {{0, 1, 0, 1}});
  CHECK(names(staged) == Names{"fork", "right", "left", "join"});
  CHECK(staged.exit_head(1).after == "right");
  CHECK(staged.exit_head(2).after == "left");
  CHECK(stage_positions({{0, 1, 0, 1}}, 1) == Places{2});
  CHECK(stage_positions({{0, 2, 0, 2}}, 2) == Places{2, 2});
  CHECK(staged.cuts()[2].crossing.value == 10 + 1000);
  CHECK_THROWS_WITH_AS((void)in_stages(NetworkGraph(forked()), {{0, 1, 0, 0}}),
                       "a partition of network 'forked' does not run forward", std::invalid_argument);
}

TEST_CASE("the cut of a network in stages sends what crosses the partition") {
  std::mt19937_64 random(4);
  for (int repetition = 0; repetition < 300; ++repetition) {
    const NetworkGraph network(random_network(random, 12, repetition % 2 == 0));
    const TensorFlow flow(network);
    const Partition partition = min_cut(flow, random_costs(random, flow.layers(), 3));
    const NetworkGraph staged = in_stages(network, partition);
    const auto positions = stage_positions(partition, 2);
    for (std::size_t hop = 0; hop < 2; ++hop) {
      Bytes sent{};
      for (const std::size_t tensor : crossing_tensors(flow, partition, hop))
        sent += sent_size(network, tensor);
      REQUIRE(staged.cuts()[positions[hop]].crossing == sent);
    }
  }
}
