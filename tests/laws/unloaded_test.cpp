#include <doctest/doctest.h>

#include <map>
#include <set>

#include "scenarios/loader/hardware_sections.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "tests/support/sanitized.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr double up_rate = 8e6;
constexpr double down_rate = 4e6;
constexpr double latency = 0.004;
constexpr double answer = 200;

/// What something costs on a hardware, written out again from the profile: the test's own arithmetic.
struct HandCost {
  double time = 0;
  double energy = 0;
};

HandCost by_hand(const ComputeCost& work, const Hardware& hardware) {
  HandCost cost;
  const auto measured = work.measured.find(hardware.name);
  if (measured != work.measured.end()) {
    cost.time = measured->second.time.value;
  } else if (work.macs->value > 0) {
    // The runtime gains nothing from what was pruned: it computes as if all of it were there.
    const double pruned = work.pruning ? work.pruning->pruned.value : 0;
    cost.time = (work.macs->value + pruned) / hardware.rate->value.value + hardware.overhead.value.value;
  }
  cost.energy = cost.time * hardware.power.compute->value.value;
  return cost;
}

struct HandTotal {
  double latency = 0;
  double device_energy = 0;
};

/// What is sent behind the first `cut` layers: every tensor that is made there, or fed in, and read behind.
double crossing(const NetworkProfile& network, std::size_t cut) {
  std::set<std::string> made{std::string(input_name)};
  std::map<std::string, double> bytes{{std::string(input_name), network.input.value}};
  std::set<std::string> read;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const LayerProfile& layer = network.layers[i];
    if (i < cut) {
      made.insert(layer.name);
      bytes[layer.name] = layer.output.value;
    } else if (layer.inputs.empty()) {
      read.insert(i == 0 ? std::string(input_name) : network.layers[i - 1].name);
    } else {
      read.insert(layer.inputs.begin(), layer.inputs.end());
    }
  }
  double sum = 0;
  for (const auto& name : read) {
    if (made.contains(name)) sum += bytes.at(name);
  }
  return sum;
}

/// A network cut after its first `cut` layers.
HandTotal by_hand(const NetworkProfile& network, std::size_t cut, const Hardware& device,
                  const Hardware& server) {
  HandTotal total;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const HandCost cost = by_hand(network.layers[i].cost, i < cut ? device : server);
    total.latency += cost.time;
    if (i < cut) total.device_energy += cost.energy;
  }
  if (cut == network.layers.size()) return total;
  const double bytes = crossing(network, cut);
  const RadioModel radio = plain_radio();
  total.latency += bytes * 8 / up_rate + latency + answer * 8 / down_rate + latency;
  total.device_energy +=
      radio.transmit.value.value * bytes * 8 / up_rate + radio.transmit_slope.value.value * bytes * 8;
  total.device_energy +=
      radio.receive.value.value * answer * 8 / down_rate + radio.receive_slope.value.value * answer * 8;
  return total;
}

Scenario unloaded(const NetworkUse& network, const Hardware& device, const Hardware& server) {
  Scenario scenario = idle_scenario();
  scenario.requests = 2;
  scenario.networks = {network};
  scenario.links.front().up = RateTrace::constant({up_rate});
  scenario.links.front().down = RateTrace::constant({down_rate});
  scenario.links.front().latency = {latency};
  scenario.servers.front().hardware = server;
  Deployment& devices = scenario.devices.front();
  devices.hardware = device;
  devices.network = network.name;
  devices.answer = Bytes{answer};
  devices.workload.arrivals = PeriodicArrivals{.period = {1000}, .phase = Seconds{}};
  return scenario;
}

Hardware with_powers(Hardware hardware) {
  hardware.power.idle = Figure<Watts>{{1.5}};
  hardware.power.compute = Figure<Watts>{{4.0}};
  return hardware;
}

}  // namespace

TEST_CASE("an unloaded request takes head and transfer and tail and answer and nothing else") {
  const Simulated run = simulated(idle_scenario(), cut_after({"a"}));
  // 1 MMAC / 10 MMAC/s; 6,000 B at 1 Mbps + 5 ms; 5 MMAC / 100 MMAC/s; 100 B at 2 Mbps + 5 ms.
  const double expected = 0.1 + (0.048 + 0.005) + 0.05 + (0.0004 + 0.005);
  REQUIRE(run.requests.rows() == 10);
  for (std::size_t row = 0; row < 10; ++row) {
    CHECK(run.requests.number(row, "latency_s") == doctest::Approx(expected).epsilon(1e-9));
  }
  CHECK(run.summary.number(0, "latency_mean_s") == doctest::Approx(expected).epsilon(1e-9));
}

