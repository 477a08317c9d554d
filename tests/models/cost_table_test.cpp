#include "models/cost_table.hpp"

#include <doctest/doctest.h>

#include <random>
#include <stdexcept>

#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

CostTable on_the_device(const NetworkProfile& profile, const Hardware& hardware) {
  return {NetworkGraph(profile), {&hardware}};
}

/// A chain with random work, some of it measured on the slow device.
NetworkProfile random_chain(std::mt19937_64& random) {
  NetworkProfile profile{.name = "chain", .input = {1000}};
  for (std::size_t i = 0; i < 20; ++i) {
    LayerProfile layer{.name = std::to_string(i), .op = "conv", .output = {100}};
    layer.cost.macs = Macs{static_cast<double>(random() % 1000000)};
    if (random() % 3 == 0) {
      const double time = static_cast<double>(random() % 1000) / 1e4;
      layer.cost.measured["slow"] = {.time = {time}, .energy = Joules{2 * time}};
    }
    profile.layers.push_back(layer);
  }
  return profile;
}

}  // namespace

TEST_CASE("a run of layers costs at each place what its layers cost there") {
  const Hardware slow = slow_device();
  const Hardware fast = fast_server();
  const CostTable table(NetworkGraph(three_layers()), {&slow, &fast});
  REQUIRE(table.places() == 2);
  REQUIRE(table.layers() == 3);
  CHECK(table.hardware(0).name == "slow");
  CHECK(table.hardware(1).name == "fast");
  // Layers of 1, 2 and 3 MMAC at 10 and 100 MMAC/s and 3 W.
  CHECK(table.time(0, 0, 3).value == doctest::Approx(0.6));
  CHECK(table.time(0, 1, 2).value == doctest::Approx(0.2));
  CHECK(table.time(1, 1, 3).value == doctest::Approx(0.05));
  CHECK(table.energy(0, 0, 3).value == doctest::Approx(1.8));
  CHECK(table.energy(1, 1, 3).value == doctest::Approx(0.15));
}

TEST_CASE("times and energies of any run are the sums over its layers") {
  std::mt19937_64 random(1);
  const Hardware slow = slow_device();
  const Hardware fast = fast_server();
  for (int trial = 0; trial < 20; ++trial) {
    const NetworkGraph network(random_chain(random));
    const CostTable table(network, {&slow, &fast});
    for (std::size_t place = 0; place < 2; ++place) {
      for (std::size_t first = 0; first <= 20; ++first) {
        Seconds time{};
        Joules energy{};
        for (std::size_t last = first; last <= 20; ++last) {
          CHECK(table.time(place, first, last).value == doctest::Approx(time.value).epsilon(1e-9));
          CHECK(table.energy(place, first, last).value == doctest::Approx(energy.value).epsilon(1e-9));
          if (last == 20) break;
          const Cost next = cost_on(network.layers()[last].cost, table.hardware(place)).value();
          time += next.time;
          energy += next.energy.value();
        }
      }
    }
  }
}

TEST_CASE("an exit head costs its own and is in no run of layers") {
  const CostTable table = on_the_device(three_layers({"a", "b"}), slow_device());
  // Half a MMAC each.
  CHECK(table.exit_time(0, 1).value == doctest::Approx(0.05));
  CHECK(table.exit_time(0, 2).value == doctest::Approx(0.05));
  CHECK(table.exit_energy(0, 1).value == doctest::Approx(0.15));
  CHECK(table.time(0, 0, 3).value == doctest::Approx(0.6));
}

TEST_CASE("a table knows what crosses its cuts") {
  const CostTable table = on_the_device(three_layers(), slow_device());
  CHECK(table.network().profile().name == "abc");
  CHECK(table.crossing(0).value == 10000);
  CHECK(table.crossing(1).value == 6000);
  CHECK(table.crossing(3).value == 0);
}

