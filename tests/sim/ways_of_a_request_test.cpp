#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

#include "tests/sim/outlook.hpp"
#include "tests/sim/scripted.hpp"

// What a request can do on its way beside going forward: be cut off at an exit, fall back, be answered early,
// come back. In the small world layers a, b, c take .1, .2, .3 s on the device and a tenth on the server,
// exits .05 and .005 s; the input crosses in .08 + .005 s, what a makes in .048 + .005, b in .024 + .005 up
// and .012 + .005 down, the answer in .0004 + .005 down.

using namespace splitscape;
using namespace splitscape::test;

namespace {

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-9);
}

using Numbers = std::vector<std::size_t>;

/// Nothing gets through any more, from the middle of what is sent at .15 s on.
void cut_the_link(Scenario& scenario) {
  scenario.links.front().up = RateTrace{{{{0}, {1e6}}, {{0.16}, {0}}}, {}};
}

Decision falling_back(std::size_t cut, double after) {
  Decision decision{.cuts = {static_cast<std::uint16_t>(cut)}, .exits = exits_of({1, 2})};
  decision.fallback_after = {after};
  return decision;
}

ExitAction offload_at_once(const ExitView&) {
  return ExitAction::offload;
}

}  // namespace

// ---- offloading at an exit

TEST_CASE("a device that offloads at an exit computes nothing behind it and the server the rest") {
  const Scenario scenario = with_two_exits();
  Stage stage(scenario, {.cuts = {3}, .exits = exits_of({1})});
  stage.script.at_exit = offload_at_once;
  stage.ask_at(0);
  stage.run();
  const RequestRecord& record = stage.records().at(0);
  CHECK(record.decision.cuts == CutPositions{1});
  CHECK(stage.script.answers.at(0).cuts == CutPositions{1});
  CHECK(same(record.head_end.value, 0.15));
  CHECK(same(record.end.value, 0.15 + 0.053 + 0.05 + 0.0054));
  CHECK(record.uplink.value == 6000);
  CHECK(record.ending == Ending::finished_on_server);
}

TEST_CASE("what is offloaded at an exit leaves the later hops where they were") {
  CHECK(offloaded_at({.cuts = {5, 7}}, 0, 2).cuts == CutPositions{2, 7});
  CHECK(offloaded_at({.cuts = {5}, .returns = {6, 8}}, 0, 2).returns.empty());
  const Decision again = offloaded_at({.cuts = {1}, .returns = {3, 7, 9}}, 2, 5);
  CHECK(again.cuts == CutPositions{1});
  CHECK(again.returns == CutPositions{3, 5});
  Decision encoded{.cuts = {5, 7}, .encodings = {2, 1}};
  CHECK(offloaded_at(encoded, 0, 2).encodings == Encodings{0, 1});
  CHECK(offloaded_at(encoded, 0, 5).encodings == Encodings{2, 1});
}

TEST_CASE("a device without a path cannot offload") {
  Scenario scenario = with_two_exits();
  scenario.devices.front().path.clear();
  Stage stage(scenario, {.exits = exits_of({2})});
  stage.script.at_exit = offload_at_once;
  stage.ask_at(0);
  CHECK_THROWS_WITH_AS(stage.run(), "a policy offloads at exit 2, where the device has no path",
                       std::logic_error);
}

TEST_CASE("a server cannot offload") {
  const Scenario scenario = with_two_exits();
  Stage stage(scenario, {.cuts = {0}, .exits = exits_of({1})});
  stage.script.at_exit = offload_at_once;
  stage.ask_at(0);
  CHECK_THROWS_WITH_AS(stage.run(), "a policy offloads at exit 1, which is on a server", std::logic_error);
}

// ---- falling back

TEST_CASE("a device answers from its last exit where no answer has come in time") {
  Scenario scenario = with_two_exits();
  cut_the_link(scenario);
  Stage stage(scenario, falling_back(1, 0.5));
  stage.ask_at(0);
  stage.run();
  const RequestRecord& record = stage.records().at(0);
  CHECK(record.ending == Ending::exited);
  CHECK(record.exit == 1);
  CHECK(record.place == 0);
  CHECK(record.end.value == 0.5);
  CHECK(record.answer.value == 0.5);
  CHECK(record.correct == Correctness::wrong);
  CHECK(record.ran_on);
  CHECK(stage.ended() == 1);
  const Told& answer = stage.script.answers.at(0);
  CHECK(answer.exit == 1);
  CHECK(answer.delay == 0.5);
  CHECK(answer.prediction == 4);
  CHECK(stage.script.late.empty());  // the rest never came to its end
}

