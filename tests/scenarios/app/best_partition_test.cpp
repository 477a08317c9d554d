#include "scenarios/app/best_partition.hpp"

#include <doctest/doctest.h>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Lines = std::vector<std::string>;

/// fork -> left, right -> join. The device is fast at right and slow at left, the server the other way round.
Outlook forked() {
  NetworkProfile profile{.name = "forked", .input = {100'000}};
  const auto layer = [](const char* name, double device, double server, double output,
                        std::vector<std::string> inputs) {
    LayerProfile made{.name = name, .op = "conv", .output = {output}, .inputs = std::move(inputs)};
    made.cost.measured["slow"] = {.time = {device}, .energy = Joules{device}};
    made.cost.measured["fast"] = {.time = {server}};
    return made;
  };
  profile.layers = {layer("fork", 0.01, 1, 1000, {"input"}), layer("left", 1, 0.01, 1000, {"fork"}),
                    layer("right", 0.01, 1, 1000, {"fork"}), layer("join", 1, 0.01, 1, {"left", "right"})};
  static const Hardware device = slow_device();
  static const Hardware server = fast_server();
  return Outlook(CostTable(NetworkGraph(profile), {&device, &server}));
}

}  // namespace

TEST_CASE("the best partition of a graph goes through its branches and says what it takes") {
  const Outlook outlook = forked();
  const BestPartition best = best_partition(outlook.observation(), Objective::latency);
  CHECK(best.partition.place == std::vector<std::size_t>{0, 1, 0, 1});
  // Two tensors of 8,000 bits at 1 Mbps and the answer of 800 bits at 2 Mbps, 5 ms each way.
  CHECK(best.expected.total().value == doctest::Approx(0.02 + 0.02 + 0.016 + 0.005 + 0.0004 + 0.005));
  CHECK_FALSE(best.missing);
  // Energy: fork on the device, and of fork and right only what is sent; everything there would be 2.02 J.
  const BestPartition energy = best_partition(outlook.observation(), Objective::device_energy);
  CHECK(energy.expected.device.value <= best.expected.device.value);
}

TEST_CASE("a best partition that does not fit says how much memory is missing") {
  Outlook outlook = forked();
  Hardware device = slow_device();
  Hardware server = fast_server();
  device.memory = Figure<Bytes>{{101'000 - 1}};  // the input and the output of fork, but for a byte
  outlook.costs = CostTable(outlook.costs.network(), {&device, &server});
  CHECK(best_partition(outlook.observation(), Objective::latency).missing == Bytes{1});
}

TEST_CASE("layers that follow each other are named by the first and the last") {
  NetworkProfile profile{.name = "chain", .input = {1}};
  for (const char* name : {"a", "b", "c", "d", "e", "f"})
    profile.layers.push_back({.name = name, .op = "conv", .output = {1}});
  const NetworkGraph network(profile);
  CHECK(layer_ranges(network, {0, 1, 2, 4}) == "a .. c, e");
  CHECK(layer_ranges(network, {0, 1}) == "a and b");
  CHECK(layer_ranges(network, {0, 2, 4, 5}) == "a, c, e and f");
  CHECK(layer_ranges(network, {}).empty());
}

TEST_CASE("a partition is told place by place with the tensors in between") {
  const Outlook outlook = forked();
  CHECK(partition_lines(outlook.costs.network(), {{0, 1, 0, 1}}, {"device", "edge"}, {"wifi"}) ==
        Lines{"device (2 layers): fork, right", "crosses wifi: fork (1 kB), right (1 kB)",
              "edge (2 layers): left, join"});
  CHECK(partition_lines(outlook.costs.network(), {{1, 1, 1, 1}}, {"device", "edge"}, {"wifi"}) ==
        Lines{"crosses wifi: input (100 kB)", "edge (4 layers): fork .. join"});
}
