#include "tests/support/small_world.hpp"

namespace splitscape::test {

NetworkProfile three_layers(const std::vector<std::string>& exits_after) {
  NetworkProfile network{.name = "abc", .input = {10000}};
  const auto layer = [](const char* name, double macs, double output) {
    return LayerProfile{.name = name,
                        .op = "conv",
                        .cost = {.macs = Macs{macs}, .parameters = 4, .weights = {16}},
                        .output = {output}};
  };
  network.layers = {layer("a", 1e6, 6000), layer("b", 2e6, 3000), layer("c", 3e6, 400)};
  for (const auto& after : exits_after) {
    network.exits.push_back({.after = after, .cost = {.macs = Macs{5e5}, .parameters = 2, .weights = {8}}});
  }
  return network;
}

Hardware slow_device() {
  Hardware hardware{.name = "slow", .rate = Figure<MacRate>{{1e7}}};
  hardware.power.idle = Figure<Watts>{{1.0}};
  hardware.power.compute = Figure<Watts>{{3.0}};
  return hardware;
}

Hardware fast_server() {
  Hardware hardware = slow_device();
  hardware.name = "fast";
  hardware.rate = Figure<MacRate>{{1e8}};
  return hardware;
}

RadioModel plain_radio() {
  RadioModel radio{.name = "plain"};
  radio.transmit.value = {0.5};
  radio.receive.value = {0.25};
  radio.transmit_slope.value = {1e-7};
  radio.receive_slope.value = {5e-8};
  return radio;
}

Scenario idle_scenario(const std::vector<std::string>& exits_after) {
  Scenario scenario{.name = "idle", .requests = 10};
  scenario.networks.push_back({.name = "abc", .profile = three_layers(exits_after)});
  scenario.links.push_back({.name = "air",
                            .up = RateTrace::constant({1e6}),
                            .down = RateTrace::constant({2e6}),
                            .latency = {0.005},
                            .radio = plain_radio()});
  scenario.servers.push_back({.name = "edge", .hardware = fast_server()});
  Deployment devices{.name = "sensors", .hardware = slow_device(), .network = "abc", .path = {"air", "edge"}};
  devices.workload.arrivals = PeriodicArrivals{.period = {10}, .phase = Seconds{}};
  devices.answer = Bytes{100};
  scenario.devices.push_back(devices);
  return scenario;
}

SampleTrace always_right(std::size_t exits) {
  SampleTrace samples(exits, true, false);
  samples.add(std::vector<ExitOutcome>(exits, {.confidence = 0, .correct = Correctness::right}));
  return samples;
}

PolicyChoice cut_after(const std::vector<std::string>& layers) {
  return {.name = "fixed_cut", .parameters = {{"cut", layers}}};
}

}  // namespace splitscape::test