TEST_CASE("energies of a place are zero where one of them is unknown") {
  Hardware powerless = slow_device();
  powerless.power.compute.reset();
  NetworkProfile profile = three_layers({"a"});
  for (auto& layer : profile.layers) layer.cost.measured["slow"] = {.time = {1}, .energy = Joules{2}};

  // Of the exit head only the time can be told.
  const CostTable unknown = on_the_device(profile, powerless);
  CHECK_FALSE(unknown.knows_energy(0));
  CHECK(unknown.energy(0, 0, 3).value == 0);
  CHECK(unknown.exit_energy(0, 1).value == 0);
  CHECK(unknown.exit_time(0, 1).value == doctest::Approx(0.05));

  profile.exits[0].cost.measured["slow"] = {.time = {1}, .energy = Joules{4}};
  const CostTable known = on_the_device(profile, powerless);
  CHECK(known.knows_energy(0));
  CHECK(known.energy(0, 0, 3).value == 6);
  CHECK(known.exit_energy(0, 1).value == 4);

  profile.layers[1].cost.measured["slow"].energy.reset();
  CHECK_FALSE(on_the_device(profile, powerless).knows_energy(0));
}

TEST_CASE("a place is measured where every layer is") {
  const Hardware slow = slow_device();
  const Hardware fast = fast_server();
  NetworkProfile profile = three_layers();
  profile.layers[0].cost.measured["slow"] = {.time = {1}};
  profile.layers[1].cost.measured["slow"] = {.time = {1}};
  CHECK_FALSE(on_the_device(profile, slow).measured(0));
  profile.layers[2].cost.measured["slow"] = {.time = {1}};
  const CostTable table(NetworkGraph(profile), {&slow, &fast});
  CHECK(table.measured(0));
  CHECK_FALSE(table.measured(1));
}

TEST_CASE("a table tells by how much layers exceed the memory of a place") {
  Hardware small = slow_device();
  small.memory = Figure<Bytes>{{9000}};
  const CostTable table = on_the_device(three_layers(), small);
  // Weights of 16 bytes a layer; activations of 16,000, 9,000 and 3,400 bytes.
  CHECK(table.shortfall(0, 0, 3).value().value == 48 + 16000 - 9000);
  CHECK(table.shortfall(0, 1, 2).value().value == 16);
  CHECK(table.shortfall(0, 2, 3) == std::nullopt);
}

TEST_CASE("a layer that is neither measured nor counted is refused") {
  NetworkProfile profile = three_layers();
  profile.layers[1].cost.macs.reset();
  CHECK_THROWS_WITH_AS(on_the_device(profile, slow_device()),
                       "layer 'b' of network 'abc' was not measured on 'slow' and cannot be estimated: "
                       "it has no multiply-accumulates",
                       std::invalid_argument);
}

TEST_CASE("an exit head that is neither measured nor counted is refused") {
  NetworkProfile profile = three_layers({"a", "b"});
  profile.exits[1].cost.macs.reset();
  CHECK_THROWS_WITH_AS(on_the_device(profile, slow_device()),
                       "exit 2 of network 'abc' was not measured on 'slow' and cannot be estimated: "
                       "it has no multiply-accumulates",
                       std::invalid_argument);
}

TEST_CASE("a hardware without a rate is refused where a layer was not measured on it") {
  Hardware hardware = slow_device();
  hardware.rate.reset();
  CHECK_THROWS_WITH_AS(on_the_device(three_layers(), hardware),
                       "layer 'a' of network 'abc' was not measured on 'slow' and cannot be estimated: "
                       "the hardware has no effective rate",
                       std::invalid_argument);
}

TEST_CASE("the places of a deployment are its device and the servers of its path") {
  Scenario scenario = idle_scenario();
  scenario.links.push_back({.name = "fibre", .up = RateTrace::constant({1e9})});
  Hardware far = fast_server();
  far.name = "far";
  scenario.servers.push_back({.name = "cloud", .hardware = far});
  scenario.devices[0].path = {"air", "edge", "fibre", "cloud"};
  const CostTable table = cost_table(scenario, scenario.devices[0]);
  REQUIRE(table.places() == 3);
  CHECK(table.hardware(0).name == "slow");
  CHECK(table.hardware(1).name == "fast");
  CHECK(table.hardware(2).name == "far");
}

TEST_CASE("the load of a server is not in the table") {
  Scenario scenario = idle_scenario();
  scenario.servers[0].load = 4;
  CHECK(cost_table(scenario, scenario.devices[0]).time(1, 0, 3).value == doctest::Approx(0.06));
}

