#include "analysis/run_summary.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

bool same(const std::optional<double>& value, double expected) {
  return value && *value == doctest::Approx(expected).epsilon(1e-12);
}

/// An answered and measured request of group 0.
RequestRecord answered_after(double latency) {
  RequestRecord record;
  record.measured = true;
  record.ending = Ending::finished_on_device;
  record.exit = 2;
  record.decision.cuts = {3};
  record.arrival = {10};
  record.end = {10 + latency};
  record.hops.resize(1);
  return record;
}

RequestRecord ended(Ending ending) {
  RequestRecord record = answered_after(1);
  record.ending = ending;
  record.exit = 0;
  record.end = never;
  return record;
}

/// The report of a run of one group from 0 to 100 s.
RunReport report_of(std::uint64_t devices = 1) {
  RunReport report;
  report.arrivals_end = {90};
  report.end = {100};
  report.groups.push_back({.name = "sensors", .devices = devices});
  report.servers.push_back({.name = "edge"});
  return report;
}

GroupSummary summary_of(const Scenario& scenario, const std::vector<RequestRecord>& records,
                        const RunReport& report = report_of()) {
  RunSummary summary(scenario);
  for (const RequestRecord& record : records) summary.take(record);
  return summary.finish(report).at(0);
}

/// A summary with one exit besides the end.
GroupSummary summary_of(const std::vector<RequestRecord>& records, const RunReport& report = report_of()) {
  return summary_of(idle_scenario({"a"}), records, report);
}

/// The verdict on so many measured requests of which some were dropped and some more than at the start are in
/// flight at the end.
Verdict verdict(std::size_t requests, std::size_t dropped, std::uint64_t growth) {
  std::vector<RequestRecord> records(requests - dropped, answered_after(1));
  records.resize(requests, ended(Ending::dropped));
  RunReport report = report_of();
  report.groups.front().in_flight_after_warmup = 100;
  report.groups.front().in_flight_at_end = 100 + growth;
  return summary_of(records, report).verdict;
}

}  // namespace

// ---- quantiles

TEST_CASE("a quantile is the nearest rank") {
  std::vector<double> values{50, 15, 40, 20, 35};
  CHECK(quantile(values, 0.05) == 15);
  CHECK(quantile(values, 0.20) == 15);
  CHECK(quantile(values, 0.21) == 20);
  CHECK(quantile(values, 0.40) == 20);
  CHECK(quantile(values, 0.50) == 35);
  CHECK(quantile(values, 0.95) == 50);
  CHECK(quantile(values, 1.00) == 50);
}

TEST_CASE("a quantile of a hundred values is the value of that number") {
  std::vector<double> values;
  for (int i = 100; i >= 1; --i) values.push_back(i);
  CHECK(quantile(values, 0.50) == 50);
  CHECK(quantile(values, 0.95) == 95);
  CHECK(quantile(values, 0.99) == 99);
}

TEST_CASE("the quantiles of one value are that value and of none nothing") {
  std::vector<double> one{7};
  CHECK(quantile(one, 0.5) == 7);
  CHECK(quantile(one, 0.99) == 7);
  std::vector<double> none;
  CHECK_FALSE(quantile(none, 0.5));
}

// ---- what is counted

TEST_CASE("a summary counts how requests ended") {
  const GroupSummary summary = summary_of(
      {answered_after(1), answered_after(1), ended(Ending::dropped), ended(Ending::lost), ended(Ending::lost),
       ended(Ending::unfinished), ended(Ending::unfinished), ended(Ending::unfinished)},
      report_of(3));
  CHECK(summary.group == "sensors");
  CHECK(summary.devices == 3);
  CHECK(summary.requests == 8);
  CHECK(summary.completed == 2);
  CHECK(summary.dropped == 1);
  CHECK(summary.lost == 2);
  CHECK(summary.unfinished == 3);
}

TEST_CASE("requests of the warm-up are not counted") {
  RequestRecord early = answered_after(1000);
  early.measured = false;
  const GroupSummary summary = summary_of({early, answered_after(1)});
  CHECK(summary.requests == 1);
  CHECK(same(summary.latency.mean, 1));
}

