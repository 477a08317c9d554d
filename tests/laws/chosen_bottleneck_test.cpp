// What the bottlenecks that a decision chooses do to a simulated request, against sums written out here.
#include <doctest/doctest.h>

#include <algorithm>

#include "models/random_stream.hpp"
#include "tests/sim/encoded_world.hpp"
#include "tests/support/program.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// What is said of each cut in encoded_layers(): times on the slow device.
struct Written {
  std::string cut;  ///< as a policy is told, and as results name it
  std::size_t position;
  double encode, decode, bytes, change;
  bool replaces;
};
const std::vector<Written> ways{
    {"input", 0, 0, 0, 10000, 0, false}, {"input+crop", 0, 0, 0, 5000, -0.01, false},
    {"a", 1, 0, 0, 6000, 0, false},      {"a+narrow", 1, 0.01, 0.02, 600, -0.05, false},
    {"a+8bit", 1, 0, 0, 1500, 0, false}, {"a+wide", 1, 0.03, 0.04, 2400, -0.02, false},
    {"b", 2, 0, 0, 3000, 0, false},      {"b+student", 2, 0.07, 0.05, 300, -0.03, true}};
const std::vector<double> layer_times{0.1, 0.2, 0.3};

double work(std::size_t first, std::size_t last) {
  double time = 0;
  for (std::size_t i = first; i < last; ++i) time += layer_times[i];
  return time;
}

Scenario one_hop() {
  Scenario scenario = idle_scenario();
  scenario.requests = 2;
  scenario.networks.front().profile = encoded_layers();
  scenario.networks.front().samples = always_right(1);
  return scenario;
}

/// On the device, and until the tensor has left; and behind that.
double head_time(const Written& way) {
  return way.replaces ? way.encode : work(0, way.position) + way.encode;
}
double tail_time(const Written& way) {
  return (way.decode + work(way.position, 3)) / 10;
}
constexpr double answer_time = 100 * 8 / 2e6 + 0.005;

double radio_energy(double bytes, double seconds) {
  return 0.5 * seconds + 1e-7 * 8 * bytes + 0.25 * 100 * 8 / 2e6 + 5e-8 * 8 * 100;
}

}  // namespace

TEST_CASE("an unloaded request with any bottleneck has the latency, energy and accuracy of its closed form") {
  for (const Written& way : ways) {
    CAPTURE(way.cut);
    const Simulated run = simulated(one_hop(), cut_after({way.cut}));
    const double air = way.bytes * 8 / 1e6;
    CHECK(run.requests.text(0, "cut") == way.cut);
    CHECK(run.requests.number(0, "latency_s") ==
          doctest::Approx(head_time(way) + air + 0.005 + tail_time(way) + answer_time).epsilon(1e-9));
    CHECK(run.requests.number(0, "head_energy_j") == doctest::Approx(3 * head_time(way)).epsilon(1e-9));
    CHECK(run.summary.number(0, "device_energy_mean_j") ==
          doctest::Approx(3 * head_time(way) + radio_energy(way.bytes, air)).epsilon(1e-9));
    CHECK(run.requests.number(0, "uplink_bytes") == doctest::Approx(way.bytes).epsilon(1e-12));
    CHECK(run.summary.number(0, "accuracy") == doctest::Approx(1 + way.change).epsilon(1e-12));
    CHECK(run.summary.text(0, "cut_shares") == way.cut + ":1");
  }
}

TEST_CASE("a bottleneck that an edge passes on is decoded where the rest is computed") {
  Scenario scenario = one_hop();
  scenario.links.push_back({.name = "wire",
                            .up = RateTrace::constant({1e7}),
                            .down = RateTrace::constant({1e7}),
                            .latency = {0.02}});
  scenario.servers.push_back({.name = "cloud", .hardware = fast_server()});
  scenario.devices.front().path = {"air", "edge", "wire", "cloud"};
  for (const Written& way : ways) {
    CAPTURE(way.cut);
    const Simulated run = simulated(scenario, cut_after({way.cut, way.cut}));
    const double sum = head_time(way) + way.bytes * 8 / 1e6 + 0.005 + way.bytes * 8 / 1e7 + 0.02 +
                       tail_time(way) + 100 * 8 / 1e7 + 0.02 + answer_time;
    CHECK(run.requests.number(0, "latency_s") == doctest::Approx(sum).epsilon(1e-9));
    CHECK(run.requests.number(0, "accuracy_change") == doctest::Approx(way.change).epsilon(1e-12));
    CHECK(run.requests.text(0, "cut") == way.cut + "|" + way.cut);
  }
}

TEST_CASE("exits before a cut are not met where its encoder replaces the head") {
  Scenario scenario = one_hop();
  scenario.networks.front().profile = encoded_layers({"a"});
  SampleTrace sure(2, true, false);
  sure.add(
      {{.confidence = 1, .correct = Correctness::right}, {.confidence = 1, .correct = Correctness::right}});
  scenario.networks.front().samples = sure;
  const Simulated run = simulated(scenario, cut_after({"b+student"}));
  CHECK(run.requests.text(0, "exit") == "2");
  CHECK(run.requests.number(0, "exit_energy_j") == 0);
  // It holds the student instead of the layers.
  CHECK(run.summary.number(0, "device_weights_bytes") == 1000);
}

