#include "sim/engine/rate_walk.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

/// 1, 2, 3 bit/s from 0, .5 and 2 s on.
RateTrace three_steps(double period) {
  return {{{{0}, {1}}, {{0.5}, {2}}, {{2}, {3}}}, {period}};
}

}  // namespace

TEST_CASE("a walk along a trace that does not repeat stays at its last step") {
  RateWalk walk(three_steps(0));
  CHECK(walk.rate().value == 1);
  CHECK(walk.next().value == 0.5);
  walk.advance();
  CHECK(walk.rate().value == 2);
  CHECK(walk.next().value == 2);
  walk.advance();
  CHECK(walk.rate().value == 3);
  CHECK(std::isinf(walk.next().value));
  walk.advance_to({1e9});
  CHECK(walk.rate().value == 3);
}

TEST_CASE("a walk along a trace that repeats begins anew after the period") {
  RateWalk walk(three_steps(3));
  for (int repetition = 0; repetition < 3; ++repetition) {
    CHECK(walk.rate().value == 1);
    CHECK(walk.next().value == 3 * repetition + 0.5);
    walk.advance();
    CHECK(walk.next().value == 3 * repetition + 2);
    walk.advance();
    CHECK(walk.rate().value == 3);
    CHECK(walk.next().value == 3 * (repetition + 1));
    walk.advance();
  }
}

TEST_CASE("a step holds from its first instant on") {
  RateWalk walk(three_steps(3));
  walk.advance_to({0.5});
  CHECK(walk.rate().value == 2);
  walk.advance_to({3});
  CHECK(walk.rate().value == 1);
  walk.advance_to({300});
  CHECK(walk.rate().value == 1);
  CHECK(walk.next().value == 300.5);
}

TEST_CASE("jumping to an instant leads to the step that going there step by step leads to") {
  RandomStream random(11);
  for (const double period : {2.5, 0.1 + 2.0, 1e3}) {
    for (int i = 0; i < 200; ++i) {
      const double instant = random.exponential(50 * period);
      RateWalk jumping(three_steps(period));
      jumping.advance_to({instant});
      RateWalk stepping(three_steps(period));
      while (stepping.next().value <= instant) stepping.advance();
      CHECK(jumping.rate().value == stepping.rate().value);
      CHECK(jumping.next().value == stepping.next().value);
    }
  }
}

TEST_CASE("only a trace whose last rate is zero and stays ends without a rate") {
  RateWalk dead({{{{0}, {1}}, {{1}, {0}}}, {0}});
  CHECK_FALSE(dead.ends_without_rate());
  dead.advance();
  CHECK(dead.ends_without_rate());
  RateWalk pausing({{{{0}, {1}}, {{1}, {0}}}, {2}});
  pausing.advance();
  CHECK_FALSE(pausing.ends_without_rate());
  RateWalk lasting(three_steps(0));
  lasting.advance_to({5});
  CHECK_FALSE(lasting.ends_without_rate());
}
