#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

#include "sim/expectation.hpp"
#include "tests/sim/random_outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice with_power(double watts) {
  return {.name = "neupart", .parameters = {{"transmit_power", watts}}};
}

CutPositions decided(const Outlook& outlook, const PolicyChoice& choice = {.name = "neupart"}) {
  return make_policy(choice, outlook.setting())->decide(outlook.observation()).cuts;
}

/// Computing on the device and sending, at a power or that of the radio; nothing is received.
double energy_of(const Outlook& outlook, const CutPositions& cuts, std::optional<double> power) {
  const std::size_t head = cuts.empty() ? outlook.costs.layers() : cuts.front();
  const double computing = outlook.costs.visit_energy(0, 0, head).value;
  if (head == outlook.costs.layers()) return computing;
  const Bytes size = outlook.costs.crossing(head);
  const double seconds = (size / outlook.links.front().up).value;
  return computing +
         (power ? *power * seconds
                : outlook.radio.transmit.value * seconds + outlook.radio.transmit_slope.value * bits(size));
}

/// What all placements that fit cost at least, and of the cheapest the least time behind the first hop.
std::pair<double, double> least(const Outlook& outlook, std::optional<double> power) {
  std::pair<double, double> best{std::numeric_limits<double>::infinity(), 0};
  for_every_cuts(outlook.links.size(), outlook.costs.layers(), [&](const CutPositions& cuts) {
    if (!fits(outlook.costs, cuts)) return;
    best =
        std::min(best, {energy_of(outlook, cuts, power), expect(outlook.observation(), cuts).total().value});
  });
  return best;
}

}  // namespace

TEST_CASE("neupart finds the least energy of all cuts and of those the fastest") {
  RandomStream random(14);
  std::size_t placeable = 0;
  for (int world = 0; world < 600; ++world) {
    const std::optional<double> power = world % 2 == 0 ? std::optional<double>{} : 0.78;
    const Outlook outlook = random_outlook(
        random, static_cast<std::size_t>(world) % 4,
        {.small_memories = world % 5 == 0, .bottlenecks = world % 3 == 0, .branches = world % 3 == 1});
    const auto [energy, time] = least(outlook, power);
    if (energy == std::numeric_limits<double>::infinity()) continue;
    ++placeable;
    const CutPositions cuts = decided(outlook, power ? with_power(*power) : PolicyChoice{.name = "neupart"});
    CAPTURE(world);
    REQUIRE(fits(outlook.costs, cuts));
    REQUIRE(energy_of(outlook, cuts, power) == doctest::Approx(energy).epsilon(1e-9));
    REQUIRE(expect(outlook.observation(), cuts).total().value == doctest::Approx(time).epsilon(1e-9));
  }
  CHECK(placeable > 400);
}

TEST_CASE("neupart decides as neurosurgeon does for energy where no answer comes back") {
  RandomStream random(15);
  std::size_t differ_with_answer = 0;
  for (int world = 0; world < 400; ++world) {
    Outlook outlook = random_outlook(random, 1);
    const PolicyChoice energy{.name = "neurosurgeon", .parameters = {{"objective", std::string("energy")}}};
    outlook.answer.reset();
    CAPTURE(world);
    CHECK(positions(decided(outlook)) == positions(decided(outlook, energy)));
    outlook.answer = Bytes{1e5};
    if (decided(outlook) != decided(outlook, energy)) ++differ_with_answer;
  }
  CHECK(differ_with_answer > 0);
}

TEST_CASE("neupart cuts where the power while sending makes it cheapest") {
  // 3 W: all on the device 1.8 J. At 1 Mbps and .78 W after the input .0624 J. At 100 W: 8 J, after a 5.1 J,
  // after b 3.3 J.
  const Outlook outlook(1);
  CHECK(positions(decided(outlook, with_power(0.78))) == std::vector<int>{0});
  CHECK(positions(decided(outlook, with_power(100))) == std::vector<int>{3});
  // At 10 W: .8; .3 + .48 = .78; .9 + .24.
  CHECK(positions(decided(outlook, with_power(10))) == std::vector<int>{1});
}

TEST_CASE("neupart stays on the device while nothing gets through") {
  Outlook outlook(1);
  outlook.links.front().up = {0};
  CHECK(positions(decided(outlook)) == std::vector<int>{3});
  CHECK(decided(Outlook(0)).empty());
}

TEST_CASE("neupart needs to know what computing draws") {
  Hardware device = slow_device();
  device.power.compute.reset();
  const Hardware server = fast_server();
  const Outlook outlook(CostTable(NetworkGraph(three_layers()), {&device, &server}));
  CHECK_THROWS_WITH_AS(make_policy({.name = "neupart"}, outlook.setting()),
                       "'neupart' needs a device whose computing power is known", std::invalid_argument);
}