TEST_CASE("without requests nothing is known") {
  const GroupSummary summary = summary_of(std::vector<RequestRecord>{});
  CHECK(summary.requests == 0);
  CHECK_FALSE(summary.latency.mean);
  CHECK_FALSE(summary.latency_p50);
  CHECK_FALSE(summary.accuracy.mean);
  CHECK_FALSE(summary.offload_rate.mean);
  CHECK(summary.exit_shares == std::vector<double>{0, 0});
  CHECK(summary.cut_shares.empty());
  CHECK(summary.verdict == Verdict::stable);
}

TEST_CASE("each group has a summary of its own") {
  Scenario scenario = idle_scenario();
  scenario.devices.push_back(scenario.devices.front());
  scenario.devices.back().name = "others";
  RunSummary summary(scenario);
  summary.take([] {
    RequestRecord record = answered_after(2);
    record.exit = 1;
    return record;
  }());
  RequestRecord other = answered_after(4);
  other.group = 1;
  other.exit = 1;
  summary.take(other);
  summary.take(other);
  RunReport report = report_of();
  report.groups.push_back({.name = "others", .devices = 1});
  const auto summaries = summary.finish(report);
  REQUIRE(summaries.size() == 2);
  CHECK(summaries[0].requests == 1);
  CHECK(same(summaries[0].latency.mean, 2));
  CHECK(summaries[1].group == "others");
  CHECK(summaries[1].requests == 2);
  CHECK(same(summaries[1].latency.mean, 4));
}

// ---- means and shares

TEST_CASE("latency is summarised over answered requests") {
  const GroupSummary summary =
      summary_of({answered_after(1), answered_after(2), answered_after(6), ended(Ending::dropped)});
  CHECK(same(summary.latency.mean, 3));
  // Squares 4 + 1 + 9, variance 7; t of two degrees of freedom is .95 / sqrt(.04875).
  CHECK(same(summary.latency.half_width, 0.95 / std::sqrt(0.04875) * std::sqrt(7.0 / 3)));
  CHECK(same(summary.latency_p50, 2));
  CHECK(same(summary.latency_p95, 6));
  CHECK(same(summary.latency_p99, 6));
}

TEST_CASE("accuracy is the share of right answers") {
  std::vector<RequestRecord> records(4, answered_after(1));
  for (RequestRecord& record : records) record.correct = Correctness::right;
  records[2].correct = Correctness::wrong;
  records.push_back(ended(Ending::dropped));
  CHECK(same(summary_of(records).accuracy.mean, 0.75));
}

TEST_CASE("accuracy is unknown where one answer cannot be judged") {
  std::vector<RequestRecord> records(4, answered_after(1));
  for (RequestRecord& record : records) record.correct = Correctness::right;
  records[2].correct = Correctness::unknown;
  const GroupSummary summary = summary_of(records);
  CHECK_FALSE(summary.accuracy.mean);
  CHECK_FALSE(summary.accuracy.half_width);
}

TEST_CASE("a deadline is missed by late answers and by none") {
  Scenario scenario = idle_scenario({"a"});
  const std::vector<RequestRecord> records{answered_after(0.5), answered_after(1), answered_after(1.5),
                                           ended(Ending::dropped), ended(Ending::lost)};
  CHECK_FALSE(summary_of(scenario, records).deadline_miss_rate.mean);
  scenario.devices.front().workload.deadline = Seconds{1};  // which is kept by an answer after 1 s
  CHECK(same(summary_of(scenario, records).deadline_miss_rate.mean, 3.0 / 5));
}

TEST_CASE("the energy of a request is known where its powers are") {
  RequestRecord small = answered_after(1);
  small.energy = {.head = {1}, .exits = {2}, .transmit = {3}, .receive = {4}};
  RequestRecord large = answered_after(1);
  large.energy = {.head = {20}};
  RunReport report = report_of();
  CHECK_FALSE(summary_of({small, large}, report).device_energy.mean);
  report.groups.front().knows_request_energy = true;
  CHECK(same(summary_of({small, large}, report).device_energy.mean, 15));
}

TEST_CASE("the offload rate is the share of answers whose request was sent") {
  RequestRecord sent = answered_after(1);
  sent.hops[0].send_start = {10.5};
  sent.uplink = {600};
  RequestRecord without_path = answered_after(1);
  without_path.hops.clear();
  const GroupSummary summary = summary_of({sent, answered_after(1), answered_after(1), without_path});
  CHECK(same(summary.offload_rate.mean, 0.25));
  CHECK(same(summary.uplink_bytes.mean, 150));
}

