// What an encoder and a decoder around a cut do to a simulated request, against sums written out here.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/program.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Encoder and decoder times on the slow device, ratios and changes, by position of the cut.
struct Codec {
  double encode = 0;
  double decode = 0;
  double ratio = 1;
  double change = 0;
};
const std::vector<Codec> codecs{{0.01, 0.02, 0.3, -0.01}, {0.03, 0.05, 0.1, -0.02}, {0.07, 0.11, 0.6, 0.005}};

constexpr double slow_rate = 1e7;
constexpr double speed_of_server = 10;  // slow_device() against fast_server()
const std::vector<std::string> names{"input", "a", "b", "c"};
const std::vector<double> tensors{10000, 6000, 3000};
const std::vector<double> layer_times{0.1, 0.2, 0.3};

/// The small world with a bottleneck at every cut.
NetworkProfile encoded_everywhere(const std::vector<std::string>& exits_after = {}) {
  NetworkProfile network = three_layers(exits_after);
  for (std::size_t k = 0; k < codecs.size(); ++k) {
    network.bottlenecks.push_back({.after = names[k],
                                   .ratio = codecs[k].ratio,
                                   .encoder = {.macs = Macs{codecs[k].encode * slow_rate}},
                                   .decoder = {.macs = Macs{codecs[k].decode * slow_rate}},
                                   .accuracy_change = codecs[k].change});
  }
  return network;
}

Scenario one_hop() {
  Scenario scenario = idle_scenario();
  scenario.requests = 2;
  scenario.networks.front().profile = encoded_everywhere();
  scenario.networks.front().samples = always_right(1);
  return scenario;
}

Scenario two_hops() {
  Scenario scenario = one_hop();
  scenario.links.push_back({.name = "wire",
                            .up = RateTrace::constant({1e7}),
                            .down = RateTrace::constant({1e7}),
                            .latency = {0.02}});
  scenario.servers.push_back({.name = "cloud", .hardware = fast_server(), .load = 2.0});
  scenario.devices.front().path = {"air", "edge", "wire", "cloud"};
  return scenario;
}

double work(std::size_t first, std::size_t last) {
  double time = 0;
  for (std::size_t i = first; i < last; ++i) time += layer_times[i];
  return time;
}

double sent(std::size_t cut) {
  return tensors[cut] * codecs[cut].ratio;
}

/// Latency and device energy of a request that is cut at one place or two.
struct Closed {
  double latency = 0;
  double energy = 0;
  double change = 0;
};

Closed by_hand(const std::vector<std::size_t>& cuts) {
  constexpr std::size_t layers = 3;
  const std::vector<double> rates{1e6, 1e7};
  const std::vector<double> back{2e6, 1e7};
  const std::vector<double> latencies{0.005, 0.02};
  const std::vector<double> slowness{1, 1 / speed_of_server, 2 / speed_of_server};
  Closed closed;
  std::size_t first = 0;
  for (std::size_t place = 0; place <= cuts.size(); ++place) {
    const std::size_t last = place < cuts.size() ? cuts[place] : layers;
    double time = work(first, last);
    const bool computes = last > first;
    if (place > 0 && computes) {
      time += codecs[first].decode;
      closed.change += codecs[first].change;
    }
    if (last < layers && (computes || place == 0)) time += codecs[last].encode;
    closed.latency += time * slowness[place];
    if (place == 0) closed.energy += 3.0 * time;
    if (last < layers) {
      closed.latency += sent(last) * 8 / rates[place] + latencies[place];
      closed.latency += 100 * 8 / back[place] + latencies[place];
    }
    first = last;
  }
  if (cuts.front() < layers) {
    closed.energy += 0.5 * sent(cuts.front()) * 8 / 1e6 + 1e-7 * sent(cuts.front()) * 8;
    closed.energy += 0.25 * 100 * 8 / 2e6 + 5e-8 * 100 * 8;
  }
  return closed;
}

