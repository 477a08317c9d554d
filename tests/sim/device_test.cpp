#include "sim/device.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/sim/engine/bell.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// One device of the small world at which requests arrive at these instants.
Scenario at_instants(const std::vector<double>& instants) {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  TimestampArrivals arrivals;
  for (const double instant : instants) arrivals.times.push_back({instant});
  scenario.devices.front().workload.arrivals = arrivals;
  return scenario;
}

const PolicyChoice device_only{.name = "device_only"};

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-9);
}

/// A place behind a device where nothing happens.
class Nowhere final : public Itinerary {
 public:
  bool goes_on(InferenceRequest&) override { return false; }
  void leave(InferenceRequest&) override {}
  void turned_away(InferenceRequest&) override {}
  void begin_sending(InferenceRequest&) override {}
  void begin_receiving(InferenceRequest&) override {}
  void sending_cut_off(InferenceRequest&) override {}
  void receiving_cut_off(InferenceRequest&) override {}
  void lost(InferenceRequest&) override {}
};

}  // namespace

// ---- what a device knows

TEST_CASE("a device knows the features of a request's input") {
  Scenario scenario = idle_scenario();
  SampleTrace samples(1, true, false, false, 1);
  samples.add({{}}, {0.25});
  samples.add({{}}, {4});
  scenario.networks.front().samples = samples;
  const auto engine = make_simgrid_engine({});
  Nowhere nowhere;
  Group group(scenario, 0);
  Device device(*engine, nowhere, group, 0, nullptr);
  REQUIRE(device.observe(0, 1).features.size() == 1);
  CHECK(device.observe(0, 1).features[0] == 4);
  CHECK(device.observe(0, 0).features[0] == 0.25);
}

TEST_CASE("no request of a device takes a sample that was set apart") {
  Scenario scenario = idle_scenario();
  SampleTrace samples(1, true, false);
  for (int row = 0; row < 10; ++row) samples.add({{}});
  scenario.networks.front().samples = samples;
  scenario.networks.front().calibration = 0.4;
  const auto engine = make_simgrid_engine({});
  Nowhere nowhere;
  for (const SampleOrder order : {SampleOrder::shuffled, SampleOrder::file}) {
    scenario.devices.front().workload.order = order;
    Group group(scenario, 0);
    Device device(*engine, nowhere, group, 0, nullptr);
    std::vector<std::size_t> taken;
    for (int request = 0; request < 6; ++request) taken.push_back(device.next_sample());
    if (order == SampleOrder::file) CHECK(std::is_sorted(taken.begin(), taken.end()));
    std::sort(taken.begin(), taken.end());
    CHECK(std::equal(taken.begin(), taken.end(), group.request_rows.begin(), group.request_rows.end()));
  }
}

TEST_CASE("a device knows its queue and its battery and its deadline") {
  Scenario scenario = idle_scenario();
  Deployment& deployment = scenario.devices.front();
  deployment.battery = Joules{100};
  deployment.workload.deadline = Seconds{0.5};
  const auto engine = make_simgrid_engine({});
  Nowhere nowhere;
  Group group(scenario, 0);
  Device device(*engine, nowhere, group, 0, nullptr);
  const Plan& plan = group.plan({.cuts = {3}});
  std::vector<InferenceRequest> requests(3);
  for (InferenceRequest& request : requests) request.plan = &plan;
  Task compute([&] {
    for (InferenceRequest& request : requests) device.compute(request);
  });
  Task look([&] {
    const Observation observation = device.observe();
    CHECK(observation.now.value == 2.5);
    CHECK(observation.waiting == 3);  // the one that is computed included
    // 2 s at 1 W and half a second at 3 W.
    REQUIRE(observation.battery);
    CHECK(same(observation.battery->value, 100 - 2 - 1.5));
    CHECK(observation.deadline == Seconds{0.5});
    CHECK(observation.answer == Bytes{100});
    CHECK(observation.links.at(0).up.value == 1e6);
    CHECK(observation.links.at(0).latency.value == 0.005);
    CHECK(observation.server_loads == std::vector<double>{1.0});
    CHECK(observation.radio.transmit.value == 0.5);
    CHECK(&observation.costs == &group.costs);
    engine->stop();
  });
  engine->at({2.0}, compute.due());
  engine->at({2.5}, look.due());
  engine->run();
}

