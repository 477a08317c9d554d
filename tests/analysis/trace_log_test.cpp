#include "analysis/trace_log.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/support/program.hpp"
#include "tests/support/small_world.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;
using Json = nlohmann::json;

namespace {

/// A request of one device over one hop. Its times: wait, head, air, latency, service, a second each, and no
/// other waits.
RequestRecord record_of(std::uint64_t id, double arrival) {
  RequestRecord record{.id = id, .ending = Ending::finished_on_server, .exit = 1, .place = 1};
  record.decision.cuts = {2};
  record.arrival = {arrival};
  record.head_start = {arrival + 1};
  record.head_end = {arrival + 2};
  record.hops = {{.send_start = {arrival + 2},
                  .sent = {arrival + 3},
                  .delivered = {arrival + 4},
                  .service_start = {arrival + 4},
                  .service_end = {arrival + 5}}};
  record.answer = {arrival + 5};
  record.end = {arrival + 5};
  return record;
}

/// The events of a log of these records.
Json events_of(const Scenario& scenario, const std::vector<RequestRecord>& records,
               const TracedRequests& wanted = {}, const std::string& policy = "fixed_cut") {
  const TemporaryDirectory directory;
  TraceLog log(directory.path() + "/trace", {.scenario = "idle", .policy = policy}, scenario, wanted);
  for (const RequestRecord& record : records) log.take(record);
  log.close();
  return Json::parse("[" + content(directory.path() + "/trace") + "]");
}

std::vector<Json> of_kind(const Json& events, const std::string& phase) {
  std::vector<Json> found;
  for (const Json& event : events) {
    if (event.at("ph") == phase) found.push_back(event);
  }
  return found;
}

/// "thread_name" by thread.
std::map<int, std::string> threads_of(const Json& events) {
  std::map<int, std::string> names;
  for (const Json& event : of_kind(events, "M")) {
    if (event.at("name") == "thread_name") names[event.at("tid")] = event.at("args").at("name");
  }
  return names;
}

}  // namespace

TEST_CASE("a request is a slice a part, in microseconds, and those that take no time have none") {
  const Json events = events_of(idle_scenario(), {record_of(0, 2.5)});
  const auto slices = of_kind(events, "X");
  const auto threads = threads_of(events);
  const std::vector<std::pair<std::string, std::string>> expected{
      {"device_wait", "sensors: wait for the device"},
      {"head", "sensors"},
      {"air", "air up, sensors"},
      {"link_latency", "air up, sensors: latency"},
      {"service", "edge"}};
  REQUIRE(slices.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(slices[i].at("cat") == expected[i].first);
    CHECK(threads.at(slices[i].at("tid")) == expected[i].second);
    CHECK(slices[i].at("ts").get<double>() == 2.5e6 + 1e6 * static_cast<double>(i));
    CHECK(slices[i].at("dur") == 1e6);
    CHECK(slices[i].at("name") == "request 0");
    CHECK(slices[i].at("args").at("cut") == "b");
    CHECK(slices[i].at("args").at("ending") == "finished_on_server");
    CHECK(slices[i].at("args").at("place") == "edge");
    CHECK(slices[i].at("args").at("latency_s") == 5);
  }
}

TEST_CASE("a flow leads from the first slice of a request over all others to the last") {
  const Json events = events_of(idle_scenario(), {record_of(0, 0)}, {.process = 3});
  std::string kinds;
  std::vector<Json> flow;
  for (const Json& event : events) {
    const auto kind = event.at("ph").get<std::string>();
    if (kind != "s" && kind != "t" && kind != "f") continue;
    kinds += kind;
    flow.push_back(event);
  }
  CHECK(kinds == "stttf");
  const auto slices = of_kind(events, "X");
  for (std::size_t i = 0; i < flow.size(); ++i) {
    CHECK(flow[i].at("id") == 3 * 4294967296);
    CHECK(flow[i].at("pid") == 3);
    CHECK(flow[i].at("ts") == slices[i].at("ts"));
    CHECK(flow[i].at("tid") == slices[i].at("tid"));
  }
}

