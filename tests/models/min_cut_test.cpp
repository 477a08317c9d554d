#include "models/min_cut.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

#include "tests/support/random_networks.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Places = std::vector<std::size_t>;
constexpr double infinite = std::numeric_limits<double>::infinity();

/// Two branches between "fork" and "join": fork -> long1 -> long2 -> join, fork -> short -> join.
NetworkGraph forked() {
  NetworkProfile profile{.name = "forked", .input = {8}};
  const auto layer = [](const char* name, std::vector<std::string> inputs) {
    return LayerProfile{.name = name, .op = "conv", .output = {1}, .inputs = std::move(inputs)};
  };
  profile.layers = {layer("fork", {"input"}), layer("long1", {"fork"}), layer("long2", {"long1"}),
                    layer("short", {"fork"}), layer("join", {"long2", "short"})};
  return NetworkGraph(profile);
}

double total(const NetworkGraph& network, const PlacementCosts& costs, const Partition& partition) {
  return cost_of(partition, costs, TensorFlow(network)).total();
}

}  // namespace

TEST_CASE("a minimum cut of a chain is the cheapest of its positions") {
  const NetworkGraph network(three_layers());
  PlacementCosts costs{.compute = {{1, 2, 3}, {0.1, 0.2, 0.3}}, .transfer = {{10, 6, 3, 0}}, .passage = {0}};
  // Input 10.6, a 1 + 6 + .5, b 3 + 3 + .3, c 6.
  CHECK(min_cut(network, costs).place == Places{0, 0, 0});
  costs.transfer = {{10, 6, 2, 0}};  // b 3 + 2 + .3
  CHECK(min_cut(network, costs).place == Places{0, 0, 1});
  CHECK(total(network, costs, min_cut(network, costs)) == doctest::Approx(5.3));
  costs.transfer = {{1, 6, 2, 0}};  // input 1.6
  CHECK(min_cut(network, costs).place == Places{1, 1, 1});
}

TEST_CASE("a minimum cut may go through two branches where no order of the layers has it") {
  const NetworkGraph network = forked();
  // The device is good at fork and at the first half of each branch; long2 and join belong to the server.
  const PlacementCosts costs{
      .compute = {{1, 1, 9, 1, 9}, {9, 9, 1, 9, 1}}, .transfer = {{50, 5, 2, 50, 2, 0}}, .passage = {0}};
  const Partition best = min_cut(network, costs);
  CHECK(best.place == Places{0, 0, 1, 0, 1});
  CHECK(total(network, costs, best) == 1 + 1 + 1 + 2 + 2 + 1 + 1);
  // In the order of the file "long2" stands before "short": positions cost at least 1 more.
  for (std::size_t position = 0; position <= 5; ++position)
    CHECK(total(network, costs, partition_at({position}, 5)) > total(network, costs, best));
}

TEST_CASE("a tensor that several layers read behind the cut is sent once") {
  NetworkProfile profile{.name = "fan", .input = {1}};
  for (const char* name : {"a", "b", "c", "d"})
    profile.layers.push_back({.name = name, .op = "conv", .output = {1}, .inputs = {"a"}});
  profile.layers[0].inputs = {"input"};
  profile.layers[3].inputs = {"b", "c"};
  const NetworkGraph network(profile);
  // Sent twice, the tensor of a would cost 8 and the device's 7 were less.
  const PlacementCosts costs{
      .compute = {{1, 2, 2, 2}, {9, 0, 0, 0}}, .transfer = {{20, 4, 4, 4, 0}}, .passage = {0}};
  const Partition best = min_cut(network, costs);
  CHECK(best.place == Places{0, 1, 1, 1});
  CHECK(total(network, costs, best) == 5);
}

TEST_CASE("what anything on the server costs once is reckoned with once") {
  const NetworkGraph network = forked();
  PlacementCosts costs{
      .compute = {{2, 2, 2, 2, 2}, {1, 1, 1, 1, 1}}, .transfer = {{1, 1, 1, 1, 1, 0}}, .passage = {3}};
  CHECK(min_cut(network, costs).place == Places{1, 1, 1, 1, 1});  // 5 + 1 + 3 against 10
  costs.passage = {5};
  CHECK(min_cut(network, costs).place == Places{0, 0, 0, 0, 0});
}

TEST_CASE("of several minimum cuts the one with the smallest head is taken") {
  const NetworkGraph network(three_layers());
  const PlacementCosts even{.compute = {{0, 0, 0}, {0, 0, 0}}, .transfer = {{1, 1, 1, 0}}, .passage = {0}};
  CHECK(min_cut(network, even).place == Places{0, 0, 0});  // nothing is sent: 0 against 1
  const PlacementCosts ties{.compute = {{1, 1, 1}, {1, 1, 1}}, .transfer = {{0, 0, 0, 0}}, .passage = {0}};
  CHECK(min_cut(network, ties).place == Places{1, 1, 1});
}