void compare(const Scenario& scenario, const std::vector<std::size_t>& cuts) {
  std::vector<std::string> layers;
  for (const std::size_t cut : cuts) layers.push_back(names[cut]);
  CAPTURE(layers);
  const Simulated run = simulated(scenario, cut_after(layers));
  const Closed expected = by_hand(cuts);
  for (std::size_t row = 0; row < 2; ++row) {
    CHECK(run.requests.number(row, "latency_s") == doctest::Approx(expected.latency).epsilon(1e-9));
    CHECK(run.requests.number(row, "accuracy_change") == doctest::Approx(expected.change).epsilon(1e-12));
    CHECK(run.requests.number(row, "uplink_bytes") ==
          doctest::Approx(cuts.front() < 3 ? sent(cuts.front()) : 0.0).epsilon(1e-12));
  }
  CHECK(run.summary.number(0, "device_energy_mean_j") == doctest::Approx(expected.energy).epsilon(1e-9));
  CHECK(run.summary.number(0, "accuracy") ==
        doctest::Approx(std::min(1.0, 1 + expected.change)).epsilon(1e-12));
}

}  // namespace

TEST_CASE("an unloaded request over an encoded cut has the latency and energy of its closed form") {
  for (std::size_t cut = 0; cut <= 3; ++cut) compare(one_hop(), {cut});
}

TEST_CASE("an unloaded request over two encoded cuts has the latency and energy of its closed form") {
  for (std::size_t first = 0; first <= 3; ++first) {
    for (std::size_t second = first; second <= 3; ++second) compare(two_hops(), {first, second});
  }
}

TEST_CASE("the bytes over each link are those of its encoded cuts") {
  const Simulated run = simulated(two_hops(), cut_after({"a", "b"}));
  const auto bytes = [&run](const std::string& link) {
    for (std::size_t row = 0; row < run.links.rows(); ++row) {
      if (run.links.text(row, "link") == link && run.links.text(row, "direction") == "up")
        return run.links.number(row, "delivered_bytes");
    }
    return -1.0;
  };
  CHECK(bytes("air") == doctest::Approx(2 * sent(1)).epsilon(1e-12));
  CHECK(bytes("wire") == doctest::Approx(2 * sent(2)).epsilon(1e-12));
}

TEST_CASE("a request that stops at the exit of a cut encodes nothing") {
  Scenario scenario = one_hop();
  scenario.networks.front().profile = encoded_everywhere({"a"});
  SampleTrace samples(2, true, false);
  samples.add(
      {{.confidence = 1, .correct = Correctness::right}, {.confidence = 1, .correct = Correctness::right}});
  scenario.networks.front().samples = samples;
  const PolicyChoice look{.name = "split_exit",
                          .parameters = {{"threshold", 0.5}, {"cut", std::vector<std::string>{"a"}}}};
  const Simulated stops = simulated(scenario, look);
  CHECK(stops.requests.number(0, "latency_s") == doctest::Approx(0.1 + 0.05).epsilon(1e-9));
  CHECK(stops.requests.number(0, "head_energy_j") == doctest::Approx(0.3).epsilon(1e-9));
  CHECK(stops.requests.number(0, "accuracy_change") == 0);
  // Not sure enough, it goes on: exit, encoder, 600 B, decoder, b and c.
  SampleTrace unsure(2, true, false);
  unsure.add({{.confidence = 0}, {.confidence = 1, .correct = Correctness::right}});
  scenario.networks.front().samples = unsure;
  const Simulated goes_on = simulated(scenario, look);
  const double expected = 0.1 + 0.05 + 0.03 + (600 * 8 / 1e6 + 0.005) + 0.005 + 0.05 + (0.0004 + 0.005);
  CHECK(goes_on.requests.number(0, "latency_s") == doctest::Approx(expected).epsilon(1e-9));
  CHECK(goes_on.requests.number(0, "head_energy_j") == doctest::Approx(0.3 + 0.09).epsilon(1e-9));
  CHECK(goes_on.requests.number(0, "exit_energy_j") == doctest::Approx(0.15).epsilon(1e-9));
}

