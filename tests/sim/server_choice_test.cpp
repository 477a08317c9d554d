#include "sim/server_choice.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <stdexcept>

#include "tests/sim/offered.hpp"
#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

ServerChoice choice_of(const PolicySetting& setting, const std::vector<std::string>& cut = {}) {
  PolicyChoice written{.name = "any"};
  if (!cut.empty()) written.parameters = {{"cut", cut}};
  return {Parameters(written), setting};
}

}  // namespace

TEST_CASE("every copy of the last server of every path can be chosen") {
  const Offered offered;
  const ServerChoice choice = choice_of(offered.setting());
  CHECK(choice.targets() == std::vector<ServerTarget>{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}});
  CHECK(choice.offer({1, 0}).name == "cloud");
  CHECK(choice.position() == 0);
}

TEST_CASE("all hops of the chosen path are cut at one position") {
  const Offered offered;
  CHECK(choice_of(offered.setting()).decision({0, 2}) == Decision{.cuts = {0}, .route = 0, .copy = 2});
  CHECK(choice_of(offered.setting(), {"b"}).decision({1, 1}) ==
        Decision{.cuts = {2, 2}, .route = 1, .copy = 1});
}

TEST_CASE("where nothing is known of servers the one of the path can be chosen") {
  const Outlook outlook(1);
  const ServerChoice choice = choice_of(outlook.setting());
  CHECK(choice.targets() == std::vector<ServerTarget>{{0, 0}});
  CHECK_THROWS_WITH_AS(choice.require_queues(),
                       "the server does not announce its queue: write 'announces_queue: true'",
                       std::invalid_argument);
}

TEST_CASE("a choice of servers refuses what leaves none to choose") {
  CHECK_THROWS_WITH_AS(choice_of(Outlook(0).setting()), "there is no server on the path",
                       std::invalid_argument);
  const Offered offered;
  CHECK_THROWS_WITH_AS(choice_of(offered.setting(), {"c"}), "the cut after 'c' leaves nothing to a server",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(choice_of(offered.setting(), {"a", "b"}),
                       "'cut' is one layer, after which every path is cut", std::invalid_argument);
}

TEST_CASE("a choice of servers refuses more copies than a decision can name") {
  Scenario scenario = two_paths();
  scenario.servers.front().count = 70000;
  CHECK_THROWS_WITH_AS(choice_of(Offered(scenario).setting()),
                       "server 'node' has 70000 copies; a policy can choose among 65535",
                       std::invalid_argument);
}

TEST_CASE("a choice of servers refuses a path whose server does not hold its part") {
  Scenario scenario = two_paths();
  scenario.servers.back().hardware.memory = Figure<Bytes>{{10}};
  CHECK_THROWS_AS(choice_of(Offered(scenario).setting()), std::invalid_argument);
  CHECK_NOTHROW(choice_of(Offered().setting()));
}

TEST_CASE("an observation can be turned to another path") {
  const Offered offered;
  const Observation far = along(offered.observation(), 1);
  CHECK(far.links.size() == 2);
  CHECK(far.costs.places() == 3);
  CHECK(far.routes.size() == 2);
  CHECK(along(offered.observation(), 0).links.size() == 1);
}

TEST_CASE("the least of several values is drawn among equals") {
  RandomStream random(1);
  std::vector<int> counts(4);
  for (int i = 0; i < 4000; ++i) {
    LeastOf least(random);
    const double values[] = {3, 2, 2, 2};
    for (std::size_t k = 0; k < 4; ++k) least.show(k, values[k]);
    ++counts[least.index()];
  }
  CHECK(counts[0] == 0);
  for (std::size_t k = 1; k < 4; ++k) CHECK(std::abs(counts[k] - 1333) < 5 * 30);
}
