#include <doctest/doctest.h>

#include "tests/sim/offered.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("round robin takes all servers of all paths in turn") {
  const Offered offered;
  const auto policy = make_policy({.name = "round_robin"}, offered.setting());
  const std::vector<std::vector<int>> ways{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {0, 0}, {0, 1}};
  for (const auto& expected : ways) CHECK(way(policy->decide(offered.observation())) == expected);
}

TEST_CASE("round robin begins at the number of its device") {
  const Offered offered;
  const auto first = [&offered](std::uint32_t device) {
    return way(make_policy({.name = "round_robin"}, offered.setting(device))->decide(offered.observation()));
  };
  CHECK(first(1) == std::vector<int>{0, 1});
  CHECK(first(4) == std::vector<int>{1, 1});
  CHECK(first(5) == std::vector<int>{0, 0});
}

TEST_CASE("round robin does not care what servers announce") {
  Scenario scenario = two_paths();
  for (Server& server : scenario.servers) server.announces_queue = server.announces_load = false;
  const Offered silent(scenario);
  CHECK_NOTHROW(make_policy({.name = "round_robin"}, silent.setting()));
}