// ---- bottlenecks

namespace {

/// Encoders of 1 MMAC and decoders of 2 MMAC at the input and after a; .1 and .2 s on the slow device.
NetworkProfile encoded() {
  NetworkProfile profile = three_layers();
  for (const char* after : {"input", "a"}) {
    profile.bottlenecks.push_back({.after = after,
                                   .ratio = 0.5,
                                   .encoder = {.macs = Macs{1e6}, .weights = {100}},
                                   .decoder = {.macs = Macs{2e6}, .weights = {200}}});
  }
  return profile;
}

}  // namespace

TEST_CASE("the place in front of a cut encodes and the place behind it decodes") {
  const Hardware slow = slow_device();
  const Hardware fast = fast_server();
  const CostTable table(NetworkGraph(encoded()), {&slow, &fast});
  CHECK(table.encoder_time(0, 0, 1).value == doctest::Approx(0.1));
  CHECK(table.encoder_energy(0, 0, 1).value == doctest::Approx(0.3));
  CHECK(table.decoder_time(1, 1, 3).value == doctest::Approx(0.02));
  CHECK(table.decoder_energy(1, 1, 3).value == doctest::Approx(0.06));
  // Layer a: .1 s; layers b and c: .05 s.
  CHECK(table.visit_time(0, 0, 1).value == doctest::Approx(0.2));
  CHECK(table.visit_energy(0, 0, 1).value == doctest::Approx(0.6));
  CHECK(table.visit_time(1, 1, 3).value == doctest::Approx(0.07));
  CHECK(table.time(0, 0, 1).value == doctest::Approx(0.1));
}

TEST_CASE("nothing is encoded where nothing is cut or where there is no bottleneck") {
  const Hardware slow = slow_device();
  const Hardware fast = fast_server();
  const CostTable table(NetworkGraph(encoded()), {&slow, &fast});
  CHECK(table.encoder_time(0, 0, 3).value == 0);
  CHECK(table.decoder_time(0, 0, 3).value == 0);
  CHECK(table.encoder_time(0, 0, 2).value == 0);
  CHECK(table.decoder_time(1, 2, 3).value == 0);
  CHECK(table.visit_time(0, 0, 3).value == table.time(0, 0, 3).value);
}

TEST_CASE("the device encodes the input that it sends and only who computes decodes it") {
  const Hardware slow = slow_device();
  const Hardware fast = fast_server();
  const CostTable table(NetworkGraph(encoded()), {&slow, &fast, &fast});
  CHECK(table.visit_time(0, 0, 0).value == doctest::Approx(0.1));
  CHECK(table.visit_time(1, 0, 0).value == 0);  // passes it on
  CHECK(table.visit_time(2, 0, 3).value == doctest::Approx(0.02 + 0.06));
  // A place in between decodes and encodes: .02 for the decoder, .01 for layer a, .01 for the encoder.
  CHECK(table.visit_time(1, 0, 1).value == doctest::Approx(0.04));
  CHECK(table.visit_time(1, 1, 1).value == 0);
}

TEST_CASE("weights of encoders and decoders count where they run") {
  Hardware slow = slow_device();
  slow.memory = Figure<Bytes>{{16016}};  // layer a with its input and output
  Hardware fast = fast_server();
  fast.memory = Figure<Bytes>{{9032}};  // layers b and c
  const CostTable table(NetworkGraph(encoded()), {&slow, &fast});
  CHECK(table.shortfall(0, 0, 1)->value == 100);
  CHECK(table.shortfall(1, 1, 3)->value == 200);
  CHECK(!table.shortfall(1, 2, 3));
  const CostTable alone(NetworkGraph(encoded()), {&slow});
  CHECK(!alone.shortfall(0, 0, 1));
}

