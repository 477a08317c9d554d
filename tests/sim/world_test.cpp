#include "sim/world.hpp"

#include <doctest/doctest.h>

#include "sim/simulate.hpp"
#include "tests/sim/engine/bell.hpp"
#include "tests/sim/kept.hpp"
#include "tests/sim/offered.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-9);
}

/// So many devices that all ask once, at 0.
Scenario all_at_once(std::size_t devices) {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  Deployment& deployment = scenario.devices.front();
  deployment.count = devices;
  deployment.workload.arrivals = TimestampArrivals{std::vector<Seconds>(devices)};
  return scenario;
}

/// Records by device.
std::vector<RequestRecord> by_device(const Kept& kept) {
  std::vector<RequestRecord> records(kept.records().size());
  for (const RequestRecord& record : kept.records()) records.at(record.device) = record;
  return records;
}

const PolicyChoice send_input = cut_after({"input"});

}  // namespace

// ---- links

TEST_CASE("with a link of its own every device sends at the full rate") {
  Kept kept;
  const RunReport report = simulate(all_at_once(3), send_input, kept);
  for (const RequestRecord& record : kept.records()) CHECK(same(record.hops[0].sent.value, 0.08));
  REQUIRE(report.links.size() == 2);
  CHECK(report.links[0].name == "air");
  CHECK(report.links[0].up);
  CHECK_FALSE(report.links[1].up);
  CHECK(report.links[0].media == 3);
  CHECK(report.links[0].transfers == 3);
  CHECK(report.links[0].sent.value == 30000);
  CHECK(report.links[0].delivered.value == 30000);
  CHECK(same(report.links[0].busy.value, 3 * 0.08));
  CHECK(report.links[1].sent.value == 300);
}

TEST_CASE("the devices are dealt out to the cells of a shared link in turn") {
  Scenario scenario = all_at_once(3);
  scenario.links.front().medium = Medium::shared;
  scenario.links.front().cells = 2;
  Kept kept;
  const RunReport report = simulate(scenario, send_input, kept);
  const auto records = by_device(kept);
  CHECK(same(records[0].hops[0].sent.value, 0.16));  // shares cell 0 with device 2
  CHECK(same(records[1].hops[0].sent.value, 0.08));  // alone in cell 1
  CHECK(same(records[2].hops[0].sent.value, 0.16));
  CHECK(report.links[0].media == 2);
  CHECK(same(report.links[0].busy.value, 0.16 + 0.08));
}

TEST_CASE("groups that use one shared link share it") {
  Scenario scenario = all_at_once(1);
  scenario.links.front().medium = Medium::shared;
  scenario.devices.push_back(scenario.devices.front());
  scenario.devices.back().name = "others";
  Kept kept;
  const RunReport report = simulate(scenario, send_input, kept);
  for (const RequestRecord& record : kept.records()) CHECK(same(record.hops[0].sent.value, 0.16));
  CHECK(report.links[0].media == 1);
}

TEST_CASE("a link of one's own has a medium for each device of each group that uses it") {
  Scenario scenario = all_at_once(3);
  scenario.devices.push_back(scenario.devices.front());
  scenario.devices.back().name = "others";
  scenario.devices.back().count = 2;
  scenario.devices.push_back(scenario.devices.front());
  scenario.devices.back().name = "loners";
  scenario.devices.back().path.clear();
  Kept kept;
  const RunReport report = simulate(scenario, {.name = "device_only"}, kept);
  CHECK(report.links[0].media == 5);
  CHECK(report.links[0].transfers == 0);
  CHECK(report.devices.size() == 8);
}

TEST_CASE("up and down of a half-duplex link share one medium") {
  Scenario scenario = all_at_once(2);
  Link& link = scenario.links.front();
  link.medium = Medium::shared;
  link.duplex = Duplex::half;
  link.down = link.up;
  scenario.devices.front().answer = Bytes{10000};
  // Device 1 sends at .205 s, when the answer of device 0 is under way.
  scenario.devices.front().workload.arrivals = TimestampArrivals{{{0}, {0.205}}};
  Kept kept;
  simulate(scenario, send_input, kept);
  const auto records = by_device(kept);
  // The answer leaves at .08 + .005 + .06 = .145 and has 2500 of its 10000 bytes left at .205; at half the
  // rate they take .04 s. Device 1 has sent 2500 bytes by then and sends the other 7500 alone in .06 s.
  CHECK(same(records[0].end.value, 0.245 + 0.005));
  CHECK(same(records[1].hops[0].sent.value, 0.305));
}

// ---- servers

TEST_CASE("the devices are dealt out to the copies of a server in turn") {
  Scenario scenario = all_at_once(3);
  scenario.servers.front().count = 2;
  Kept kept;
  const RunReport report = simulate(scenario, send_input, kept);
  const auto records = by_device(kept);
  CHECK(same(records[0].hops[0].service_start.value, 0.085));
  CHECK(same(records[1].hops[0].service_start.value, 0.085));
  CHECK(same(records[2].hops[0].service_start.value, 0.145));  // behind device 0 at copy 0
  REQUIRE(report.servers.size() == 1);
  CHECK(report.servers[0].name == "edge");
  CHECK(report.servers[0].copies == 2);
  CHECK(report.servers[0].slots == 1);
  CHECK(report.servers[0].served == 3);
  CHECK(same(report.servers[0].slot_time.value, 3 * 0.06));
  CHECK(same(report.servers[0].highest_utilisation, 2 * 0.06 / report.end.value));
}

