#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/offered.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("least_loaded reckons with slots and with the load of others") {
  Scenario scenario = two_paths();
  scenario.servers.back().load = 3;
  Offered offered(scenario);
  const auto policy = make_policy({.name = "least_loaded"}, offered.setting());
  // Idle: 1 at a node, 3 / 4 at a copy of the cloud.
  offered.queues = {{0, 0, 0}, {1, 0}};
  CHECK(way(policy->decide(offered.observation())) == std::vector<int>{1, 1});
  // 2 at the nodes but the second, which has 1; 3 x 2 / 4 at the cloud.
  offered.queues = {{1, 0, 1}, {1, 1}};
  CHECK(way(policy->decide(offered.observation())) == std::vector<int>{0, 1});
  offered.queues = {{1, 1, 1}, {2, 1}};
  CHECK(way(policy->decide(offered.observation())) == std::vector<int>{1, 1});
}

TEST_CASE("least_loaded needs announced queues and loads") {
  Scenario scenario = two_paths();
  scenario.servers.front().announces_load = false;
  CHECK_THROWS_WITH_AS(make_policy({.name = "least_loaded"}, Offered(scenario).setting()),
                       "server 'node' does not announce its load: leave 'announces_load: false' out",
                       std::invalid_argument);
  scenario = two_paths();
  scenario.servers.front().announces_queue = false;
  CHECK_THROWS_WITH_AS(make_policy({.name = "least_loaded"}, Offered(scenario).setting()),
                       "server 'node' does not announce its queue: write 'announces_queue: true'",
                       std::invalid_argument);
}
