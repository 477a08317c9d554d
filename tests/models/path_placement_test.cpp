#include "models/path_placement.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <random>

#include "models/min_cut.hpp"
#include "tests/support/random_networks.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Places = std::vector<std::size_t>;

/// The best positions, by trying all.
double least_of_positions(const TensorFlow& flow, const PlacementCosts& costs, const Fits& fits) {
  double least = std::numeric_limits<double>::infinity();
  const std::size_t layers = flow.layers();
  for (std::size_t first = 0; first <= layers; ++first) {
    for (std::size_t second = first; second <= layers; ++second) {
      const std::vector<std::size_t> bounds{0, first, second, layers};
      bool fit = true;
      for (std::size_t place = 0; place < 3; ++place)
        fit = fit && (bounds[place] == bounds[place + 1] || fits(place, bounds[place], bounds[place + 1]));
      if (fit) {
        least = std::min(least, cost_of(partition_at({first, second}, layers), costs, flow).total());
      }
    }
  }
  return least;
}

/// fork -> left, right -> join, with 10 bytes of weights each and tensors of one byte.
NetworkProfile forked() {
  NetworkProfile profile{.name = "forked", .input = {1}};
  const auto layer = [](const char* name, std::vector<std::string> inputs) {
    return LayerProfile{.name = name,
                        .op = "conv",
                        .cost = {.macs = Macs{1}, .weights = {10}},
                        .output = {1},
                        .inputs = std::move(inputs)};
  };
  profile.layers = {layer("fork", {"input"}), layer("left", {"fork"}), layer("right", {"fork"}),
                    layer("join", {"left", "right"})};
  return profile;
}

/// Fork and right belong to the device, left and join to the server; no order of the file cuts it so.
const PlacementCosts across_branches{
    .compute = {{1, 9, 1, 9}, {9, 1, 9, 1}}, .transfer = {{9, 1, 9, 1, 0}}, .passage = {0}};

CostTable table(double device_memory, double server_memory) {
  Hardware device = slow_device();
  Hardware server = fast_server();
  device.memory = Figure<Bytes>{{device_memory}};
  server.memory = Figure<Bytes>{{server_memory}};
  return {NetworkGraph(forked()), {&device, &server}};
}

}  // namespace

TEST_CASE("the best positions of random graphs on three places are the best of all positions that fit") {
  std::mt19937_64 random(15);
  for (int repetition = 0; repetition < 300; ++repetition) {
    const NetworkProfile profile = random_network(random, 12, true);
    const TensorFlow flow{NetworkGraph(profile)};
    const PlacementCosts costs = random_costs(random, profile.layers.size(), 3);
    const std::size_t most = 1 + random() % 12;
    const Fits fits = [most](std::size_t place, std::size_t first, std::size_t last) {
      return last - first <= most + place;
    };
    const auto positions = best_positions(flow, costs, fits);
    const double least = least_of_positions(flow, costs, fits);
    CAPTURE(repetition);
    REQUIRE(positions.has_value() == std::isfinite(least));
    if (!positions) continue;
    REQUIRE(cost_of(partition_at(*positions, flow.layers()), costs, flow).total() ==
            doctest::Approx(least).epsilon(1e-12));
  }
}

TEST_CASE("on a chain the best positions are as cheap as a minimum cut") {
  std::mt19937_64 random(16);
  for (int repetition = 0; repetition < 300; ++repetition) {
    NetworkProfile profile = random_network(random, 15, true);
    for (auto& layer : profile.layers) layer.inputs.clear();
    const TensorFlow flow{NetworkGraph(profile)};
    const PlacementCosts costs = random_costs(random, profile.layers.size(), 3);
    const double cut = cost_of(min_cut(flow, costs), costs, flow).total();
    const auto positions = best_positions(flow, costs);
    REQUIRE(positions);
    REQUIRE(cost_of(partition_at(*positions, flow.layers()), costs, flow).total() ==
            doctest::Approx(cut).epsilon(1e-12));
  }
}

TEST_CASE("where nothing fits there are no best positions") {
  const TensorFlow flow{NetworkGraph(three_layers())};
  std::mt19937_64 random(17);
  const PlacementCosts costs = random_costs(random, 3, 2);
  CHECK_FALSE(best_positions(flow, costs, [](std::size_t, std::size_t, std::size_t) { return false; }));
}

TEST_CASE("a placement takes the minimum cut where the memories hold it") {
  const auto placement = place_on_path(table(100, 100), across_branches);
  REQUIRE(placement);
  CHECK(placement->partition.place == Places{0, 1, 0, 1});
  CHECK(placement->cost.total() == 1 + 1 + 1 + 1 + 1 + 1);
  CHECK_FALSE(placement->positions_only);
}

TEST_CASE("the memory that a partition needs is that of the stages it makes") {
  // Two layers of 10 bytes and the largest step: "right" reads fork, which is sent on, and writes.
  const Partition across{.place = {0, 1, 0, 1}};
  CHECK_FALSE(shortfall(table(22, 23), across));
  CHECK(shortfall(table(21, 23), across) == Bytes{1});
  CHECK(shortfall(table(20, 18), across) == Bytes{5});
}

TEST_CASE("where the memories do not hold the minimum cut a placement takes the best positions that fit") {
  const auto placement = place_on_path(table(15, 100), across_branches);
  REQUIRE(placement);
  CHECK(placement->positions_only);
  CHECK(placement->partition.place == Places{0, 1, 1, 1});
  CHECK(placement->cost.total() == 1 + 1 + 1 + 9 + 1);
  CHECK_FALSE(place_on_path(table(5, 15), across_branches));
}