TEST_CASE("nothing is sent over a dead link") {
  const NetworkGraph network = forked();
  PlacementCosts costs{.compute = {{1e9, 1e9, 1e9, 1e9, 1e9}, {0, 0, 0, 0, 0}},
                       .transfer = {std::vector<double>(6, infinite)},
                       .passage = {infinite}};
  const Partition all{.place = {0, 0, 0, 0, 0}};
  CHECK(min_cut(network, costs) == all);
  CHECK(total(network, costs, all) == 5e9);
}

TEST_CASE("without servers everything stays on the device") {
  const NetworkGraph network(three_layers());
  CHECK(min_cut(network, {.compute = {{1, 2, 3}}}).place == Places{0, 0, 0});
}

TEST_CASE("with a way back a minimum cut sends layers to the server that it returns from free of charge") {
  const NetworkGraph network(three_layers());
  // b is cheap on the server; a and c are dear there. What comes back costs nothing in such a graph.
  const PlacementCosts costs{.compute = {{1, 9, 1}, {9, 1, 9}}, .transfer = {{9, 2, 9, 0}}, .passage = {0}};
  CHECK(min_cut(network, costs, {.no_return = false}).place == Places{0, 1, 0});
  CHECK_FALSE(runs_forward(TensorFlow(network), min_cut(network, costs, {.no_return = false})));
  CHECK(min_cut(network, costs).place == Places{0, 0, 0});
}

TEST_CASE("with an input that is not pinned its sending is never paid") {
  const NetworkGraph network(three_layers());
  const PlacementCosts costs{.compute = {{1, 1, 1}, {0, 0, 0}}, .transfer = {{100, 3, 3, 0}}, .passage = {0}};
  CHECK(min_cut(network, costs, {.input_on_device = false}).place == Places{1, 1, 1});
  CHECK(min_cut(network, costs).place == Places{0, 0, 0});
}

TEST_CASE("a layer whose output nobody reads is computed before the end") {
  NetworkProfile profile = three_layers();
  profile.layers.insert(profile.layers.begin() + 1, {.name = "dead end", .op = "conv", .inputs = {"a"}});
  profile.layers[2].inputs = {"a"};
  const NetworkGraph network(profile);
  // The dead end alone would go to the server.
  const PlacementCosts costs{
      .compute = {{1, 9, 1, 1}, {9, 0, 9, 9}}, .transfer = {{9, 1, 9, 9, 0}}, .passage = {0}};
  const Partition best = min_cut(network, costs);
  CHECK(best.place == Places{0, 0, 0, 0});
  CHECK(runs_forward(TensorFlow(network), best));
}

TEST_CASE("costs that do not fit the network are refused") {
  const NetworkGraph network(three_layers());
  const auto refused = [&network](const PlacementCosts& costs, const char* message) {
    CHECK_THROWS_WITH_AS((void)min_cut(network, costs), message, std::invalid_argument);
  };
  const PlacementCosts good{.compute = {{1, 1, 1}, {1, 1, 1}}, .transfer = {{1, 1, 1, 1}}, .passage = {0}};
  const auto with = [&good](auto&& change) {
    PlacementCosts costs = good;
    change(costs);
    return costs;
  };
  refused(with([](auto& c) { c.passage = {}; }), "a path has one place more than hops");
  refused(with([](auto& c) { c.compute.pop_back(); }), "a path has one place more than hops");
  refused(with([](auto& c) { c.compute[1] = {1, 1}; }), "every place needs a cost for each layer");
  refused(with([](auto& c) { c.transfer[0] = {1, 1, 1}; }), "every hop needs a cost for each tensor");
  refused(with([](auto& c) { c.compute[0][1] = -1; }), "a cost of a layer is negative or infinite");
  refused(with([](auto& c) { c.compute[0][1] = infinite; }), "a cost of a layer is negative or infinite");
  refused(with([](auto& c) { c.transfer[0][0] = std::nan(""); }), "a cost of a tensor is negative");
  refused(with([](auto& c) { c.passage[0] = -1; }), "a cost of a hop is negative");
}

TEST_CASE("costs of very different size are told apart") {
  const NetworkGraph network(three_layers());
  // A nanosecond against an hour.
  const PlacementCosts costs{
      .compute = {{3600, 1e-9, 2e-9}, {7200, 2e-9, 1e-9}}, .transfer = {{7200, 7200, 0, 0}}, .passage = {0}};
  CHECK(min_cut(network, costs).place == Places{0, 0, 1});
}
