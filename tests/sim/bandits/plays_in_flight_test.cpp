#include "sim/bandits/plays_in_flight.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

TEST_CASE("plays in flight are found by their request and taken once") {
  PlaysInFlight<int> plays;
  plays.remember(7, 70);
  plays.remember(3, 30);
  REQUIRE(plays.find(7) != nullptr);
  CHECK(*plays.find(7) == 70);
  CHECK(plays.find(4) == nullptr);
  CHECK(plays.take(7) == 70);
  CHECK_FALSE(plays.take(7).has_value());
  CHECK(plays.size() == 1);
  CHECK(plays.take(3) == 30);
}

TEST_CASE("plays that are never answered are forgotten, the oldest first") {
  PlaysInFlight<int> plays;
  const auto more = PlaysInFlight<int>::largest + 10;
  for (std::uint64_t request = 0; request < more; ++request) plays.remember(request, 1);
  CHECK(plays.size() == PlaysInFlight<int>::largest);
  CHECK(plays.find(9) == nullptr);
  CHECK(plays.find(10) != nullptr);
}
