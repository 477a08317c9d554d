#include "sim/engine/callback.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

namespace {

struct Counter {
  int calls = 0;
  int sum = 0;
  void call() { ++calls; }
  void add(const int& amount) { sum += amount; }
};

}  // namespace

TEST_CASE("a callback calls the member function of its object") {
  Counter counter;
  const Callback callback = Callback::to<&Counter::call>(counter);
  callback();
  callback();
  CHECK(counter.calls == 2);
}

TEST_CASE("a callback hands over its argument") {
  Counter counter;
  const int amount = 7;
  int other = 5;
  Callback::to<&Counter::add>(counter, other)();
  CHECK(counter.sum == 5);
  other = amount;
  Callback::to<&Counter::add>(counter, other)();
  CHECK(counter.sum == 12);
}

TEST_CASE("a callback of nothing is false and one of something is true") {
  Counter counter;
  CHECK_FALSE(static_cast<bool>(Callback()));
  CHECK(static_cast<bool>(Callback::to<&Counter::call>(counter)));
}