TEST_CASE("the shares of the exits are those of the answers") {
  RequestRecord early = answered_after(1);
  early.exit = 1;
  const GroupSummary summary =
      summary_of({early, answered_after(1), answered_after(1), answered_after(1), ended(Ending::dropped)});
  REQUIRE(summary.exit_shares.size() == 2);
  CHECK(summary.exit_shares[0] == 0.25);
  CHECK(summary.exit_shares[1] == 0.75);
}

TEST_CASE("a device holds the weights up to the deepest cut that was chosen") {
  std::vector<RequestRecord> records(2, answered_after(1));
  for (auto& record : records) record.decision.cuts = {1};
  CHECK(summary_of(records).device_weights == 24);  // four parameters of layer a, two of the exit behind it
  records.back().decision.cuts = {2};
  const double deeper = summary_of(records).device_weights;
  records.front().decision.cuts = {0};
  CHECK(summary_of(records).device_weights == deeper);
  CHECK(deeper == 40);
  records.back().decision.cuts = {0};
  CHECK(summary_of(records).device_weights == 0);
}

TEST_CASE("the shares of the cuts are those of all requests and the most frequent comes first") {
  std::vector<RequestRecord> records(4, answered_after(1));
  records[0].decision.cuts = {1};
  records.push_back(ended(Ending::dropped));
  records.back().decision.cuts = {1};
  const GroupSummary summary = summary_of(records);
  REQUIRE(summary.cut_shares.size() == 2);
  CHECK(summary.cut_shares[0] == std::pair<std::string, double>{"c", 0.6});
  CHECK(summary.cut_shares[1] == std::pair<std::string, double>{"a", 0.4});
}

// ---- over time

TEST_CASE("throughput is answers by measured time with the spread over its parts") {
  RunReport report = report_of();
  report.warmup = {20};  // 80 s measured
  report.windows = {{{20}, {40}, {{.completed = 20}}}, {{40}, {60}, {{.completed = 40}}}};
  const GroupSummary summary = summary_of({answered_after(1), answered_after(1)}, report);
  CHECK(same(summary.throughput.mean, 2.0 / 80));
  // 1 and 2 a second: deviation 1 / sqrt(2), half-width t 1 / 2 with one degree of freedom.
  CHECK(same(summary.throughput.half_width, std::tan(0.475 * std::acos(-1.0)) / 2));
}

TEST_CASE("power is the energy of a device by measured time with the spread over its parts") {
  RunReport report = report_of(2);
  report.warmup = {20};
  report.groups.front().energy_after_warmup = {800};
  report.windows = {{{20}, {40}, {{.energy = {40}}}}, {{40}, {60}, {{.energy = {80}}}}};
  CHECK_FALSE(summary_of({answered_after(1)}, report).device_power.mean);
  report.groups.front().knows_power = true;
  const GroupSummary summary = summary_of({answered_after(1)}, report);
  CHECK(same(summary.device_power.mean, 5));  // 800 J, two devices, 80 s
  CHECK(same(summary.device_power.half_width, std::tan(0.475 * std::acos(-1.0)) / 2));
}

TEST_CASE("a run without measured time has no throughput") {
  RunReport report = report_of();
  report.warmup = {100};
  CHECK_FALSE(summary_of({answered_after(1)}, report).throughput.mean);
}

TEST_CASE("the highest utilisation is that of the servers on the path") {
  Scenario scenario = idle_scenario({"a"});
  scenario.servers.push_back({.name = "elsewhere", .hardware = fast_server()});
  RunReport report = report_of();
  report.servers.front().highest_utilisation = 0.25;
  report.servers.push_back({.name = "elsewhere", .highest_utilisation = 0.75});
  CHECK(same(summary_of(scenario, {}, report).server_utilisation_max, 0.25));
  scenario.devices.front().path.clear();
  CHECK_FALSE(summary_of(scenario, {}, report).server_utilisation_max);
}

