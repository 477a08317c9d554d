#include "sim/reinforcement/offload_state.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("a state is what is observed in numbers of about one") {
  Outlook outlook(1);
  outlook.server_loads = {2};
  OffloadState state(1, 3);
  REQUIRE(state.size() == 12);
  std::vector<double> numbers(12, -99);
  Observation observation = outlook.observation();
  const std::vector<double> features{.5, .25};
  observation.features = features;
  observation.waiting = 3;
  observation.battery = Joules{80};
  observation.deadline = Seconds{.2};  // the network takes .6 s on the device
  const std::vector<std::size_t> queues{1, 3};
  const RouteView route{
      .costs = outlook.costs, .links = outlook.links, .server_loads = outlook.server_loads, .queues = queues};
  observation.routes = {&route, 1};
  state.write(observation, numbers);
  const std::vector<double> wanted{
      0, std::log(2.0), .005, std::log(2.0), std::log(3.0), std::log(2.0), std::log(4.0), 1, .25, .5, .25, 0};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    CAPTURE(i);
    CHECK(numbers[i] == doctest::Approx(wanted[i]));
  }
  observation.battery = Joules{20};
  state.write(observation, numbers);
  CHECK(numbers[7] == .25);
}

TEST_CASE("a state is a number whatever the link, on mains and without a deadline") {
  Outlook outlook(1);
  outlook.links.front() = {.up = {0}, .down = {std::numeric_limits<double>::infinity()}, .latency = {1e9}};
  OffloadState state(1, 0);
  std::vector<double> numbers(state.size());
  state.write(outlook.observation(), numbers);
  CHECK(numbers == std::vector<double>{-7, 7, 10, 0, 0, 0, 0, 1, 1});
}
