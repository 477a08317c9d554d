#include "sim/group.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/offered.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PowerKnowledge knowledge(const Scenario& scenario) {
  const Deployment& deployment = scenario.devices.front();
  return power_knowledge(scenario, deployment, cost_table(scenario, deployment));
}

}  // namespace

// ---- what is known of powers

TEST_CASE("with all powers known both requests and idling have an energy") {
  const PowerKnowledge known = knowledge(idle_scenario());
  CHECK(known.of_requests);
  CHECK(known.of_idling);
  CHECK(known.powers.idle.value == 1.0);
  CHECK(known.powers.radio.transmit.value == 0.5);
}

TEST_CASE("without an idle power requests still have an energy") {
  Scenario scenario = idle_scenario();
  scenario.devices.front().hardware.power.idle.reset();
  CHECK(knowledge(scenario).of_requests);
  CHECK_FALSE(knowledge(scenario).of_idling);
}

TEST_CASE("without a computing power nothing has an energy") {
  Scenario scenario = idle_scenario();
  scenario.devices.front().hardware.power.compute.reset();
  CHECK_FALSE(knowledge(scenario).of_requests);
  CHECK_FALSE(knowledge(scenario).of_idling);
}

TEST_CASE("without the powers of a radio nothing that could be sent has an energy") {
  Scenario scenario = idle_scenario();
  scenario.links.front().radio.reset();
  CHECK_FALSE(knowledge(scenario).of_requests);
  CHECK_FALSE(knowledge(scenario).of_idling);
  // The powers of the board stand in where the link names no radio.
  scenario.devices.front().hardware.power.transmit = Figure<Watts>{{0.7}};
  scenario.devices.front().hardware.power.receive = Figure<Watts>{{0.6}};
  CHECK(knowledge(scenario).of_requests);
  CHECK(knowledge(scenario).powers.radio.transmit.value == 0.7);
}

TEST_CASE("a device without a path needs no radio") {
  Scenario scenario = idle_scenario();
  scenario.links.front().radio.reset();
  scenario.devices.front().path.clear();
  CHECK(knowledge(scenario).of_requests);
  CHECK(knowledge(scenario).of_idling);
}

// ---- what the devices of a group have in common

TEST_CASE("a group knows its links at the start and the loads its servers announce") {
  Scenario scenario = idle_scenario();
  scenario.links.front().up = RateTrace{{{{0}, {3e5}}, {{10}, {9e5}}}, {}};
  scenario.links.push_back({.name = "wire",
                            .up = RateTrace::constant({1e9}),
                            .down = RateTrace::constant({2e9}),
                            .latency = {0.02}});
  scenario.servers.front().load = 3.0;
  scenario.servers.push_back(
      {.name = "cloud", .hardware = fast_server(), .load = 5.0, .announces_load = false});
  scenario.devices.front().path = {"air", "edge", "wire", "cloud"};
  Group group(scenario, 0);
  REQUIRE(group.first_estimates.size() == 2);
  CHECK(group.first_estimates[0].up.value == 3e5);
  CHECK(group.first_estimates[0].down.value == 2e6);
  CHECK(group.first_estimates[0].latency.value == 0.005);
  CHECK(group.first_estimates[1].up.value == 1e9);
  CHECK(group.first_estimates[1].latency.value == 0.02);
  CHECK(group.announced_loads == std::vector<double>{3.0, 1.0});
  CHECK(group.costs.places() == 3);
  CHECK(group.samples == nullptr);
  // Announced or not, the load slows what runs there.
  const Plan& plan = group.plan({.cuts = {0, 1}});
  CHECK(plan.visits.at(1).segments.at(0).time.value == doctest::Approx(3.0 * 0.01).epsilon(1e-12));
  CHECK(plan.visits.at(2).segments.at(0).time.value == doctest::Approx(5.0 * 0.05).epsilon(1e-12));
}

