#include "sim/search/arrival_gaps.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

TEST_CASE("one arrival has no gap") {
  ArrivalGaps gaps(3);
  CHECK_FALSE(gaps.mean().has_value());
  gaps.arrive({5});
  CHECK_FALSE(gaps.mean().has_value());
}

TEST_CASE("the mean gap is taken over all arrivals until the window is full and then over the last") {
  ArrivalGaps gaps(3);
  gaps.arrive({1});
  gaps.arrive({2});
  CHECK(gaps.mean()->value == 1);
  gaps.arrive({5});
  CHECK(gaps.mean()->value == 2);  // 1 and 3
  gaps.arrive({10});
  CHECK(gaps.mean()->value == 3);  // 1, 3 and 5
  gaps.arrive({17});
  CHECK(gaps.mean()->value == 5);  // 3, 5 and 7
}

TEST_CASE("a window of one gap is the last gap") {
  ArrivalGaps gaps(1);
  for (const double now : {0.0, 4.0, 5.0}) gaps.arrive({now});
  CHECK(gaps.mean()->value == 1);
}

TEST_CASE("arrivals at one time have a gap of nothing") {
  ArrivalGaps gaps(4);
  gaps.arrive({2});
  gaps.arrive({2});
  CHECK(gaps.mean()->value == 0);
}
