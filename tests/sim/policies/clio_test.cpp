#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

#include "tests/sim/encoded_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr double forever = std::numeric_limits<double>::infinity();

PolicyChoice clio(double bound, const std::string& stop, const std::string& cut = "a") {
  return {.name = "clio", .parameters = {{"bound", bound}, {"stop", stop}, {"cut", cut}}};
}

Decision decided(const Outlook& outlook, const PolicyChoice& choice) {
  return make_policy(choice, outlook.setting())->decide(outlook.observation());
}

}  // namespace

TEST_CASE("clio lets all slices leave until the deadline leaves time for the slowest tail") {
  // Behind the last byte: .005 s, the decoder of wide .004 s, b and c .05 s, the answer .0054 s.
  const Outlook outlook = encoded_outlook(1);
  const Decision decision = decided(outlook, clio(0.3, "while_sending"));
  CHECK(positions(decision.cuts) == std::vector<int>{1});
  CHECK(numbers(decision.encodings) == std::vector<int>{3});
  CHECK(decision.slices_until.value == doctest::Approx(0.3 - 0.0644 - 1e-6).epsilon(1e-12));
  CHECK(decision.sends_slices());
  CHECK(decided(outlook, clio(0.01, "while_sending")).slices_until.value == 0);
}

TEST_CASE("clio decides on as many slices as the rate lets through in time") {
  // After .1 s of a, narrow takes .01 + 600 B + .0624; 8bit 1500 B + .0604; wide .03 + 2400 B + .0644.
  Outlook outlook = encoded_outlook(1);
  int before = 1;
  for (double rate = 1e4; rate < 1e8; rate *= 1.3) {
    outlook.links.front().up = {rate};
    const Decision decision = decided(outlook, clio(0.2, "at_arrival"));
    const int slices = numbers(decision.encodings).at(0);
    const int expected = 0.1944 + 2400 * 8 / rate <= 0.2 ? 3 : 0.1604 + 1500 * 8 / rate <= 0.2 ? 2 : 1;
    CHECK(slices == expected);
    CHECK(slices >= before);
    CHECK(decision.slices_until.value == forever);
    before = slices;
  }
  CHECK(before == 3);
}

TEST_CASE("clio finds its cut where only one has slices") {
  NetworkProfile network = three_layers();
  network.bottlenecks = {{.after = "b", .name = "half", .ratio = 0.5}};
  const Hardware device = slow_device();
  const Outlook outlook(CostTable(NetworkGraph(network), {&device, &device, &device}));
  const Decision decision =
      decided(outlook, {.name = "clio", .parameters = {{"bound", 1.0}, {"stop", std::string("at_arrival")}}});
  CHECK(decision == Decision{.cuts = {2, 2}, .encodings = {1, 1}});
}

TEST_CASE("clio takes the deadline of the devices unless a bound is given") {
  const Outlook outlook = encoded_outlook(1);
  PolicySetting setting = outlook.setting();
  const PolicyChoice choice{.name = "clio", .parameters = {{"cut", std::string("a")}}};
  CHECK_THROWS_WITH_AS(make_policy(choice, setting),
                       "slices are sent until a deadline: give the devices one, or a 'bound'",
                       std::invalid_argument);
  setting.deadline = Seconds{0.3};
  CHECK(make_policy(choice, setting)->decide(outlook.observation()).slices_until.value ==
        doctest::Approx(0.2356 - 1e-6).epsilon(1e-12));
}

TEST_CASE("clio refuses cuts and paths that carry no slices") {
  const auto refused = [](const Outlook& outlook, const PolicyChoice& choice, const char* message) {
    CHECK_THROWS_WITH_AS(decided(outlook, choice), message, std::invalid_argument);
  };
  const PolicyChoice anywhere{.name = "clio", .parameters = {{"bound", 1.0}}};
  refused(encoded_outlook(1), anywhere,
          "3 cuts of network 'abc' have bottlenecks with names, which are the slices: say which with 'cut'");
  refused(Outlook(1), anywhere,
          "0 cuts of network 'abc' have bottlenecks with names, which are the slices: give one some");
  refused(encoded_outlook(1), clio(1, "at_arrival", "c"),
          "there are no bottlenecks with names after 'c', which would be the slices");
  refused(encoded_outlook(0), anywhere, "slices need a path to a server");
}
