#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("server only sends the input to the last server") {
  for (const std::size_t hops : {1U, 2U, 3U}) {
    const Outlook outlook(hops, {"a"});
    const auto policy = make_policy({.name = "server_only"}, outlook.setting());
    const Decision decision = policy->decide(outlook.observation());
    CHECK(positions(decision.cuts) == std::vector<int>(hops, 0));
    CHECK(decision.exits.empty());
  }
}

TEST_CASE("server only needs a server") {
  CHECK_THROWS_WITH_AS(make_policy({.name = "server_only"}, Outlook(0).setting()),
                       "there is no server on the path", std::invalid_argument);
}

TEST_CASE("server only needs a last server that holds the network") {
  const Hardware device = slow_device();
  Hardware small = fast_server();
  small.memory = Figure<Bytes>{{16000}};
  const Outlook outlook(CostTable(NetworkGraph(three_layers()), {&device, &small}));
  CHECK_THROWS_WITH_AS(make_policy({.name = "server_only"}, outlook.setting()),
                       "the layers of network 'abc' do not fit the memory of server 'fast', by 48 bytes",
                       std::invalid_argument);
}