TEST_CASE("a policy chooses the path of a request and the copy of its last server") {
  Scenario scenario = two_paths();
  scenario.requests = 5;
  Kept kept;
  const RunReport report = simulate(scenario, {.name = "round_robin"}, kept);
  REQUIRE(kept.records().size() == 5);
  for (std::size_t i = 0; i < 5; ++i) {
    const RequestRecord& record = kept.records()[i];
    CHECK(record.decision.route == (i < 3 ? 0 : 1));
    CHECK(record.decision.copy == (i < 3 ? i : i - 3));
    REQUIRE(record.hops.size() == (i < 3 ? 1 : 2));
    CHECK(same(record.latency().value, i < 3 ? 0.1504 : 0.1465));
  }
  CHECK(report.servers[0].served == 3);
  CHECK(report.servers[1].arrived == 0);  // the gateway only passes on
  CHECK(report.servers[2].served == 2);
  CHECK(same(report.servers[2].highest_utilisation, 0.006 / (4 * report.end.value)));
  CHECK(report.links[0].media == 1);  // one radio, whichever path it sends by
  CHECK(report.links[0].transfers == 5);
}

TEST_CASE("a policy sees the queues of the instant of its decision") {
  Scenario scenario = two_paths();
  scenario.requests.reset();
  scenario.servers.back().price.reset();
  scenario.devices.front().routes.clear();  // three nodes of which two are busy when the third request comes
  scenario.devices.front().workload.arrivals = TimestampArrivals{{{0}, {0.086}, {0.172}}};
  Kept kept;
  const RunReport report = simulate(scenario, {.name = "join_shortest_queue"}, kept);
  CHECK(report.servers[0].served == 3);
  // The first is in service from .085 to .145, when the second decides; the second from .171 when the third
  // does.
  CHECK(kept.records()[1].decision.copy != kept.records()[0].decision.copy);
  CHECK(kept.records()[2].decision.copy != kept.records()[1].decision.copy);
}

TEST_CASE("what a device learns of its radio by one path it knows on all") {
  Scenario scenario = two_paths();
  scenario.links.front().up = RateTrace{{{{0}, {1e6}}, {{1}, {2e6}}}, {}};
  Group group(scenario, 0);
  const auto engine = make_simgrid_engine({});
  Kept kept;
  Journey journey(*engine, kept, [](Device&) {});
  World world(scenario, {.name = "round_robin"}, *engine, journey);
  journey.set_hops(world.hops());
  Device& device = world.devices(0).front();
  Task ask([&] { journey.start(device, true); });
  engine->at({1.0}, ask.due());
  engine->run();
  const Observation observation = device.observe();
  REQUIRE(observation.routes.size() == 2);
  // 10 kB took .04 s at 2 Mbps: an eighth of the way from 1 to 2.
  CHECK(same(observation.links.front().up.value, 1.125e6));
  CHECK(same(observation.routes[1].links.front().up.value, 1.125e6));
  CHECK(observation.routes[1].links.at(1).up.value == 8e6);
}

TEST_CASE("what a server cost is its requests and the hours of its slots") {
  Scenario scenario = all_at_once(3);
  scenario.servers.front().price = ServerPrice{.request = 0.5, .hour = 36000};
  Kept kept;
  const RunReport report = simulate(scenario, send_input, kept);
  REQUIRE(report.servers[0].cost);
  CHECK(same(*report.servers[0].cost, 3 * 0.5 + 36000 * 3 * 0.06 / 3600));
  scenario.servers.front().price.reset();
  Kept again;
  CHECK_FALSE(simulate(scenario, send_input, again).servers[0].cost);
}

TEST_CASE("the copies of a server vary their times each in its own way") {
  Scenario scenario = all_at_once(2);
  scenario.servers.front().count = 2;
  scenario.servers.front().variation.law = Variation::Law::exponential;
  Kept kept;
  simulate(scenario, send_input, kept);
  const auto records = by_device(kept);
  const double one = (records[0].hops[0].service_end - records[0].hops[0].service_start).value;
  const double other = (records[1].hops[0].service_end - records[1].hops[0].service_start).value;
  CHECK(one > 0);
  CHECK(one != other);
}

TEST_CASE("a server draws its idle power and more for the slots that are taken") {
  Scenario scenario = all_at_once(2);
  scenario.servers.front().count = 2;
  scenario.servers.front().slots = 4;
  Kept kept;
  const RunReport report = simulate(scenario, send_input, kept);
  // 1 W for each copy; 2 W more when all four slots are taken, so half a watt a slot.
  REQUIRE(report.servers[0].energy);
  CHECK(same(report.servers[0].energy->value, 2 * 1.0 * report.end.value + 0.5 * 2 * 0.06));
}

TEST_CASE("the energy of a server is unknown without its powers") {
  Scenario scenario = all_at_once(1);
  scenario.servers.front().hardware.power.idle.reset();
  Kept kept;
  CHECK_FALSE(simulate(scenario, send_input, kept).servers[0].energy);
}

TEST_CASE("a scenario without links and servers reports none") {
  Scenario scenario = all_at_once(2);
  scenario.links.clear();
  scenario.servers.clear();
  scenario.devices.front().path.clear();
  Kept kept;
  const RunReport report = simulate(scenario, {.name = "device_only"}, kept);
  CHECK(report.links.empty());
  CHECK(report.servers.empty());
  CHECK(report.devices.size() == 2);
}
