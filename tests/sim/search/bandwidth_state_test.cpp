#include "sim/search/bandwidth_state.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace splitscape;

TEST_CASE("rates of one state share it and its middle is their geometric mean") {
  // With a width of 10: from 1 to 10 Mbit/s, from 10 to 100.
  BandwidthState state(10, 1);
  const int megabits = state.follow({2e6});
  CHECK(state.follow({9e6}) == megabits);
  CHECK(state.middle(megabits).value == doctest::Approx(3.1622776601683795e6).epsilon(1e-12));
  CHECK(state.follow({11e6}) == megabits + 1);
  CHECK(state.middle(megabits + 1).value == doctest::Approx(3.1622776601683795e7).epsilon(1e-12));
  CHECK(state.follow({0.5}) == -1);
}

TEST_CASE("a state is left when enough estimates in a row are outside it") {
  BandwidthState state(2, 3);
  const int first = state.follow({1.5});
  CHECK(state.follow({3}) == first);
  CHECK(state.follow({3}) == first);
  CHECK(state.follow({1.2}) == first);  // the row is broken
  CHECK(state.follow({3}) == first);
  CHECK(state.follow({5}) == first);  // another state, but outside all the same
  CHECK(state.follow({9}) == 3);      // the third: from 8 to 16
  CHECK(state.follow({1.5}) == 3);
}

TEST_CASE("a dead link and one without limit are states of their own") {
  BandwidthState state(2, 1);
  CHECK(state.middle(state.follow({0})).value == 0);
  const double unlimited = std::numeric_limits<double>::infinity();
  CHECK(state.middle(state.follow({unlimited})).value == unlimited);
}
