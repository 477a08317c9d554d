#include "models/consistency.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <string>

#include "models/memory.hpp"
#include "tests/models/contradictions_in.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("the description of a sound scenario does not contradict itself") {
  CHECK(contradictions_in(idle_scenario()) == "");
  CHECK(contradictions_in(idle_scenario({"a", "b"})) == "");
  CHECK(contradictions_in(two_hops()) == "");
}

TEST_CASE("a device alone needs neither links nor servers") {
  Scenario scenario = idle_scenario();
  scenario.devices[0].path.clear();
  scenario.links.clear();
  scenario.servers.clear();
  CHECK(contradictions_in(scenario) == "");
}

// ---- when a run ends

TEST_CASE("a scenario must say when arrivals stop") {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  CHECK(contradictions_in(scenario) == ": either 'duration' or 'requests' must say when arrivals stop");
  scenario.duration = Seconds{60};
  CHECK(contradictions_in(scenario) == "");
}

TEST_CASE("time stamps say when arrivals stop where all devices have them") {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  scenario.devices.push_back(scenario.devices[0]);
  scenario.devices[1].name = "cameras";
  scenario.devices[0].workload.arrivals = TimestampArrivals{.times = {{1}, {2}, {2}}};
  CHECK(contradictions_in(scenario) == ": either 'duration' or 'requests' must say when arrivals stop");
  scenario.devices[1].workload.arrivals = TimestampArrivals{.times = {{5}}};
  CHECK(contradictions_in(scenario) == "");
}

TEST_CASE("a run can be cut only at the end of a duration") {
  Scenario scenario = idle_scenario();
  scenario.at_end = AtEnd::cut;
  CHECK(contradictions_in(scenario) == "at_end: 'at_end: cut' needs a 'duration'");
  scenario.duration = Seconds{60};
  CHECK(contradictions_in(scenario) == "");
}

TEST_CASE("a warm-up must leave something to measure") {
  Scenario scenario = idle_scenario();
  scenario.duration = Seconds{60};
  scenario.warmup = {60};
  CHECK(contradictions_in(scenario) ==
        "warmup: the warm-up of 60 s leaves nothing of the duration of 60 s to measure");
  scenario.warmup = {59.5};
  CHECK(contradictions_in(scenario) == "");
}

// ---- networks

TEST_CASE("the defects of a network are contradictions") {
  Scenario scenario = idle_scenario();
  scenario.networks[0].profile.layers[1].inputs = {"x"};
  scenario.networks[0].profile.layers[2].inputs = {"y"};
  CHECK(contradictions_in(scenario) ==
        "networks.abc: layer 'b' reads 'x', which is no layer\n"
        "networks.abc: layer 'c' reads 'y', which is no layer");
}

TEST_CASE("samples must be of a network with as many exits") {
  Scenario scenario = idle_scenario({"a"});
  scenario.networks[0].samples = trace_from_shares({.shares = {0.25, 0.25, 0.5}, .rows = 4});
  CHECK(contradictions_in(scenario) ==
        "networks.abc.samples: the samples have 3 exits, network 'abc' has 2 (the end counts as one)");
  scenario.networks[0].samples = trace_from_shares({.shares = {0.5, 0.5}, .rows = 4});
  CHECK(contradictions_in(scenario) == "");
}

TEST_CASE("a sample trace must have samples") {
  Scenario scenario = idle_scenario();
  scenario.networks[0].samples = SampleTrace(1, true, true);
  CHECK(contradictions_in(scenario) == "networks.abc.samples: there are no samples");
}

TEST_CASE("a calibration part has samples and leaves some") {
  Scenario scenario = idle_scenario({"a"});
  NetworkUse& network = scenario.networks[0];
  network.samples = trace_from_shares({.shares = {0.5, 0.5}, .rows = 4});
  network.calibration = 0.5;
  CHECK(contradictions_in(scenario) == "");
  network.calibration = 0.1;
  CHECK(contradictions_in(scenario) ==
        "networks.abc.samples: a calibration part of 10 % of 4 samples leaves none for calibration");
  network.calibration = 0.9;
  CHECK(contradictions_in(scenario) ==
        "networks.abc.samples: a calibration part of 90 % of 4 samples leaves none for requests");
  network.calibration = -1;
  CHECK(contradictions_in(scenario) ==
        "networks.abc.samples: the share of the samples that is set apart must lie between 0 % and 100 %");
}

// ---- links

TEST_CASE("the defects of a rate trace are contradictions of its direction") {
  Scenario scenario = idle_scenario();
  scenario.links[0].up = RateTrace::constant({-1});
  scenario.links[0].down = {};
  CHECK(contradictions_in(scenario) ==
        "links.air.up: step 1 of the trace has the rate -1 bit/s\n"
        "links.air.down: a rate trace needs at least one step");
}