TEST_CASE("the latency of an idle system is what neurosurgeon expects of an encoded cut") {
  Scenario scenario = two_hops();
  const Simulated run = simulated(scenario, {.name = "neurosurgeon"});
  double least = by_hand({0, 0}).latency;
  for (std::size_t first = 0; first <= 3; ++first) {
    for (std::size_t second = first; second <= 3; ++second)
      least = std::min(least, by_hand({first, second}).latency);
  }
  CHECK(run.requests.number(0, "latency_s") == doctest::Approx(least).epsilon(1e-9));
}

namespace {

/// A fleet under load with random times, and a network whose profile has these keys beside its layers.
std::string fleet(const std::string& keys) {
  return R"(
name: fleet
duration: 60 s
networks:
  net:
    profile:
      name: net
      input: 10 kB
      layers:
        - {name: a, macs: 1 MMAC, output: 6 kB}
        - {name: b, macs: 2 MMAC, output: 3 kB}
        - {name: c, macs: 3 MMAC, output: 400 B}
      exits: [{after: a, macs: 100 kMAC}]
)" + keys +
         R"(      samples: {shares: [40%, 60%], accuracy: [80%, 90%], rows: 100}
devices:
  sensors:
    count: 5
    hardware: {rate: 20 MMAC/s, power: {idle: 1 W, compute: 2 W, transmit: 500 mW, receive: 200 mW}}
    network: net
    path: [air, edge, wire, cloud]
    arrivals: {poisson: 1 /s}
    variation: exponential
links:
  air: {medium: shared, up: 1 Mbps, latency: 5 ms}
  wire: {up: 10 Mbps, latency: 20 ms}
servers:
  edge: {hardware: {rate: 100 MMAC/s}, slots: 1, variation: exponential}
  cloud: {hardware: {rate: 1 GMAC/s}, slots: 1, batch: {largest: 4}}
policy: [neurosurgeon, {name: confidence_exit, threshold: 0.5, cut: [a, b]}, {name: fixed_cut, cut: [input, b]}]
)";
}

/// The result files of a run, one behind the other, without the manifest, which carries the scenario.
std::string results_of(const std::string& yaml) {
  const TemporaryDirectory directory;
  const std::string out = directory.path() + "/out";
  const Ran ran = run_splitscape({"run", directory.write("fleet.yaml", yaml), "--out", out, "--requests"});
  REQUIRE_MESSAGE(ran.code == 0, ran.err);
  std::string all;
  for (const auto& name : names_in(out)) {
    if (name.ends_with(".csv")) all += name + "\n" + content(out + "/" + name);
  }
  return all;
}

}  // namespace

TEST_CASE("a bottleneck that sends all bytes and costs nothing changes no byte of the results") {
  const std::string without = results_of(fleet(""));
  const std::string with =
      results_of(fleet("      bottlenecks: [{after: input, ratio: 1}, {after: a, ratio: 100%, encoder: "
                       "{macs: 0 MAC}}, {after: b, "
                       "ratio: 1, decoder: {macs: 0 MAC}, accuracy_change: 0}]\n"));
  CHECK(without.size() > 10000);
  CHECK(without == with);
}

TEST_CASE("a run with bottlenecks is the same to the byte when it is run again") {
  const std::string keys =
      "      bottlenecks: [{after: a, ratio: 20%, encoder: {macs: 200 kMAC}, decoder: {macs: 300 kMAC}, "
      "accuracy_change: -1%}]\n";
  const std::string once = results_of(fleet(keys));
  CHECK(once == results_of(fleet(keys)));
  CHECK(once != results_of(fleet("")));
}

TEST_CASE("bottlenecks that nobody chooses change no byte of the results") {
  const std::string named =
      "      bottlenecks: [{after: a, name: 8bit, bits: 8}, {after: a, name: half, ratio: 50%, "
      "accuracy_change: "
      "-1%, encoder: {macs: 200 kMAC}}, {after: b, name: student, ratio: 10%, replaces_head: true, encoder: "
      "{macs: 1 MMAC}}]\n";
  CHECK(results_of(fleet("")) == results_of(fleet(named)));
}