TEST_CASE("a device on mains knows of no battery and one without samples takes sample 0") {
  const Scenario scenario = idle_scenario();
  const auto engine = make_simgrid_engine({});
  Nowhere nowhere;
  Group group(scenario, 0);
  Device device(*engine, nowhere, group, 0, nullptr);
  CHECK_FALSE(device.observe().battery);
  CHECK_FALSE(device.observe().deadline);
  CHECK(device.next_sample() == 0);
  CHECK(device.next_sample() == 0);
}

TEST_CASE("a device learns the rate of its link with the gain of one eighth") {
  // The link is said to carry 200 kbps and carries 1 Mbps: the estimate is 1 - .8 (7/8)^n Mbps after n
  // transfers. Neurosurgeon sends the input where 32000 bit / estimate < .09 s: from the third request on.
  Scenario scenario = at_instants({1, 2, 3, 4});
  scenario.links.front().up = RateTrace{{{{0}, {2e5}}, {{0.5}, {1e6}}}, {}};
  const Simulated run = simulated(scenario, {.name = "neurosurgeon"});
  CHECK(run.requests.text(0, "cut") == "a");
  CHECK(run.requests.text(1, "cut") == "a");
  CHECK(run.requests.text(2, "cut") == "input");
  CHECK(run.requests.text(3, "cut") == "input");
}

// ---- one thing at a time

TEST_CASE("a device computes one request at a time in the order in which they came") {
  const Simulated run = simulated(at_instants({0, 0.1, 2}), device_only);
  const double start[] = {0, 0.6, 2};
  for (std::size_t row = 0; row < 3; ++row) {
    CHECK(same(run.requests.number(row, "head_start_s"), start[row]));
    CHECK(same(run.requests.number(row, "head_end_s"), start[row] + 0.6));
    CHECK(same(run.requests.number(row, "end_s"), start[row] + 0.6));
  }
  CHECK(same(run.devices.number(0, "utilisation"), 1.8 / 2.6));
}

TEST_CASE("a device with a full queue drops what comes") {
  Scenario scenario = at_instants({0, 0.1, 0.2, 0.7});
  scenario.devices.front().queue = 1;
  const Simulated run = simulated(scenario, device_only);
  REQUIRE(run.requests.rows() == 4);
  const std::size_t dropped = run.requests.row_where("ending", "dropped");
  CHECK(run.requests.number(dropped, "request") == 2);
  CHECK(run.requests.is_empty(dropped, "head_start_s"));
  CHECK(run.requests.is_empty(dropped, "end_s"));
  CHECK(run.requests.is_empty(dropped, "latency_s"));
  CHECK(run.requests.number(dropped, "head_energy_j") == 0);
  CHECK(run.devices.number(0, "dropped") == 1);
  CHECK(run.devices.number(0, "completed") == 3);
}

TEST_CASE("a device without room to wait drops what finds it busy") {
  Scenario scenario = at_instants({0, 0.1, 0.7});
  scenario.devices.front().queue = 0;
  const Simulated run = simulated(scenario, device_only);
  CHECK(run.devices.number(0, "dropped") == 1);
  CHECK(run.devices.number(0, "completed") == 2);
}

TEST_CASE("a device sends one request at a time") {
  const Simulated run = simulated(at_instants({0, 0}), cut_after({"input"}));
  CHECK(same(run.requests.number(0, "hop1_send_start_s"), 0));
  CHECK(same(run.requests.number(0, "hop1_sent_s"), 0.08));
  CHECK(same(run.requests.number(1, "hop1_send_start_s"), 0.08));
  CHECK(same(run.requests.number(1, "hop1_delivered_s"), 0.165));
}

TEST_CASE("a device receives one answer at a time") {
  Scenario scenario = at_instants({0, 0});
  scenario.devices.front().answer = Bytes{25000};  // .1 s at 2 Mbps
  scenario.servers.front().slots = 2;
  const Simulated run = simulated(scenario, cut_after({"input"}));
  // Served at .085 + .06 and .165 + .06; the second answer waits until the first has left at .245.
  CHECK(same(run.requests.number(0, "answer_s"), 0.145));
  CHECK(same(run.requests.number(0, "end_s"), 0.25));
  CHECK(same(run.requests.number(1, "answer_s"), 0.225));
  CHECK(same(run.requests.number(1, "end_s"), 0.35));
}

TEST_CASE("a device computes and sends and receives at once") {
  // A request every .1 s keeps the processor busy; each is sent while the next is computed.
  const Simulated run = simulated(at_instants({0, 0.1, 0.2}), cut_after({"a"}));
  for (std::size_t row = 0; row < 3; ++row) {
    CHECK(same(run.requests.number(row, "latency_s"), 0.1 + 0.053 + 0.05 + 0.0054));
  }
}