TEST_CASE("a half-duplex link has one rate") {
  Scenario scenario = idle_scenario();
  scenario.links[0].duplex = Duplex::half;
  CHECK(contradictions_in(scenario) ==
        "links.air.duplex: a half-duplex link has one medium and so one rate: give the same 'up' and 'down'");
  scenario.links[0].down = scenario.links[0].up;
  CHECK(contradictions_in(scenario) == "");
}

TEST_CASE("only a shared medium has cells") {
  Scenario scenario = idle_scenario();
  scenario.links[0].cells = 2;
  CHECK(contradictions_in(scenario) ==
        "links.air.cells: only a shared medium has cells: with 'medium: own' every device has its own link");
  scenario.links[0].medium = Medium::shared;
  CHECK(contradictions_in(scenario) == "");
}

// ---- servers

TEST_CASE("a processor-sharing server has no batches") {
  Scenario scenario = idle_scenario();
  scenario.servers[0].batching.largest = 2;
  CHECK(contradictions_in(scenario) == "");
  scenario.servers[0].discipline = Discipline::processor_sharing;
  CHECK(contradictions_in(scenario) ==
        "servers.edge.batch: a processor-sharing server runs requests at once, not in batches");
}

TEST_CASE("a processor-sharing server has no queue to bound") {
  Scenario scenario = idle_scenario();
  scenario.servers[0].queue = 0;
  CHECK(contradictions_in(scenario) == "");
  scenario.servers[0].discipline = Discipline::processor_sharing;
  CHECK(contradictions_in(scenario) ==
        "servers.edge.queue: a processor-sharing server has no queue to bound");
}

TEST_CASE("a larger batch takes no less time than a smaller one") {
  Scenario scenario = idle_scenario();
  auto& times = scenario.servers[0].batching.relative_time;
  times = {{1, 1.0}, {4, 2.5}, {8, 2.5}};
  CHECK(contradictions_in(scenario) == "");
  times = {{4, 2.5}, {8, 2.25}};
  CHECK(contradictions_in(scenario) ==
        "servers.edge.batch.time: a batch of 8 takes 2.25 times one request, less than a batch of 4 (2.5)");
  times = {{2, 0.5}};
  CHECK(contradictions_in(scenario) ==
        "servers.edge.batch.time: a batch of 2 takes 0.5 times one request, less than a batch of 1 (1)");
}

TEST_CASE("a batch of one takes the time of one") {
  Scenario scenario = idle_scenario();
  for (const double time : {0.5, 1.5}) {
    scenario.servers[0].batching.relative_time = {{1, time}, {4, 2.5}};
    CHECK(contradictions_in(scenario) == "servers.edge.batch.time: a batch of 1 takes 1 times one request");
  }
}

// ---- devices

TEST_CASE("a scenario needs devices") {
  Scenario scenario = idle_scenario();
  scenario.devices.clear();
  CHECK(contradictions_in(scenario) == "devices: a scenario needs at least one group of devices");
}

TEST_CASE("a device runs a network that is there") {
  Scenario scenario = idle_scenario();
  scenario.devices[0].network = "abd";
  CHECK(contradictions_in(scenario) ==
        "devices.sensors.network: there is no network 'abd'; did you mean 'abc'?");
  scenario.networks.clear();
  CHECK(contradictions_in(scenario) == "devices.sensors.network: there is no network 'abd'");
}

TEST_CASE("time stamps must not fall") {
  Scenario scenario = idle_scenario();
  scenario.devices[0].workload.arrivals = TimestampArrivals{.times = {{1}, {3}, {2}}};
  CHECK(contradictions_in(scenario) == "devices.sensors.arrivals: the time stamps must not fall");
}

TEST_CASE("arrivals from time stamps need some") {
  Scenario scenario = idle_scenario();
  scenario.devices[0].workload.arrivals = TimestampArrivals{};
  CHECK(contradictions_in(scenario) == "devices.sensors.arrivals: there are no time stamps");
}

// ---- costs and memories

TEST_CASE("a price is not negative") {
  Scenario scenario = idle_scenario();
  scenario.servers[0].price = ServerPrice{.hour = -1};
  CHECK(contradictions_in(scenario) == "servers.edge.price: must not be negative");
}

TEST_CASE("the cost of every layer must be known at every place of a path") {
  Scenario scenario = two_hops();
  scenario.servers[1].hardware.name = "far";
  scenario.servers[1].hardware.rate.reset();
  CHECK(contradictions_in(scenario) ==
        "devices.sensors.network: layer 'a' of network 'abc' was not measured on 'far' and cannot be "
        "estimated: the hardware has no effective rate");
}