TEST_CASE("an unloaded request uses computing power x time and the radio's constant and slope") {
  const Simulated run = simulated(idle_scenario(), cut_after({"a"}));
  CHECK(run.requests.number(0, "head_energy_j") == doctest::Approx(3.0 * 0.1).epsilon(1e-9));
  CHECK(run.requests.number(0, "transmit_energy_j") ==
        doctest::Approx(0.5 * 0.048 + 1e-7 * 48000).epsilon(1e-9));
  CHECK(run.requests.number(0, "receive_energy_j") ==
        doctest::Approx(0.25 * 0.0004 + 5e-8 * 800).epsilon(1e-9));
  CHECK(run.requests.number(0, "exit_energy_j") == 0.0);
}

TEST_CASE(
    "every cut of every network of the zoo has the latency and energy of its closed form when unloaded") {
  const Zoo zoo = Zoo::of_this_program();
  Reading reading(zoo, "");
  constexpr std::size_t step = step_when_sanitized(10);
  std::size_t cuts_tried = 0;
  for (const auto& name : zoo.names("networks")) {
    const NetworkUse network = zoo_network(name, reading);
    // Hardware on which the network was measured where there is one, else a board and a card of the
    // catalogue.
    const auto& measured = network.profile.layers.front().cost.measured;
    const std::string board = measured.contains("raspberry-pi-3") ? "raspberry-pi-3"
                              : measured.contains("cpu-3ghz")     ? "cpu-3ghz"
                                                                  : "raspberry-pi-4";
    const std::string card = measured.contains("cloud-8core") ? "cloud-8core"
                             : measured.empty()               ? "t4"
                                                              : board;
    const Hardware device = with_powers(zoo_hardware(board, reading));
    const Hardware server = with_powers(zoo_hardware(card, reading));
    const Scenario scenario = unloaded(network, device, server);
    for (std::size_t cut = 0; cut <= network.profile.layers.size(); cut += step) {
      const std::string layer = cut == 0 ? "input" : network.profile.layers[cut - 1].name;
      CAPTURE(name);
      CAPTURE(layer);
      const Simulated run = simulated(scenario, cut_after({layer}));
      const HandTotal expected = by_hand(network.profile, cut, device, server);
      for (std::size_t row = 0; row < 2; ++row) {
        CHECK(run.requests.number(row, "latency_s") == doctest::Approx(expected.latency).epsilon(1e-9));
      }
      CHECK(run.summary.number(0, "device_energy_mean_j") ==
            doctest::Approx(expected.device_energy).epsilon(1e-9));
      ++cuts_tried;
    }
  }
  CHECK(cuts_tried >= 3000 / step);
}

TEST_CASE("an exit that is looked at costs its head where its layer runs") {
  Scenario scenario = idle_scenario({"a", "b"});
  SampleTrace never_sure(3, true, false);
  never_sure.add({{.confidence = 0}, {.confidence = 0}, {.confidence = 1}});
  scenario.networks.front().samples = never_sure;
  const PolicyChoice look{.name = "confidence_exit",
                          .parameters = {{"threshold", 0.5}, {"cut", std::vector<std::string>{"a"}}}};
  const Simulated run = simulated(scenario, look);
  // Half a MMAC for exit 1 on the device, for exit 2 on the server.
  const double without = 0.1 + 0.053 + 0.05 + 0.0054;
  CHECK(run.requests.number(0, "latency_s") == doctest::Approx(without + 0.05 + 0.005).epsilon(1e-9));
  CHECK(run.requests.number(0, "exit_energy_j") == doctest::Approx(3.0 * 0.05).epsilon(1e-9));
  CHECK(run.requests.text(0, "exit") == "3");
}

TEST_CASE("a request over two hops takes what each place and each link takes") {
  Scenario scenario = idle_scenario();
  scenario.links.push_back({.name = "wire",
                            .up = RateTrace::constant({1e7}),
                            .down = RateTrace::constant({1e7}),
                            .latency = {0.02}});
  scenario.servers.push_back({.name = "cloud", .hardware = fast_server(), .load = 2.0});
  scenario.devices.front().path = {"air", "edge", "wire", "cloud"};
  const Simulated run = simulated(scenario, cut_after({"a", "b"}));
  const double up = 0.1 + 0.053 + 0.02 + (3000 * 8 / 1e7 + 0.02) + 2.0 * 0.03;
  const double down = (100 * 8 / 1e7 + 0.02) + 0.0054;
  CHECK(run.requests.number(0, "latency_s") == doctest::Approx(up + down).epsilon(1e-9));
  CHECK(run.requests.text(0, "place") == "cloud");
}