// ---- slices

namespace {

/// Slices after a until the deadline; the encoder of the widest runs first.
constexpr double begin = 0.1 + 0.03;
constexpr double slowest_rest = 0.005 + 0.054 + answer_time + 1e-6;  // and what rounding takes

Simulated in_slices(Scenario scenario, double deadline) {
  scenario.devices.front().workload.deadline = Seconds{deadline};
  return simulated(scenario, {.name = "clio", .parameters = {{"cut", std::string("a")}}});
}

}  // namespace

TEST_CASE("slices leave until the deadline leaves no time and the server goes on with those that are whole") {
  std::vector<std::string> met;
  for (double deadline = 0.19; deadline < 0.23; deadline += 0.00123) {
    CAPTURE(deadline);
    const double until = deadline - slowest_rest;
    const double per_byte = 8 / 1e6;
    // 600, 1500 and 2400 bytes; the first is always sent.
    const std::size_t slices = begin + 2400 * per_byte < until ? 3 : begin + 1500 * per_byte < until ? 2 : 1;
    const Written& way = ways[2 + slices];
    const double all = begin + 2400 * per_byte;
    const double stop = std::clamp(until, begin + 600 * per_byte, all);
    const Simulated run = in_slices(one_hop(), deadline);
    CHECK(run.requests.text(0, "cut") == way.cut);
    const double latency = stop + 0.005 + tail_time(way) + answer_time;
    CHECK(run.requests.number(0, "latency_s") == doctest::Approx(latency).epsilon(1e-9));
    CHECK(run.requests.text(0, "deadline_missed") == (latency <= deadline ? "0" : "1"));
    CHECK(run.requests.number(0, "uplink_bytes") == doctest::Approx((stop - begin) / per_byte).epsilon(1e-6));
    CHECK(run.requests.number(0, "accuracy_change") == doctest::Approx(way.change).epsilon(1e-12));
    CHECK(run.summary.number(0, "device_energy_mean_j") ==
          doctest::Approx(3 * begin + radio_energy((stop - begin) / per_byte, stop - begin)).epsilon(1e-6));
    if (met.empty() || met.back() != way.cut) met.push_back(way.cut);
  }
  CHECK(met == std::vector<std::string>{"a+narrow", "a+8bit", "a+wide"});
}

TEST_CASE("more slices leave over a faster link") {
  std::string before;
  std::vector<std::string> met;
  for (double rate = 2e5; rate < 4e6; rate *= 1.2) {
    Scenario scenario = one_hop();
    scenario.links.front().up = RateTrace::constant({rate});
    const std::string cut = in_slices(scenario, 0.21).requests.text(0, "cut");
    if (met.empty() || met.back() != cut) met.push_back(cut);
  }
  CHECK(met == std::vector<std::string>{"a+narrow", "a+8bit", "a+wide"});
}

TEST_CASE("no deadline is missed over a link that no estimate foresees, where the first slice is in time") {
  Scenario scenario = one_hop();
  scenario.requests = 300;
  scenario.devices.front().workload.arrivals = PeriodicArrivals{.period = {1}, .phase = Seconds{}};
  RandomStream random(5);
  RateTrace trace;
  for (double at = 0; at < 300; at += 0.01)
    trace.steps.push_back({{at}, {random.uniform() < 0.3 ? 0 : 2e6 * random.uniform()}});
  scenario.links.front().up = trace;
  // All tails alike: what is cut off ends right before the deadline.
  for (Bottleneck& bottleneck : scenario.networks.front().profile.bottlenecks) bottleneck.decoder = {};
  const Simulated run = in_slices(scenario, 0.21);
  int narrow = 0;
  int wider = 0;
  for (std::size_t row = 0; row < run.requests.rows(); ++row) {
    const bool in_time = run.requests.text(row, "deadline_missed") == "0";
    (run.requests.text(row, "cut") == "a+narrow" ? narrow : wider) += 1;
    CHECK((in_time || run.requests.text(row, "cut") == "a+narrow"));
    // A late one sent no byte behind the first slice.
    if (!in_time) CHECK(run.requests.number(row, "uplink_bytes") == doctest::Approx(600).epsilon(1e-9));
  }
  CHECK(narrow > 20);
  CHECK(wider > 20);
}

TEST_CASE("devices that share a medium and run out of energy amid slices keep their books") {
  const auto results = [] {
    Scenario scenario = one_hop();
    scenario.requests = 400;
    scenario.devices.front().count = 4;
    scenario.devices.front().battery = Joules{60};
    scenario.devices.front().workload.arrivals = PoissonArrivals{.rate = {1.5}};
    scenario.links.front().medium = Medium::shared;
    return in_slices(scenario, 0.3);
  };
  const Simulated run = results();  // a run that does not conserve bytes and energy is refused
  CHECK(run.summary.number(0, "lost") > 0);
  double sent = 0;
  for (const double bytes : run.requests.numbers("uplink_bytes")) sent += bytes;
  CHECK(sent > 0);
  CHECK(run.summary.text(0, "cut_shares") == results().summary.text(0, "cut_shares"));
}