TEST_CASE("a network must fit the memories along its path") {
  Scenario scenario = idle_scenario();
  // 48 bytes of weights and 16,000 of activations, which is what layer a needs in any case.
  limit_memory(scenario.devices[0].hardware, 15000);
  CHECK(contradictions_in(scenario) == "");
  limit_memory(scenario.servers[0].hardware, 15000);
  CHECK(contradictions_in(scenario) ==
        "devices.sensors.network: network 'abc' does not fit the memory of 'slow', by 1048 bytes, "
        "and no cut along the path helps");
}

TEST_CASE("memories are too small exactly where no two cuts place the layers") {
  std::mt19937_64 random(1);
  const NetworkGraph network(three_layers());
  int too_small = 0;
  for (int trial = 0; trial < 300; ++trial) {
    Scenario scenario = two_hops();
    Hardware& device = scenario.devices[0].hardware;
    Hardware& edge = scenario.servers[0].hardware;
    Hardware& cloud = scenario.servers[1].hardware;
    // Around what the layers need: 16,016, 9,016 and 3,416 bytes.
    for (Hardware* hardware : {&device, &edge, &cloud}) {
      limit_memory(*hardware, static_cast<double>(random() % 18) * 1000 + 40);
    }
    bool fits = false;
    for (std::size_t first = 0; first <= 3; ++first) {
      for (std::size_t second = first; second <= 3; ++second) {
        fits = fits || (!shortfall(memory_need(network, 0, first), device) &&
                        !shortfall(memory_need(network, first, second), edge) &&
                        !shortfall(memory_need(network, second, 3), cloud));
      }
    }
    CHECK(contradictions(scenario).empty() == fits);
    too_small += fits ? 0 : 1;
  }
  // Both cases have come up.
  CHECK(too_small > 30);
  CHECK(too_small < 270);
}

TEST_CASE("a network fits where a place holds its layers with the decoder and the encoder that they need") {
  // Layers a, b, c need 16,016, 9,016 and 3,416 bytes.
  const auto fits = [](double device, double edge, double encoder, double decoder) {
    Scenario scenario = two_hops();
    scenario.networks.front().profile.bottlenecks.push_back(
        {.after = "a",
         .encoder = {.macs = Macs{1}, .weights = {encoder}},
         .decoder = {.macs = Macs{1}, .weights = {decoder}}});
    limit_memory(scenario.devices[0].hardware, device);
    limit_memory(scenario.servers[0].hardware, edge);
    limit_memory(scenario.servers[1].hardware, 3416);
    return contradictions(scenario).empty();
  };
  CHECK(fits(16016, 9016, 0, 0));
  CHECK(!fits(16016, 9016, 1, 0));
  CHECK(fits(16017, 9016, 1, 0));
  CHECK(!fits(16016, 9016, 0, 1));
  CHECK(fits(16016, 9017, 0, 1));
  // With b on the device as well nothing is encoded, so that too heavy an encoder does no harm.
  CHECK(fits(16032, 3416, 1e9, 1e9));
}

// ---- numbers