TEST_CASE("what runs on behind a fallback belongs to the request and is learned of late") {
  Scenario scenario = with_two_exits();
  scenario.servers.front().load = 100;  // the rest takes 5.5 s
  Stage stage(scenario, falling_back(1, 0.5));
  stage.ask_at(0);
  stage.run();
  const RequestRecord& record = stage.records().at(0);
  CHECK(record.end.value == 0.5);
  CHECK(record.exit == 1);
  CHECK(record.downlink.value == 100);
  const double end_of_all = 0.15 + 0.053 + 5.5 + 0.0054;
  CHECK(same(stage.now(), end_of_all));
  CHECK(same(record.hops[0].service_end.value, 0.15 + 0.053 + 5.5));
  REQUIRE(stage.script.answers.size() == 1);
  CHECK(stage.script.answers[0].seen == Numbers{1});
  REQUIRE(stage.script.late.size() == 1);
  const Told& late = stage.script.late[0];
  CHECK(late.exit == 3);
  CHECK(late.place == 1);
  CHECK(late.prediction == 6);
  CHECK(late.seen == Numbers{1, 2});
  CHECK(same(late.delay, end_of_all));
  CHECK(same(late.energy, record.energy.total().value));
  CHECK(late.energy > stage.script.answers[0].energy);
}

TEST_CASE("an answer that comes in time is used and told once") {
  const Scenario scenario = with_two_exits();
  Stage stage(scenario, falling_back(1, 0.5));
  for (const double instant : {0.0, 0.3, 10.0}) stage.ask_at(instant);  // memory is used again within .5 s
  stage.run();
  for (const RequestRecord& record : stage.records()) {
    CHECK(record.exit == 3);
    CHECK_FALSE(record.ran_on);
  }
  CHECK(stage.script.answers.size() == 3);
  CHECK(stage.script.late.empty());
}

TEST_CASE("a device that has looked at no exit in time answers from the first that it looks at") {
  const Scenario scenario = with_two_exits();
  Stage stage(scenario, falling_back(3, 0.01));
  stage.ask_at(0);
  stage.run();
  const RequestRecord& record = stage.records().at(0);
  CHECK(record.exit == 1);
  CHECK(same(record.end.value, 0.15));
  CHECK(same(record.head_end.value, 0.7));  // it ran on
  CHECK(same(record.energy.total().value, 3 * 0.7));
  CHECK(stage.script.late.at(0).exit == 3);
}

TEST_CASE("a request that a server turns away waits for its fallback") {
  Scenario scenario = with_two_exits();
  scenario.servers.front().queue = 0;
  scenario.servers.front().load = 100;
  Stage stage(scenario, falling_back(1, 1));
  stage.ask_at(0);
  stage.ask_at(0.01);
  stage.run();
  CHECK(stage.server().turned_away == 1);
  REQUIRE(stage.records().size() == 2);
  const RequestRecord& turned_away = stage.records()[0];
  CHECK(turned_away.id == 1);
  CHECK(turned_away.ending == Ending::exited);
  CHECK(same(turned_away.end.value, 1.01));
  CHECK_FALSE(turned_away.ran_on);
  CHECK(stage.ended() == 2);
}

TEST_CASE("a policy cannot fall back before the arrival") {
  const Scenario scenario = with_two_exits();
  Stage stage(scenario, falling_back(1, -1));
  stage.ask_at(0);
  CHECK_THROWS_WITH_AS(stage.run(), "a policy decided on a fallback before the arrival", std::logic_error);
}

// ---- early release

TEST_CASE("an early answer of the device comes at its exit and the device computes on") {
  Scenario scenario = with_two_exits();
  scenario.devices.front().early_release = true;
  Stage stage(scenario, {.cuts = {3}, .exits = exits_of({1, 2})});
  stage.script.at_exit = [](const ExitView&) { return ExitAction::stop; };
  stage.ask_at(0);
  stage.ask_at(0.2);
  stage.run();
  for (const std::size_t i : {0U, 1U}) {
    const RequestRecord& record = stage.records().at(i);
    const double start = i == 0 ? 0.0 : 0.7;
    CHECK(same(record.head_start.value, start));
    CHECK(same(record.end.value, start + 0.15));
    CHECK(same(record.head_end.value, start + 0.7));
    CHECK(same(record.energy.total().value, 3 * 0.7));
    CHECK(record.exit == 1);
  }
  CHECK(stage.script.asked == Numbers{1, 1});
  CHECK(stage.script.answers.at(0).seen == Numbers{1});
  CHECK(stage.script.late.at(0).seen == Numbers{1, 2});
  CHECK(stage.script.late.at(0).exit == 3);
  CHECK(stage.script.late.at(0).prediction == 6);
}

TEST_CASE("a batch keeps its size and its time where answers are released early") {
  double end_of_service[2]{};
  Scenario scenario = with_two_exits();
  scenario.devices.front().count = 2;
  scenario.devices.front().early_release = true;
  scenario.links.front().medium = Medium::own;
  scenario.servers.front().batching = {.largest = 2, .wait = {1}, .relative_time = {{2, 1.5}}};
  Stage stage(scenario, {.cuts = {0}, .exits = exits_of({1, 2})});
  stage.script.at_exit = [](const ExitView& view) {
    return view.request == 0 ? ExitAction::stop : ExitAction::go_on;
  };
  stage.ask_at(0, 0);
  stage.ask_at(0, 1);
  stage.run();
  REQUIRE(stage.records().size() == 2);
  for (const RequestRecord& record : stage.records()) {
    end_of_service[record.id] = record.hops[0].service_end.value;
    // .085 on the way; a and its exit .015, all .07; a batch of two 1.5 times.
    const double answer = 0.085 + 1.5 * (record.id == 0 ? 0.015 : 0.07);
    CHECK(same(record.answer.value, answer));
    CHECK(same(record.end.value, answer + 0.0054));
  }
  CHECK(same(end_of_service[0], 0.085 + 1.5 * 0.07));
  CHECK(same(end_of_service[1], end_of_service[0]));
  CHECK(stage.server().batches == 1);
  CHECK(same(stage.server().slot_time.value, 1.5 * 0.07));
}

