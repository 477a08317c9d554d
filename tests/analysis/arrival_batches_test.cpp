#include "analysis/arrival_batches.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr std::size_t latency = 1;  ///< in batched_columns
constexpr std::size_t energy = 3;

RequestRecord answered_after(std::uint64_t id, double seconds) {
  RequestRecord record;
  record.id = id;
  record.measured = true;
  record.ending = Ending::finished_on_device;
  record.exit = 1;
  record.decision.cuts = {3};
  record.correct = Correctness::right;
  record.arrival = {static_cast<double>(id)};
  record.end = {static_cast<double>(id) + seconds};
  record.hops.resize(1);
  return record;
}

RunReport report_of(std::size_t groups) {
  RunReport report;
  report.groups.resize(groups);
  for (GroupReport& group : report.groups) group.knows_request_energy = true;
  return report;
}

std::vector<std::vector<BatchOfArrivals>> batches_of(const Scenario& scenario,
                                                     const std::vector<RequestRecord>& records,
                                                     const RunReport& report) {
  ArrivalBatches batches(scenario);
  for (const RequestRecord& record : records) batches.take(record);
  return batches.finish(report);
}

}  // namespace

TEST_CASE("batches are of requests as they arrived, in whatever order they end") {
  std::vector<RequestRecord> records;
  for (std::uint64_t id = 0; id < 1000; ++id) records.push_back(answered_after(id, static_cast<double>(id)));
  std::reverse(records.begin(), records.end());
  const auto batches = batches_of(idle_scenario(), records, report_of(1)).at(0);
  // 1000 requests in batches of 16: 62 full ones, and eight requests are left over.
  REQUIRE(batches.size() == 62);
  for (std::size_t i = 0; i < batches.size(); ++i) {
    CHECK(batches[i].first == 16 * i);
    CHECK(batches[i].size == 16);
    CHECK(*batches[i].means[latency] == doctest::Approx(16.0 * static_cast<double>(i) + 7.5));
  }
}

TEST_CASE("a batch with a request of the warm-up is left out") {
  std::vector<RequestRecord> records;
  for (std::uint64_t id = 0; id < 640; ++id) {
    records.push_back(answered_after(id, 1));
    records.back().measured = id >= 33;
  }
  const auto batches = batches_of(idle_scenario(), records, report_of(1)).at(0);
  REQUIRE(batches.size() == 37);  // of 16 requests, from number 48 on
  CHECK(batches.front().first == 48);
}

TEST_CASE("the groups share the batches, and each has its own means") {
  Scenario scenario = idle_scenario();
  scenario.devices.push_back(scenario.devices.front());
  scenario.devices.back().name = "others";
  std::vector<RequestRecord> records;
  for (std::uint64_t id = 0; id < 64; ++id) {
    records.push_back(answered_after(id, id % 2 == 0 ? 1 : 3));
    records.back().group = static_cast<std::uint32_t>(id % 2);
  }
  const auto batches = batches_of(scenario, records, report_of(2));
  REQUIRE(batches.at(0).size() == 64);
  CHECK(batches[0][0].means[latency] == 1);
  CHECK_FALSE(batches[0][1].means[latency]);
  CHECK_FALSE(batches[1][0].means[latency]);
  CHECK(batches[1][1].means[latency] == 3);
}

TEST_CASE("what is not known of every answer is known of no batch") {
  std::vector<RequestRecord> records;
  for (std::uint64_t id = 0; id < 8; ++id) records.push_back(answered_after(id, 1));
  CHECK(batches_of(idle_scenario(), records, report_of(1))[0][0].means[0] == 1);
  records[7].correct = Correctness::unknown;
  RunReport report = report_of(1);
  report.groups.front().knows_request_energy = false;
  const auto batches = batches_of(idle_scenario(), records, report).at(0);
  CHECK_FALSE(batches[0].means[0]);
  CHECK_FALSE(batches[0].means[energy]);
  CHECK(batches[0].means[latency] == 1);
}

TEST_CASE("a run without measured requests has no batches") {
  CHECK(batches_of(idle_scenario(), {}, report_of(1)).at(0).empty());
}
