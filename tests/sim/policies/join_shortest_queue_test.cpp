#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <stdexcept>

#include "tests/sim/offered.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("join_shortest_queue goes where the fewest requests are") {
  Offered offered;
  const auto policy = make_policy({.name = "join_shortest_queue"}, offered.setting());
  offered.queues = {{3, 2, 4}, {1, 2}};
  CHECK(way(policy->decide(offered.observation())) == std::vector<int>{1, 0});
  offered.queues = {{3, 0, 4}, {1, 2}};
  CHECK(way(policy->decide(offered.observation())) == std::vector<int>{0, 1});
}

TEST_CASE("join_shortest_queue draws among equals with equal probabilities") {
  Offered offered;
  const auto policy = make_policy({.name = "join_shortest_queue"}, offered.setting());
  offered.queues = {{1, 2, 1}, {5, 1}};
  std::map<std::vector<int>, int> taken;
  constexpr int asked = 3000;
  for (int i = 0; i < asked; ++i) ++taken[way(policy->decide(offered.observation()))];
  CHECK(taken.size() == 3);
  // Five standard deviations of a binomial with p = 1/3.
  for (const auto& [target, count] : taken) CHECK(std::abs(count - asked / 3) < 5 * 26);
}

TEST_CASE("join_shortest_queue needs announced queues") {
  Scenario scenario = two_paths();
  scenario.servers.back().announces_queue = false;
  CHECK_THROWS_WITH_AS(make_policy({.name = "join_shortest_queue"}, Offered(scenario).setting()),
                       "server 'cloud' does not announce its queue: write 'announces_queue: true'",
                       std::invalid_argument);
}
