#include "sim/expectation.hpp"

#include <doctest/doctest.h>

#include "tests/sim/encoded_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-12);
}

}  // namespace

TEST_CASE("a request over one hop is expected to take head and transfer and tail and answer") {
  const Outlook outlook(1);
  const Expectation expected = expect(outlook.observation(), {1});
  REQUIRE(expected.compute.size() == 2);
  CHECK(same(expected.compute[0].value, 0.1));
  CHECK(same(expected.compute[1].value, 0.05));
  REQUIRE(expected.transfer.size() == 1);
  CHECK(same(expected.transfer[0].value, 0.048 + 0.005));  // 6000 B at 1 Mbps
  CHECK(same(expected.answer.value, 0.0004 + 0.005));      // 100 B at 2 Mbps
  CHECK(same(expected.total().value, 0.1 + 0.05 + 0.053 + 0.0054));
  // 3 W for .1 s; .5 W for 48 ms and 48000 bits; .25 W for .4 ms and 800 bits.
  CHECK(same(expected.device.value, 0.3 + 0.5 * 0.048 + 1e-7 * 48000 + 0.25 * 0.0004 + 5e-8 * 800));
}

TEST_CASE("a request that stays on the device is expected to take its computing and nothing else") {
  const Outlook outlook(1);
  const Expectation expected = expect(outlook.observation(), {3});
  CHECK(same(expected.total().value, 0.6));
  CHECK(expected.transfer[0].value == 0.0);
  CHECK(expected.answer.value == 0.0);
  CHECK(same(expected.device.value, 1.8));
}

TEST_CASE("a device without a path is expected to compute everything") {
  const Outlook outlook(0);
  const Expectation expected = expect(outlook.observation(), {});
  REQUIRE(expected.compute.size() == 1);
  CHECK(expected.transfer.empty());
  CHECK(same(expected.total().value, 0.6));
  CHECK(same(expected.device.value, 1.8));
}

TEST_CASE("an announced load slows the servers and not the device") {
  Outlook outlook(1);
  outlook.server_loads = {4.0};
  const Expectation expected = expect(outlook.observation(), {1});
  CHECK(same(expected.compute[0].value, 0.1));
  CHECK(same(expected.compute[1].value, 0.2));
}

TEST_CASE("an answer that stays where it is found costs no time and no energy") {
  Outlook outlook(1);
  outlook.answer.reset();
  const Expectation expected = expect(outlook.observation(), {0});
  CHECK(expected.answer.value == 0.0);
  CHECK(same(expected.total().value, 0.08 + 0.005 + 0.06));
  CHECK(same(expected.device.value, 0.5 * 0.08 + 1e-7 * 80000));
}

TEST_CASE("an empty answer still takes the latency of the way back") {
  Outlook outlook(1);
  outlook.answer = Bytes{};
  CHECK(same(expect(outlook.observation(), {0}).answer.value, 0.005));
}

TEST_CASE("over two hops each has its transfer and the answer crosses both") {
  Outlook outlook(2);
  outlook.links[1] = {.up = {8e6}, .down = {4e6}, .latency = {0.02}};
  const Expectation expected = expect(outlook.observation(), {1, 2});
  REQUIRE(expected.compute.size() == 3);
  CHECK(same(expected.compute[0].value, 0.1));
  CHECK(same(expected.compute[1].value, 0.02));
  CHECK(same(expected.compute[2].value, 0.03));
  CHECK(same(expected.transfer[0].value, 0.048 + 0.005));
  CHECK(same(expected.transfer[1].value, 0.003 + 0.02));  // 3000 B at 8 Mbps
  CHECK(same(expected.answer.value, 0.0004 + 0.005 + 0.0002 + 0.02));
  // Only the first hop is the device's.
  CHECK(same(expected.device.value, 0.3 + 0.5 * 0.048 + 1e-7 * 48000 + 0.25 * 0.0004 + 5e-8 * 800));
}

TEST_CASE("a second hop that is not taken costs nothing") {
  const Outlook outlook(2);
  const Expectation expected = expect(outlook.observation(), {1, 3});
  CHECK(expected.transfer[1].value == 0.0);
  CHECK(same(expected.total().value, 0.1 + 0.053 + 0.05 + 0.0054));
}

TEST_CASE("a server that a request only passes takes no time") {
  const Outlook outlook(2);
  const Expectation expected = expect(outlook.observation(), {1, 1});
  CHECK(expected.compute[1].value == 0.0);
  CHECK(same(expected.transfer[1].value, 0.053));
}

TEST_CASE("the parts of an expectation make up the whole") {
  Outlook outlook(2);
  outlook.server_loads = {2.0, 3.0};
  const Observation observation = outlook.observation();
  for (std::uint16_t first = 0; first <= 3; ++first) {
    for (std::uint16_t second = first; second <= 3; ++second) {
      const double parts =
          (expected_compute(observation, 0, 0, first) + expected_compute(observation, 1, first, second) +
           expected_compute(observation, 2, second, 3) + expected_crossing(observation, 0, first) +
           expected_crossing(observation, 1, second))
              .value;
      CHECK(same(expect(observation, {first, second}).total().value, parts));
      const double energy =
          (observation.costs.energy(0, 0, first) + expected_radio(observation, first)).value;
      CHECK(same(expect(observation, {first, second}).device.value, energy));
    }
  }
}

// ---- bottlenecks

TEST_CASE("encoder and decoder are expected where a cut is encoded and the bytes are fewer there") {
  NetworkProfile network = three_layers();
  network.bottlenecks.push_back(
      {.after = "a", .ratio = 0.1, .encoder = {.macs = Macs{1e6}}, .decoder = {.macs = Macs{2e6}}});
  const Hardware device = slow_device();
  const Hardware server = fast_server();
  const Outlook outlook(CostTable(NetworkGraph(network), {&device, &server}));
  const Expectation expected = expect(outlook.observation(), {1});
  CHECK(same(expected.compute[0].value, 0.1 + 0.1));
  CHECK(same(expected.compute[1].value, 0.05 + 0.02));
  CHECK(same(expected.transfer[0].value, 0.0048 + 0.005));  // 600 B at 1 Mbps
  CHECK(same(expected.device.value, 0.6 + 0.5 * 0.0048 + 1e-7 * 4800 + 0.25 * 0.0004 + 5e-8 * 800));
  // Elsewhere nothing is encoded.
  CHECK(same(expect(outlook.observation(), {2}).compute[0].value, 0.3));
  CHECK(same(expect(outlook.observation(), {3}).total().value, 0.6));
}

TEST_CASE("the expectation of every encoded decision is the sum of its plan") {
  for (const std::size_t hops : {1U, 2U}) {
    Outlook outlook = encoded_outlook(hops);
    outlook.server_loads.front() = 3;
    const auto decisions = all_decisions(outlook.costs, hops);
    CHECK(decisions.size() > 8);
    for (const Decision& decision : decisions) {
      const Planned sum = planned(outlook, decision);
      const Expectation expected = expect(outlook.observation(), decision.cuts, decision.encodings);
      CHECK(expected.total().value == doctest::Approx(sum.latency).epsilon(1e-12));
      CHECK(expected.device.value == doctest::Approx(sum.energy).epsilon(1e-12));
    }
  }
}
