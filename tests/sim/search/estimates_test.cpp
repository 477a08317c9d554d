#include "sim/search/estimates.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("estimates hold until one of them changes") {
  const Outlook before(2);
  Estimates estimates(before.observation());
  CHECK(estimates.still_hold(before.observation(), 0));
  for (const int changed : {0, 1, 2, 3, 4, 5}) {
    Outlook now(2);
    if (changed == 0) now.links[1].up.value += 1;
    if (changed == 1) now.links[0].down.value -= 1;
    if (changed == 2) now.links[1].latency.value = 0.006;
    if (changed == 3) now.server_loads[1] = 1.001;
    if (changed == 4) now.answer = Bytes{101};
    if (changed == 5) now.answer.reset();
    CAPTURE(changed);
    CHECK_FALSE(estimates.still_hold(now.observation(), 0));
    CHECK(estimates.still_hold(before.observation(), 0));
  }
}

TEST_CASE("estimates hold within a share of what they were") {
  const Outlook before(1);
  Estimates estimates(before.observation());
  Outlook now(1);
  now.links[0].up = {1.1e6};
  CHECK(estimates.still_hold(now.observation(), 0.11));
  CHECK_FALSE(estimates.still_hold(now.observation(), 0.09));
  now.links[0].up = {0.9e6};
  CHECK(estimates.still_hold(now.observation(), 0.11));
  CHECK_FALSE(estimates.still_hold(now.observation(), 0.09));
}

TEST_CASE("rates without limit hold and a dead link is a change from any rate") {
  Outlook before(1);
  before.links[0].up = {std::numeric_limits<double>::infinity()};
  Estimates estimates(before.observation());
  CHECK(estimates.still_hold(before.observation(), 0));
  Outlook now(1);
  now.links[0].up = {0};
  CHECK_FALSE(Estimates(now.observation()).still_hold(Outlook(1).observation(), 0.5));
  CHECK_FALSE(Estimates(Outlook(1).observation()).still_hold(now.observation(), 0.5));
}

TEST_CASE("what else changes is no change of estimates") {
  const Outlook before(1);
  Estimates estimates(before.observation());
  Observation later = before.observation();
  later.now = {5};
  later.waiting = 3;
  later.request = 7;
  CHECK(estimates.still_hold(later, 0));
}