// ---- to and fro

TEST_CASE("work that comes back takes every crossing and every visit") {
  const Scenario scenario = with_two_exits();
  Stage stage(scenario, {.cuts = {1}, .returns = {2}});
  stage.ask_at(0);
  stage.run();
  const RequestRecord& record = stage.records().at(0);
  CHECK(same(record.head_end.value, 0.1));  // of the first visit
  CHECK(same(record.hops[0].service_end.value, 0.1 + 0.053 + 0.02));
  CHECK(same(record.end.value, 0.1 + 0.053 + 0.02 + 0.017 + 0.3));
  CHECK(record.ending == Ending::finished_on_device);
  CHECK(record.uplink.value == 6000);
  CHECK(record.downlink.value == 3000);
  CHECK(same(record.energy.head.value, 3 * 0.4));
  CHECK(same(record.energy.receive.value, 0.25 * 0.012 + 5e-8 * 24000));
  const auto links = stage.links();
  CHECK(links[0].delivered.value == 6000);
  CHECK(links[1].delivered.value == 3000);
}

TEST_CASE("work that goes to the server twice keeps the instants of the first time") {
  const Scenario scenario = with_two_exits();
  Stage stage(scenario, {.cuts = {0}, .exits = exits_of({2}), .returns = {1, 2}});
  stage.ask_at(0);
  stage.run();
  const RequestRecord& record = stage.records().at(0);
  const double back = 0.085 + 0.01 + 0.024 + 0.005;  // a on the server, 6000 B at 2 Mbps
  CHECK(same(record.hops[0].delivered.value, 0.085));
  CHECK(same(record.hops[0].service_end.value, 0.095));
  // b and exit 2 on the device.
  CHECK(same(record.end.value, back + 0.25 + 0.029 + 0.03 + 0.0054));
  CHECK(record.uplink.value == 13000);
  CHECK(record.downlink.value == 6100);
  CHECK(stage.server().served == 2);
}

TEST_CASE("a device offloads at an exit of its second visit") {
  const Scenario scenario = with_two_exits();
  Stage stage(scenario, {.cuts = {0}, .exits = exits_of({2}), .returns = {1}});
  stage.script.at_exit = offload_at_once;
  stage.ask_at(0);
  stage.run();
  CHECK(stage.records().at(0).decision.returns == CutPositions{1, 2});
  CHECK(stage.records().at(0).uplink.value == 13000);
}

TEST_CASE("work that comes back waits for the device like any other and may be turned away there") {
  Scenario scenario = with_two_exits();
  scenario.devices.front().queue = 0;
  Stage stage(scenario, {.cuts = {1}, .returns = {2}});
  stage.ask_at(0);
  stage.ask_at(0.15);  // it computes when the first is back
  stage.run();
  CHECK(stage.records().at(0).id == 0);
  CHECK(stage.records().at(0).ending == Ending::dropped);
  CHECK(stage.records().at(1).ending == Ending::finished_on_device);
}

TEST_CASE("returns that do not fit are a fault of the policy") {
  const Outlook one(1);
  const Outlook two(2);
  const std::vector<double> load{1.0};
  CHECK_NOTHROW(make_plan(one.costs, load, {.cuts = {0}, .returns = {1, 2}}));
  CHECK_THROWS_WITH_AS(
      make_plan(one.costs, load, {.cuts = {1}, .returns = {1}}),
      "a policy decided on 1 returns behind cut 1 that do not fit a path with 2 places and a "
      "network with 3 layers",
      std::logic_error);
  CHECK_THROWS_AS(make_plan(one.costs, load, {.cuts = {1}, .returns = {3}}), std::logic_error);
  CHECK_THROWS_AS(make_plan(one.costs, load, {.cuts = {0}, .returns = {2, 1}}), std::logic_error);
  CHECK_THROWS_AS(make_plan(two.costs, {1.0, 1.0}, {.cuts = {0, 0}, .returns = {1}}), std::logic_error);
  NetworkProfile encoded = three_layers();
  encoded.bottlenecks = {{.after = "b"}};
  const Hardware device = slow_device();
  const Hardware server = fast_server();
  const CostTable costs(NetworkGraph(encoded), {&device, &server});
  CHECK_THROWS_AS(make_plan(costs, load, {.cuts = {0}, .returns = {2}}), std::logic_error);
  CHECK_NOTHROW(make_plan(costs, load, {.cuts = {0}, .returns = {1, 2}}));
}