TEST_CASE("requests that share a place lie on lanes, each on the first that is free") {
  // Of one device, which could not compute them all at once: what is to be seen is where they lie.
  const Json events =
      events_of(idle_scenario(), {record_of(0, 0), record_of(1, 0.5), record_of(2, 1), record_of(3, 1.25)});
  const auto threads = threads_of(events);
  std::vector<std::string> lanes;
  for (const Json& slice : of_kind(events, "X")) {
    if (slice.at("cat") == "head") lanes.push_back(threads.at(slice.at("tid")));
  }
  CHECK(lanes == std::vector<std::string>{"sensors", "sensors (2)", "sensors", "sensors (3)"});
}

TEST_CASE("events come in the order of their instants though requests end in another one") {
  const Json events =
      events_of(idle_scenario(), {record_of(2, 4), record_of(1, 3), record_of(4, 9), record_of(0, 1)});
  double last = 0;
  for (const Json& event : events) {
    if (!event.contains("ts")) continue;
    CHECK(event.at("ts").get<double>() >= last);
    last = event.at("ts");
  }
  CHECK(last == 14e6);
  CHECK(of_kind(events, "X").size() == 20);
}

TEST_CASE("counters tell how many requests wait, are in the air and are served") {
  const Json events = events_of(idle_scenario(), {record_of(0, 0), record_of(1, 0.5)});
  std::vector<std::pair<double, int>> air;
  for (const Json& event : of_kind(events, "C")) {
    if (event.at("name") == "air up: in the air")
      air.emplace_back(event.at("ts"), event.at("args").at("requests").get<int>());
  }
  CHECK(air == std::vector<std::pair<double, int>>{{2e6, 1}, {2.5e6, 2}, {3e6, 1}, {3.5e6, 0}});
}

TEST_CASE("of some requests only, a trace has their slices and no counters") {
  const Json events = events_of(
      idle_scenario(), {record_of(1, 1), record_of(0, 0), record_of(2, 2), record_of(3, 3)}, {1, 2, 1});
  CHECK(of_kind(events, "C").empty());
  for (const Json& slice : of_kind(events, "X")) {
    CHECK(slice.at("args").at("request") >= 1);
    CHECK(slice.at("args").at("request") <= 2);
  }
  CHECK(of_kind(events, "X").size() == 10);
}

TEST_CASE("a request that got no answer is marked where it was last seen") {
  RequestRecord record = record_of(0, 1);
  record.ending = Ending::unfinished;
  record.exit = 0;
  record.answer = never;
  record.end = never;
  record.hops[0].service_end = never;
  const Json events = events_of(idle_scenario(), {record});
  const auto marks = of_kind(events, "i");
  REQUIRE(marks.size() == 1);
  CHECK(marks[0].at("name") == "request 0 unfinished");
  CHECK(marks[0].at("ts") == 5e6);
  CHECK(marks[0].at("args").at("ending") == "unfinished");
  CHECK_FALSE(marks[0].at("args").contains("latency_s"));
  CHECK(of_kind(events, "X").size() == 4);
}

TEST_CASE("names are what they are whatever letters they have") {
  Scenario scenario = idle_scenario();
  scenario.devices[0].name = "\"door\\bells\"\t";
  const Json events = events_of(scenario, {record_of(0, 0)}, {}, "a \"b\"");
  CHECK(events[0].at("args").at("name") == "idle: a \"b\" (seed 1, run 0)");
  bool seen = false;
  for (const auto& [thread, name] : threads_of(events)) seen = seen || name == "\"door\\bells\"\t";
  CHECK(seen);
}

TEST_CASE("a deadline is told as met or missed") {
  Scenario scenario = idle_scenario();
  scenario.devices[0].workload.deadline = Seconds{4};
  CHECK(of_kind(events_of(scenario, {record_of(0, 0)}), "X")[0].at("args").at("deadline_missed") == true);
  scenario.devices[0].workload.deadline = Seconds{5};
  CHECK(of_kind(events_of(scenario, {record_of(0, 0)}), "X")[0].at("args").at("deadline_missed") == false);
}

TEST_CASE("a trace that cannot be written is an error") {
  CHECK_THROWS_WITH_AS(TraceLog("/nowhere/trace", {}, idle_scenario(), {}), "cannot write '/nowhere/trace'",
                       std::runtime_error);
}
