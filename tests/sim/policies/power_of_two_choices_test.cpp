#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "tests/sim/offered.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice drawing(double choices) {
  return {.name = "power_of_two_choices", .parameters = {{"choices", choices}}};
}

/// How often each of the five servers is taken when they have 0, 1, 2, 3, 4 requests.
std::vector<int> taken(double choices, int asked) {
  Offered offered;
  offered.queues = {{0, 1, 2}, {3, 4}};
  const auto policy = make_policy(drawing(choices), offered.setting());
  std::vector<int> counts(5);
  for (int i = 0; i < asked; ++i) {
    const Decision decision = policy->decide(offered.observation());
    ++counts.at(3U * decision.route + decision.copy);
  }
  return counts;
}

}  // namespace

TEST_CASE("power_of_two_choices takes the shorter of two queues drawn at random") {
  // Of the ten pairs of five servers the one with k requests is the shorter one in 4 - k.
  constexpr int asked = 10000;
  const auto counts = taken(2, asked);
  for (int k = 0; k < 5; ++k) {
    const double p = (4 - k) / 10.0;
    CHECK(std::abs(counts[static_cast<std::size_t>(k)] - asked * p) <= 5 * std::sqrt(asked * p * (1 - p)));
  }
}

TEST_CASE("power_of_two_choices with one choice takes a server at random") {
  constexpr int asked = 10000;
  for (const int count : taken(1, asked)) CHECK(std::abs(count - asked / 5) < 5 * 40);
}

TEST_CASE("power_of_two_choices with as many choices as servers or more joins the shortest queue") {
  for (const double choices : {5.0, 100.0}) CHECK(taken(choices, 100) == std::vector<int>{100, 0, 0, 0, 0});
}

TEST_CASE("power_of_two_choices needs a choice and announced queues where it compares them") {
  CHECK_THROWS_WITH_AS(make_policy(drawing(0), Offered().setting()), "'choices' must be at least 1",
                       std::invalid_argument);
  Scenario scenario = two_paths();
  scenario.servers.front().announces_queue = false;
  CHECK_THROWS_WITH_AS(make_policy(drawing(2), Offered(scenario).setting()),
                       "server 'node' does not announce its queue: write 'announces_queue: true'",
                       std::invalid_argument);
  CHECK_NOTHROW(make_policy(drawing(1), Offered(scenario).setting()));
}
