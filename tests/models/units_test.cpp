#include "models/units.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

namespace {

template <class A, class B>
concept addable = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept comparable = requires(A a, B b) {
  a < b;
};

static_assert(addable<Seconds, Seconds> && comparable<Bytes, Bytes>);
static_assert(!addable<Seconds, Bytes> && !addable<Joules, Watts> && !addable<Seconds, double>);
static_assert(!comparable<Bytes, BitRate> && !comparable<Seconds, Joules> && !comparable<Bytes, double>);

}  // namespace

TEST_CASE("quantities of one dimension add subtract scale and compare") {
  const Seconds two{2};
  const Seconds three{3};
  CHECK((two + three).value == 5);
  CHECK((two - three).value == -1);
  CHECK((two * 4).value == 8);
  CHECK((4 * two).value == 8);
  CHECK((three / 2).value == 1.5);
  CHECK(three / two == 1.5);
  CHECK(two < three);
  CHECK(two == Seconds{2});

  Seconds sum{1};
  sum += three;
  CHECK(sum.value == 4);
  sum -= two;
  CHECK(sum.value == 2);
}

TEST_CASE("a byte is eight bits wherever a size meets a rate") {
  const Bytes kilobyte{1000};
  const BitRate megabit{1e6};
  CHECK(bits(kilobyte) == 8000);
  CHECK(bytes_per_second(megabit) == 125000);
  CHECK((kilobyte / megabit).value == 0.008);
  CHECK((kilobyte / Seconds{2}).value == 4000);
  CHECK((megabit * Seconds{2}).value == 250000);
}

TEST_CASE("energy is power times time and each follows from the other two") {
  CHECK((Watts{3} * Seconds{4}).value == 12);
  CHECK((Joules{12} / Seconds{4}).value == 3);
  CHECK((Joules{12} / Watts{3}).value == 4);
}

TEST_CASE("a watt per bit rate is as many joules per bit") {
  const WattsPerBitRate slope{0.5};
  const Bytes size{10};
  const BitRate rate{4};
  CHECK((slope * size).value == 40);
  CHECK((slope * rate).value == 2);
  // 80 bits at 4 bit/s last 20 s, at 2 W.
  CHECK((slope * rate) * (size / rate) == slope * size);
}

TEST_CASE("work over its rate is time") {
  CHECK((Macs{6e6} / MacRate{2e6}).value == 3);
}
