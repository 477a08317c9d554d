#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("device only computes every layer on the device whatever the path") {
  for (const std::size_t hops : {0U, 1U, 2U}) {
    const Outlook outlook(hops, {"a"});
    const auto policy = make_policy({.name = "device_only"}, outlook.setting());
    const Decision decision = policy->decide(outlook.observation());
    CHECK(positions(decision.cuts) == std::vector<int>(hops, 3));
    CHECK(decision.exits.empty());
  }
}

TEST_CASE("device only needs a device that holds the network") {
  Hardware small = slow_device();
  small.memory = Figure<Bytes>{{16000}};
  const Hardware server = fast_server();
  const Outlook outlook(CostTable(NetworkGraph(three_layers()), {&small, &server}));
  CHECK_THROWS_WITH_AS(make_policy({.name = "device_only"}, outlook.setting()),
                       "the layers of network 'abc' do not fit the memory of device 'slow', by 48 bytes",
                       std::invalid_argument);
}