TEST_CASE("the time and the energy of a computation vary by one factor for the request") {
  Scenario scenario = at_instants({0, 10, 20, 30, 40});
  scenario.devices.front().variation.law = Variation::Law::exponential;
  const Simulated run = simulated(scenario, device_only);
  for (std::size_t row = 0; row < 5; ++row) {
    const double time = run.requests.number(row, "head_end_s") - run.requests.number(row, "head_start_s");
    CHECK(time > 0);
    CHECK_FALSE(same(time, 0.6));
    CHECK(same(run.requests.number(row, "head_energy_j"), 3.0 * time));
  }
}

// ---- batteries

TEST_CASE("a device with nothing to do lives as long as its battery feeds its idle power") {
  Scenario scenario = at_instants({100});
  scenario.devices.front().battery = Joules{12.5};
  const Simulated run = simulated(scenario, device_only);
  CHECK(same(run.devices.number(0, "lifetime_s"), 12.5));
  CHECK(same(run.devices.number(0, "energy_j"), 12.5));
  CHECK(same(run.devices.number(0, "idle_energy_j"), 12.5));
  CHECK(run.devices.number(0, "battery_left_j") == 0);
  CHECK(run.devices.number(0, "requests") == 0);  // a dead device is asked nothing
}

TEST_CASE("a periodic device lives as long as its battery feeds its periods") {
  Scenario scenario = idle_scenario();
  scenario.devices.front().workload.arrivals = PeriodicArrivals{.period = {1}, .phase = Seconds{}};
  scenario.devices.front().battery = Joules{5};
  const Simulated run = simulated(scenario, device_only);
  // A period takes .6 s x 3 W + .4 s x 1 W = 2.2 J; of the third the battery feeds .6 J, which is .2 s.
  CHECK(same(run.devices.number(0, "lifetime_s"), 2.2));
  CHECK(same(run.devices.number(0, "idle_energy_j"), 0.8));
  CHECK(same(run.devices.number(0, "head_energy_j"), 4.2));
  CHECK(same(run.devices.number(0, "energy_j"), 5));
  CHECK(run.devices.number(0, "battery_left_j") == 0);
  CHECK(run.devices.number(0, "completed") == 2);
  CHECK(run.devices.number(0, "lost") == 1);
  const std::size_t lost = run.requests.row_where("ending", "lost");
  CHECK(same(run.requests.number(lost, "head_energy_j"), 0.6));
  CHECK(run.requests.is_empty(lost, "head_end_s"));
  CHECK(run.requests.is_empty(lost, "end_s"));
}

TEST_CASE("requests that wait at a device are lost with it") {
  Scenario scenario = at_instants({0, 0.1, 0.2});
  scenario.devices.front().battery = Joules{0.9};  // .3 s of computing
  const Simulated run = simulated(scenario, device_only);
  CHECK(same(run.devices.number(0, "lifetime_s"), 0.3));
  CHECK(run.devices.number(0, "lost") == 3);
  CHECK(same(run.devices.number(0, "energy_j"), 0.9));
}

TEST_CASE("a request that is being sent is lost with its device and has used the energy of what was sent") {
  Scenario scenario = at_instants({0});
  // .1 s x 3 W, then 24 of 48 ms at 1 W + .5 W.
  scenario.devices.front().battery = Joules{0.3 + 0.024 * 1.5};
  const Simulated run = simulated(scenario, cut_after({"a"}));
  CHECK(same(run.devices.number(0, "lifetime_s"), 0.124));
  CHECK(run.devices.number(0, "lost") == 1);
  CHECK(same(run.requests.number(0, "uplink_bytes"), 3000));
  CHECK(same(run.requests.number(0, "transmit_energy_j"), 0.5 * 0.024 + 1e-7 * 24000));
  CHECK(same(run.devices.number(0, "sent_bytes"), 3000));
  CHECK(run.links.number(0, "lost_bytes") == 6000);
  CHECK(run.links.number(0, "delivered_bytes") == 0);
  CHECK(same(run.links.number(0, "busy"), 0.024 / 0.124));
}

TEST_CASE("requests that wait to be sent are lost with their device") {
  Scenario scenario = at_instants({0, 0});
  scenario.devices.front().battery = Joules{0.04 * 1.5};  // half of the first transfer
  const Simulated run = simulated(scenario, cut_after({"input"}));
  CHECK(same(run.devices.number(0, "lifetime_s"), 0.04));
  CHECK(run.devices.number(0, "lost") == 2);
  CHECK(run.links.number(0, "transfers") == 1);
}

