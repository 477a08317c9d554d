#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/offered.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Scenario with_deadline(double seconds) {
  Scenario scenario = two_paths();
  scenario.devices.front().workload.deadline = Seconds{seconds};
  return scenario;
}

std::vector<int> decided(const Offered& offered,
                         const PolicyChoice& choice = {.name = "cost_effective_offload"}) {
  return way(make_policy(choice, offered.setting())->decide(offered.observation()));
}

}  // namespace

// A node takes .1504 s and .06 s more for each request that is there, the cloud .1465 s with a slot free.

TEST_CASE("cost_effective_offload takes the free nodes while one meets the deadline") {
  Offered offered(with_deadline(0.28));
  offered.queues = {{2, 3, 1}, {0, 0}};
  CHECK(decided(offered) == std::vector<int>{0, 2});
  offered.queues = {{2, 3, 2}, {0, 0}};  // .1504 + 2 x .06 = .2704
  CHECK(decided(offered).front() == 0);
  offered.queues = {{3, 3, 3}, {0, 0}};
  CHECK(decided(offered).front() == 1);
}

TEST_CASE("cost_effective_offload takes the fastest where nothing meets the deadline") {
  Offered offered(with_deadline(0.1));
  offered.queues = {{0, 0, 0}, {1, 0}};
  CHECK(decided(offered).front() == 1);
  // The cloud at .1465 + (9 / 4 - 1) x .006 = .154, an idle node at .1504.
  offered.queues = {{1, 0, 1}, {8, 9}};
  CHECK(decided(offered) == std::vector<int>{0, 1});
}

TEST_CASE("cost_effective_offload without a deadline takes the cheapest and of these the fastest") {
  Offered offered;
  offered.queues = {{90, 80, 70}, {0, 0}};
  CHECK(decided(offered) == std::vector<int>{0, 2});
}

TEST_CASE("cost_effective_offload reckons an hour by the time of a request in its slot") {
  Scenario scenario = two_paths();
  scenario.servers.front().price = ServerPrice{.hour = 61};  // .06 s: .001017
  CHECK(decided(Offered(scenario)).front() == 1);
  scenario.servers.front().price = ServerPrice{.hour = 59};
  CHECK(decided(Offered(scenario)).front() == 0);
  scenario.servers.front().load = 1.1;
  CHECK(decided(Offered(scenario)).front() == 1);
}

TEST_CASE("cost_effective_offload reckons with what waits at the device in front of a cut") {
  Scenario scenario = with_deadline(0.309);
  scenario.servers.front().price = ServerPrice{.request = 1};
  Offered offered(scenario);
  const PolicyChoice choice{.name = "cost_effective_offload",
                            .parameters = {{"cut", std::vector<std::string>{"a"}}}};
  // .1 at the device, .053 + .0054 on the air, .05 at a node: .2084; by the wire and the cloud .2095.
  CHECK(decided(offered, choice).front() == 1);
  offered.waiting = 1;  // .3084 and .3095
  CHECK(decided(offered, choice).front() == 0);
}

TEST_CASE("cost_effective_offload needs a price and announced queues") {
  Scenario scenario = two_paths();
  scenario.servers.back().price.reset();
  const PolicyChoice choice{.name = "cost_effective_offload"};
  CHECK_THROWS_WITH_AS(make_policy(choice, Offered(scenario).setting()),
                       "no server has a price: write 'price: {request: ..., hour: ...}' at one",
                       std::invalid_argument);
  scenario = two_paths();
  scenario.servers.back().announces_queue = false;
  CHECK_THROWS_WITH_AS(make_policy(choice, Offered(scenario).setting()),
                       "server 'cloud' does not announce its queue: write 'announces_queue: true'",
                       std::invalid_argument);
}