TEST_CASE("a group sets a part of its samples apart, the same one in each run") {
  Scenario scenario = idle_scenario();
  SampleTrace samples(1, true, false);
  samples.set_classes(3);
  for (int row = 0; row < 10; ++row) samples.add({{.confidence = 0.1 * row}});
  scenario.networks.front().samples = samples;
  CHECK(Group(scenario, 0).rows_for_requests() == 10);
  CHECK(Group(scenario, 0).request_row(7) == 7);
  CHECK(Group(scenario, 0).setting(0).calibration == nullptr);
  CHECK(Group(scenario, 0).setting(0).classes == 3);
  scenario.networks.front().calibration = 0.3;
  const Group group(scenario, 0);
  CHECK(group.rows_for_requests() == 7);
  const SampleTrace* apart = group.setting(0).calibration;
  REQUIRE(apart != nullptr);
  CHECK(apart->rows() == 3);
  double sum = 0;  // of all confidences, 0.1 x (0 + ... + 9)
  for (std::size_t n = 0; n < 7; ++n) sum += samples.at(group.request_row(n), 1).confidence;
  for (std::size_t row = 0; row < 3; ++row) sum += apart->at(row, 1).confidence;
  CHECK(sum == doctest::Approx(4.5).epsilon(1e-12));
  Scenario again = scenario;
  again.run = 9;
  CHECK(Group(again, 0).request_rows == group.request_rows);
}

TEST_CASE("a group finds its samples and its place in the scenario") {
  Scenario scenario = idle_scenario();
  scenario.devices.push_back(scenario.devices.front());
  scenario.devices.back().name = "others";
  SampleTrace samples(1, true, false);
  samples.add({{.confidence = 0.5}});
  scenario.networks.front().samples = samples;
  const Group group(scenario, 1);
  CHECK(group.index == 1);
  CHECK(group.deployment.name == "others");
  REQUIRE(group.samples != nullptr);
  CHECK(group.samples->rows() == 1);
}

// ---- several paths

TEST_CASE("a group knows each of its paths and tells its policies of them") {
  const Scenario scenario = two_paths();
  const Group group(scenario, 0);
  REQUIRE(group.routes.size() == 2);
  CHECK(&group.costs == &group.routes[0].costs);
  CHECK(group.routes[1].costs.places() == 3);
  CHECK(group.routes[1].first_estimates.at(1).latency.value == 0.02);
  const PolicySetting setting = group.setting(7);
  CHECK(setting.device == 7);
  CHECK(setting.routes == std::vector<const CostTable*>{&group.routes[0].costs, &group.routes[1].costs});
  REQUIRE(setting.offers.size() == 2);
  CHECK(setting.offers[0].name == "node");
  CHECK(setting.offers[0].copies == 3);
  CHECK(setting.offers[0].announces_queue);
  CHECK_FALSE(setting.offers[0].price);
  CHECK(setting.offers[1].slots == 4);
  CHECK(setting.offers[1].price->request == 0.001);
}

TEST_CASE("policies are told of paths only where there is something to choose") {
  Scenario scenario = idle_scenario();
  CHECK_FALSE(Group(scenario, 0).offers_choice());
  scenario.servers.front().announces_queue = true;
  CHECK(Group(scenario, 0).offers_choice());
  scenario.devices.front().path.clear();
  CHECK_FALSE(Group(scenario, 0).offers_choice());
  CHECK(Group(scenario, 0).setting(0).offers.empty());
  CHECK(Group(two_paths(), 0).offers_choice());
}

TEST_CASE("a path or a copy that is not there is a fault of the policy") {
  const Scenario scenario = two_paths();
  Group group(scenario, 0);
  CHECK(group.plan({.cuts = {0, 0}, .route = 1, .copy = 1}).visits.size() == 3);
  CHECK(group.plan({.cuts = {0}, .copy = 2}).visits.size() == 2);
  CHECK_THROWS_WITH_AS((void)group.plan({.cuts = {0}, .route = 2}),
                       "a policy decided on path 2 of 2 (counted from 0)", std::logic_error);
  CHECK_THROWS_WITH_AS((void)group.plan({.cuts = {0}, .copy = 3}),
                       "a policy decided on copy 3 (counted from 0) of server 'node', which has 3",
                       std::logic_error);
  CHECK_THROWS_AS((void)group.plan({.cuts = {0}, .route = 1}), std::logic_error);  // one cut for two hops
}