TEST_CASE("an encoder whose cost is not known is refused with its name where it may run") {
  NetworkProfile profile = three_layers();
  profile.bottlenecks.push_back({.after = "b", .encoder = {.parameters = 3}});
  const Hardware slow = slow_device();
  const Hardware fast = fast_server();
  CHECK_THROWS_WITH_AS(CostTable(NetworkGraph(profile), {&slow, &fast}),
                       "the encoder after 'b' of network 'abc' was not measured on 'slow' and cannot be "
                       "estimated: it has no multiply-accumulates",
                       std::invalid_argument);
  CHECK_NOTHROW(CostTable(NetworkGraph(profile), {&slow}));
  profile.bottlenecks.front().encoder = {};
  profile.bottlenecks.front().decoder = {.parameters = 3};
  CHECK_THROWS_WITH_AS(CostTable(NetworkGraph(profile), {&slow, &fast}),
                       "the decoder after 'b' of network 'abc' was not measured on 'fast' and cannot be "
                       "estimated: it has no multiply-accumulates",
                       std::invalid_argument);
}

TEST_CASE("an encoder that costs nothing leaves what is known of a board's energy as it is") {
  NetworkProfile profile = three_layers();
  for (LayerProfile& layer : profile.layers) layer.cost.measured["slow"] = {.time = {1}, .energy = Joules{2}};
  profile.bottlenecks.push_back({.after = "b", .ratio = 0.5});
  Hardware slow = slow_device();
  slow.power = {};
  const Hardware fast = fast_server();
  CHECK(CostTable(NetworkGraph(profile), {&slow, &fast}).knows_energy(0));
  CHECK(CostTable(NetworkGraph(profile), {&slow, &fast}).measured(0));
  profile.bottlenecks.front().encoder.macs = Macs{1};
  CHECK_FALSE(CostTable(NetworkGraph(profile), {&slow, &fast}).knows_energy(0));
  CHECK_FALSE(CostTable(NetworkGraph(profile), {&slow, &fast}).measured(0));
}

TEST_CASE("of bottlenecks to choose from the chosen one is encoded and decoded and held in memory") {
  NetworkProfile profile = three_layers();
  profile.bottlenecks = {{.after = "a", .name = "plain", .ratio = 0.25},
                         {.after = "a",
                          .name = "student",
                          .ratio = 0.1,
                          .encoder = {.macs = Macs{1e5}, .weights = {500}},
                          .decoder = {.macs = Macs{2e6}, .weights = {700}},
                          .accuracy_change = -0.02,
                          .replaces_head = true}};
  Hardware device = slow_device();
  device.memory = Figure<Bytes>{{0}};
  Hardware server = fast_server();
  server.memory = Figure<Bytes>{{0}};
  const CostTable table(NetworkGraph(profile), {&device, &server});
  CHECK(table.visit_time(0, 0, 1).value == doctest::Approx(0.1).epsilon(1e-12));
  CHECK(table.visit_time(0, 0, 1, {.behind = 1}).value == doctest::Approx(0.1).epsilon(1e-12));
  CHECK(table.visit_time(0, 0, 1, {.behind = 2}).value == doctest::Approx(0.01).epsilon(1e-12));
  CHECK(table.visit_energy(0, 0, 1, {.behind = 2}).value == doctest::Approx(0.03).epsilon(1e-12));
  CHECK(table.visit_time(1, 1, 3, {.before = 2}).value == doctest::Approx(0.02 + 0.05).epsilon(1e-12));
  CHECK(table.crossing(1, 2).value == doctest::Approx(600).epsilon(1e-12));
  CHECK(table.accuracy_change(1, 2) == -0.02);
  CHECK(table.accuracy_change(1) == 0);
  CHECK(table.replaces_head(1, 2));
  CHECK_FALSE(table.replaces_head(1, 1));
  CHECK_FALSE(table.replaces_head(1, 0));
  // Layer a: 16 B of weights, 10,000 + 6,000 B of tensors. The student: 500 B, the input and what it sends.
  CHECK(table.shortfall(0, 0, 1)->value == 16016);
  CHECK(table.shortfall(0, 0, 1, {.behind = 1})->value == 16016);
  CHECK(table.shortfall(0, 0, 1, {.behind = 2})->value == doctest::Approx(500 + 10000 + 600).epsilon(1e-12));
  CHECK(table.shortfall(1, 1, 3, {.before = 2})->value ==
        doctest::Approx(table.shortfall(1, 1, 3)->value + 700).epsilon(1e-12));
}