TEST_CASE("a group with several paths has the share of each and the cost of all their servers, each once") {
  Scenario scenario = idle_scenario({"a"});
  scenario.servers.push_back({.name = "cloud", .hardware = fast_server()});
  scenario.devices.front().routes = {{.name = "near", .path = {"air", "edge"}},
                                     {.name = "again", .path = {"air", "edge"}},
                                     {.name = "far", .path = {"air", "cloud"}}};
  RunReport report = report_of();
  report.servers.front().cost = 0.5;
  report.servers.push_back({.name = "cloud", .highest_utilisation = 0.75, .cost = 2});
  std::vector<RequestRecord> records(4, answered_after(1));
  for (const std::size_t i : {1U, 2U, 3U}) records[i].decision.route = 2;
  const GroupSummary summary = summary_of(scenario, records, report);
  CHECK(summary.route_shares ==
        std::vector<std::pair<std::string, double>>{{"near", 0.25}, {"again", 0}, {"far", 0.75}});
  CHECK(same(summary.server_cost, 2.5));
  CHECK(same(summary.server_utilisation_max, 0.75));
  const GroupSummary plain = summary_of(idle_scenario({"a"}), {answered_after(1)});
  CHECK(plain.route_shares.empty());
  CHECK_FALSE(plain.server_cost);
}

// ---- verdicts

TEST_CASE("a group is stable up to one percent of requests piled up") {
  CHECK(verdict(2000, 0, 0) == Verdict::stable);
  CHECK(verdict(2000, 0, 20) == Verdict::stable);
  CHECK(verdict(2000, 0, 21) == Verdict::backlogged);
}

TEST_CASE("a group is overloaded from five percent of requests piled up") {
  CHECK(verdict(2000, 0, 100) == Verdict::backlogged);
  CHECK(verdict(2000, 0, 101) == Verdict::overloaded);
}

TEST_CASE("requests that were dropped count as piled up") {
  CHECK(verdict(2000, 20, 0) == Verdict::stable);
  CHECK(verdict(2000, 21, 0) == Verdict::backlogged);
  CHECK(verdict(2000, 15, 6) == Verdict::backlogged);
  CHECK(verdict(2000, 90, 11) == Verdict::overloaded);
}

TEST_CASE("below ten requests nothing is concluded") {
  CHECK(verdict(20, 9, 0) == Verdict::stable);
  CHECK(verdict(20, 10, 0) == Verdict::overloaded);
  CHECK(verdict(20, 5, 4) == Verdict::stable);
}

TEST_CASE("fewer in flight at the end than at the start are no pile") {
  RunReport report = report_of();
  report.groups.front().in_flight_after_warmup = 1000;
  report.groups.front().in_flight_at_end = 0;
  CHECK(summary_of(std::vector<RequestRecord>(100, answered_after(1)), report).verdict == Verdict::stable);
}

TEST_CASE("verdicts have names") {
  CHECK(name(Verdict::stable) == "stable");
  CHECK(name(Verdict::backlogged) == "backlogged");
  CHECK(name(Verdict::overloaded) == "overloaded");
}

// ---- changes of accuracy

namespace {

RequestRecord judged(Correctness correct, double change) {
  RequestRecord record = answered_after(1);
  record.correct = correct;
  record.accuracy_change = change;
  return record;
}

}  // namespace

TEST_CASE("accuracy is the share of right answers and the mean of what bottlenecks changed") {
  const GroupSummary summary = summary_of({judged(Correctness::right, -0.1), judged(Correctness::right, 0),
                                           judged(Correctness::wrong, -0.1), judged(Correctness::right, 0)});
  CHECK(same(summary.accuracy.mean, 0.75 - 0.05));
  // Student's t for 4 values of mean .7: .9, 1, -.1, 1.
  const double spread = std::sqrt((0.04 + 0.09 + 0.64 + 0.09) / 3);
  CHECK(same(summary.accuracy.half_width, 3.182446305284263 * spread / 2));
}

TEST_CASE("accuracy stays a share whatever bottlenecks change") {
  CHECK(same(summary_of({judged(Correctness::wrong, -0.5)}).accuracy.mean, 0));
  CHECK(same(summary_of({judged(Correctness::right, 0.5)}).accuracy.mean, 1));
}

TEST_CASE("accuracy is unknown where an answer cannot be judged whatever was changed") {
  CHECK(!summary_of({judged(Correctness::right, 0), judged(Correctness::unknown, -0.5)}).accuracy.mean);
}
