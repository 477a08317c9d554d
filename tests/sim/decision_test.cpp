#include "sim/decision.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

TEST_CASE("a set of exits contains what was put into it") {
  ExitSet set;
  CHECK(set.empty());
  set.insert(1);
  set.insert(3);
  set.insert(ExitSet::largest);
  CHECK_FALSE(set.empty());
  for (std::size_t exit = 1; exit <= ExitSet::largest; ++exit) {
    CHECK(set.contains(exit) == (exit == 1 || exit == 3 || exit == ExitSet::largest));
  }
  CHECK(set.bits() == 0x8000000000000005ULL);
}

TEST_CASE("decisions are equal where their cuts and exits are") {
  Decision one{.cuts = {1, 2}};
  Decision other{.cuts = {1, 2}};
  CHECK(one == other);
  other.exits.insert(1);
  CHECK_FALSE(one == other);
  one.exits.insert(1);
  CHECK(one == other);
  one.cuts = {1, 3};
  CHECK_FALSE(one == other);
}
