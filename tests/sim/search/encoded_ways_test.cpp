#include "sim/search/encoded_ways.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/encoded_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

bool any(const EncodedWay&) {
  return true;
}

}  // namespace

TEST_CASE("the ways along a path are all decisions that it takes") {
  for (const std::size_t hops : {1U, 2U, 3U}) {
    const Outlook outlook = encoded_outlook(hops);
    const auto ways = encoded_ways(outlook.setting(), {}, any);
    const auto decisions = all_decisions(outlook.costs, hops);
    CHECK(ways.size() == decisions.size());
    for (const Decision& decision : decisions) {
      const auto same = [&decision](const EncodedWay& way) {
        return way.cuts == decision.cuts && way.encodings == plain(decision.encodings);
      };
      CHECK(std::count_if(ways.begin(), ways.end(), same) == 1);
    }
  }
}

TEST_CASE("a way is expected to take what its plan takes") {
  Outlook outlook = encoded_outlook(2);
  outlook.server_loads = {2, 3};
  for (const EncodedWay& way : encoded_ways(outlook.setting(), {}, any)) {
    const Planned sum = planned(outlook, way.decision());
    CHECK(expected_latency(outlook.observation(), way).value == doctest::Approx(sum.latency).epsilon(1e-12));
    CHECK(expected_energy(outlook.observation(), way).value == doctest::Approx(sum.energy).epsilon(1e-12));
    CHECK(way.accuracy_change == doctest::Approx(sum.change).epsilon(1e-12));
  }
}

TEST_CASE("of given cuts only the bottlenecks are tried") {
  const Outlook outlook = encoded_outlook(1);
  const auto ways = encoded_ways(outlook.setting(), {"a"}, any);
  REQUIRE(ways.size() == 4);
  for (const EncodedWay& way : ways) CHECK(positions(way.cuts) == std::vector<int>{1});
  CHECK(ways.front().encodings.empty());
  CHECK(numbers(ways.back().encodings) == std::vector<int>{3});
}

TEST_CASE("ways that do not fit a memory are left out") {
  Hardware device = slow_device();
  device.memory = Figure<Bytes>{{11400}};  // the student's 1000 B, input and 300 B, and no layer a
  const Hardware server = fast_server();
  const Outlook outlook(CostTable(NetworkGraph(encoded_layers()), {&device, &server}));
  const auto ways = encoded_ways(outlook.setting(), {}, any);
  REQUIRE(ways.size() == 3);  // the input, the input cropped, the student
  CHECK(positions(ways.back().cuts) == std::vector<int>{2});
  CHECK(missing_memory(outlook.costs, {1}, {})->value == 16016 - 11400);
  CHECK_FALSE(missing_memory(outlook.costs, {2}, {1}));
}

TEST_CASE("more ways than can be looked through are refused") {
  NetworkProfile network = three_layers();
  for (int i = 0; i < 90; ++i) {
    LayerProfile layer = network.layers.front();
    layer.name = "more" + std::to_string(i);
    network.layers.push_back(layer);
  }
  const Hardware device = slow_device();
  const Outlook outlook(CostTable(NetworkGraph(network), {&device, &device, &device, &device}));
  CHECK_THROWS_WITH_AS(
      encoded_ways(outlook.setting(), {}, any),
      "there are more than 100000 ways to cut and compress along this path: say the cuts with 'cut'",
      std::invalid_argument);
}