TEST_CASE("a request that is at a server when its device dies is served and lost") {
  Scenario scenario = at_instants({0});
  // Head, transfer, slope, and 32 ms of idling: dead at .18 while the server computes until .203.
  scenario.devices.front().battery = Joules{0.3 + 0.048 * 1.5 + 0.0048 + 0.032};
  const Simulated run = simulated(scenario, cut_after({"a"}));
  CHECK(same(run.devices.number(0, "lifetime_s"), 0.18));
  CHECK(same(run.requests.number(0, "hop1_service_end_s"), 0.203));
  CHECK(run.requests.text(0, "ending") == "lost");
  CHECK(run.requests.is_empty(0, "end_s"));
  CHECK(run.links.number(1, "transfers") == 0);  // nobody to send an answer to
}

TEST_CASE("an answer that is found elsewhere counts though its device has died") {
  Scenario scenario = at_instants({0});
  scenario.devices.front().answer.reset();
  scenario.devices.front().battery = Joules{0.3 + 0.048 * 1.5 + 0.0048 + 0.032};
  const Simulated run = simulated(scenario, cut_after({"a"}));
  CHECK(same(run.devices.number(0, "lifetime_s"), 0.18));
  CHECK(run.requests.text(0, "ending") == "finished_on_server");
}

TEST_CASE("an answer that is being received is lost with the device") {
  Scenario scenario = at_instants({0});
  scenario.devices.front().answer = Bytes{25000};  // from .203 to .303 at 1 W + .25 W
  scenario.devices.front().battery = Joules{0.3 + 0.048 * 1.5 + 0.0048 + 0.055 + 0.04 * 1.25};
  const Simulated run = simulated(scenario, cut_after({"a"}));
  CHECK(same(run.devices.number(0, "lifetime_s"), 0.243));
  CHECK(run.requests.text(0, "ending") == "lost");
  CHECK(same(run.requests.number(0, "downlink_bytes"), 10000));
  CHECK(same(run.requests.number(0, "receive_energy_j"), 0.25 * 0.04 + 5e-8 * 80000));
  CHECK(run.links.number(1, "lost_bytes") == 25000);
}

TEST_CASE("an answer that reaches a device after its battery is empty is lost") {
  Scenario scenario = at_instants({0});
  // The last bit of the answer leaves at .2034 and arrives at .2084; the battery is empty at .2054.
  scenario.devices.front().battery =
      Joules{0.3 + 0.048 * 1.5 + 0.0048 + 0.055 + 0.0004 * 1.25 + 5e-8 * 800 + 0.002};
  const Simulated run = simulated(scenario, cut_after({"a"}));
  CHECK(same(run.devices.number(0, "lifetime_s"), 0.2054));
  CHECK(run.requests.text(0, "ending") == "lost");
}

TEST_CASE("a battery that outlasts the run keeps the rest") {
  Scenario scenario = at_instants({1});
  scenario.devices.front().battery = Joules{100};
  const Simulated run = simulated(scenario, device_only);
  CHECK(run.devices.is_empty(0, "lifetime_s"));
  CHECK(same(run.devices.number(0, "energy_j"), 1 + 1.8));
  CHECK(same(run.devices.number(0, "battery_left_j"), 100 - 2.8));
}

TEST_CASE("a device on mains has neither a lifetime nor a battery") {
  const Simulated run = simulated(at_instants({1}), device_only);
  CHECK(run.devices.is_empty(0, "lifetime_s"));
  CHECK(run.devices.is_empty(0, "battery_left_j"));
}

TEST_CASE("one device of a group dies and the others go on") {
  Scenario scenario = at_instants({0, 5, 6, 7, 8});
  scenario.devices.front().count = 2;  // device 0 has 0, 6 and 8; device 1 has 5 and 7
  scenario.devices.front().battery = Joules{7.5};
  const Simulated run = simulated(scenario, device_only);
  // Device 0: 1.8 J by .6 s, then 5.4 J until 6 s, and .3 J are .1 s of computing. Device 1: 5 J by 5 s, 1.8
  // J until 5.6 s, .7 J until 6.3 s.
  CHECK(same(run.devices.number(0, "lifetime_s"), 6.1));
  CHECK(same(run.devices.number(1, "lifetime_s"), 6.3));
  CHECK(run.devices.number(0, "completed") == 1);
  CHECK(run.devices.number(0, "lost") == 1);
  CHECK(run.devices.number(1, "completed") == 1);
  CHECK(run.devices.number(1, "lost") == 0);
}