TEST_CASE("numbers that a loader would not let pass are contradictions of scenarios made in C++") {
  const double nan = std::nan("");
  const double infinity = HUGE_VAL;
  const auto with = [](auto&& change) {
    Scenario scenario = idle_scenario();
    scenario.links[0].radio = plain_radio();
    change(scenario);
    return contradictions_in(scenario);
  };
  const auto positive = [](const std::string& where) { return where + ": must be positive"; };
  const auto not_negative = [](const std::string& where) { return where + ": must not be negative"; };
  for (const double wrong : {-1.0, nan, infinity}) {
    CAPTURE(wrong);
    CHECK(with([&](auto& s) { s.warmup = {wrong}; }) == not_negative("warmup"));
    CHECK(with([&](auto& s) { s.links[0].latency = {wrong}; }) == not_negative("links.air.latency"));
    CHECK(with([&](auto& s) { s.links[0].radio->idle.value = {wrong}; }) ==
          "links.air.radio: a power must not be negative");
    CHECK(with([&](auto& s) { s.links[0].radio->transmit_slope.value = {wrong}; }) ==
          "links.air.radio: a slope must not be negative");
    CHECK(with([&](auto& s) { s.servers[0].batching.wait = {wrong}; }) ==
          not_negative("servers.edge.batch.wait"));
    CHECK(with([&](auto& s) { s.servers[0].load = wrong; }) == "servers.edge.load: must be at least 1");
    CHECK(with([&](auto& s) { s.servers[0].variation.coefficient = wrong; }) ==
          not_negative("servers.edge.variation"));
    CHECK(with([&](auto& s) { s.servers[0].hardware.overhead.value = {wrong}; }) ==
          not_negative("servers.edge.hardware.overhead"));
    CHECK(with([&](auto& s) { s.servers[0].hardware.memory_rate = Figure<BitRate>{{wrong}}; }) ==
          positive("servers.edge.hardware.memory_rate"));
    CHECK(with([&](auto& s) {
            s.devices[0].hardware.speedups[WeightFormat::n_m] = {.kind = SpeedupCurve::Kind::measured,
                                                                 .points = {{wrong, 2}}};
          }).starts_with("devices.sensors.hardware.speedups.n_m: a density of "));
    CHECK(with([&](auto& s) { s.devices[0].hardware.power.compute = Figure<Watts>{{wrong}}; }) ==
          not_negative("devices.sensors.hardware.power.compute"));
    CHECK(with([&](auto& s) { s.devices[0].battery = Joules{wrong}; }) ==
          positive("devices.sensors.battery"));
    CHECK(with([&](auto& s) { s.devices[0].answer = Bytes{wrong}; }) ==
          not_negative("devices.sensors.answer"));
    CHECK(with([&](auto& s) { s.devices[0].variation.coefficient = wrong; }) ==
          not_negative("devices.sensors.variation"));
    CHECK(with([&](auto& s) { s.devices[0].workload.deadline = Seconds{wrong}; }) ==
          positive("devices.sensors.deadline"));
    CHECK(with([&](auto& s) { s.devices[0].workload.arrivals = PoissonArrivals{{wrong}}; }) ==
          "devices.sensors.arrivals: the rate must be positive");
    CHECK(with([&](auto& s) { s.devices[0].workload.arrivals = PeriodicArrivals{{wrong}}; }) ==
          "devices.sensors.arrivals: the period must be positive");
    CHECK(with([&](auto& s) { s.devices[0].workload.arrivals = ClosedLoopArrivals{{wrong}}; }) ==
          "devices.sensors.arrivals: the think time must not be negative");
    CHECK(with([&](auto& s) {
            s.devices[0].workload.arrivals = TimestampArrivals{.times = {{wrong}}};
          }).starts_with("devices.sensors.arrivals: time stamps must not be negative"));
  }
  for (const double wrong : {0.0, -1.0, nan, infinity}) {
    CAPTURE(wrong);
    CHECK(with([&](auto& s) { s.duration = Seconds{wrong}; }).find(positive("duration")) !=
          std::string::npos);
    CHECK(with([&](auto& s) {
            s.devices[0].hardware.rate = Figure<MacRate>{{wrong}};
          }).starts_with(positive("devices.sensors.hardware.rate")));
  }
  CHECK(with([](auto& s) { s.requests = 0; }) == positive("requests"));
  CHECK(with([](auto& s) { s.links[0].cells = 0; }).starts_with(positive("links.air.cells")));
  CHECK(with([](auto& s) { s.servers[0].count = 0; }) == positive("servers.edge.count"));
  CHECK(with([](auto& s) { s.servers[0].slots = 0; }) == positive("servers.edge.slots"));
  CHECK(with([](auto& s) { s.servers[0].batching.largest = 0; }) == positive("servers.edge.batch.largest"));
  CHECK(with([](auto& s) {
          s.servers[0].batching.relative_time = {{0, 1.0}};
        }) == "servers.edge.batch.time: sizes are positive and times not negative");
  CHECK(with([](auto& s) { s.devices[0].count = 0; }) == positive("devices.sensors.count"));
}

// ---- names

TEST_CASE("a name is taken once in its section") {
  const Scenario scenario = idle_scenario();
  Scenario networks = scenario;
  networks.networks.push_back(scenario.networks[0]);
  CHECK(contradictions_in(networks) == "networks.abc: the name 'abc' is taken twice");
  Scenario links = scenario;
  links.links.push_back(scenario.links[0]);
  CHECK(contradictions_in(links) == "links.air: the name 'air' is taken twice");
  Scenario servers = scenario;
  servers.servers.push_back(scenario.servers[0]);
  CHECK(contradictions_in(servers) == "servers.edge: the name 'edge' is taken twice");
  Scenario devices = scenario;
  devices.devices.push_back(scenario.devices[0]);
  CHECK(contradictions_in(devices) == "devices.sensors: the name 'sensors' is taken twice");
}

TEST_CASE("all contradictions are told at once") {
  Scenario scenario = idle_scenario();
  scenario.at_end = AtEnd::cut;
  scenario.links[0].cells = 2;
  scenario.devices[0].network = "xyz";
  scenario.devices[0].path[1] = "egde";
  CHECK(contradictions_in(scenario) ==
        "at_end: 'at_end: cut' needs a 'duration'\n"
        "links.air.cells: only a shared medium has cells: with 'medium: own' every device has its own link\n"
        "devices.sensors.network: there is no network 'xyz'; there is: abc\n"
        "devices.sensors.path.1: place 2 of a path is a server; there is no server 'egde'; "
        "did you mean 'edge'?");
}
