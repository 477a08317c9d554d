#include <doctest/doctest.h>

#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Devices whose requests meet in the batches of a server that is busy for most of the time.
Scenario busy_server(bool early_release) {
  Scenario scenario = idle_scenario({"a", "b"});
  scenario.requests = 400;
  SampleTrace samples(3, true, false);
  samples.add({{.confidence = 0.9, .correct = Correctness::right}, {.confidence = 0.9}, {.confidence = 0.9}});
  samples.add({{.confidence = 0.1}, {.confidence = 0.9, .correct = Correctness::wrong}, {.confidence = 0.9}});
  samples.add({{.confidence = 0.1}, {.confidence = 0.2}, {.confidence = 0.9, .correct = Correctness::right}});
  scenario.networks.front().samples = samples;
  scenario.servers.front().load = 10;  // .7 s a request
  scenario.servers.front().batching = {.largest = 4, .wait = {0.2}, .relative_time = {{4, 2}}};
  Deployment& devices = scenario.devices.front();
  devices.count = 10;
  devices.early_release = early_release;
  devices.workload.arrivals = PoissonArrivals{{0.2}};
  return scenario;
}

PolicyChoice cascade(double threshold) {
  return {.name = "confidence_exit",
          .parameters = {{"threshold", threshold}, {"cut", std::vector<std::string>{"input"}}}};
}

}  // namespace

TEST_CASE("early release leaves the server as if nobody exited and answers as early as the exits") {
  const Simulated nobody_exits = simulated(busy_server(false), cascade(1));
  const Simulated released = simulated(busy_server(true), cascade(0.5));
  for (const std::string column : {"arrived", "served", "batches", "wait_mean_s"}) {
    CAPTURE(column);
    CHECK(released.servers.number(0, column) == nobody_exits.servers.number(0, column));
  }
  // The run ends with the last service instead of the last answer, 5.4 ms later, after more than 100 s.
  const double utilisation = nobody_exits.servers.number(0, "utilisation");
  CHECK(released.servers.number(0, "utilisation") >= utilisation);
  CHECK(released.servers.number(0, "utilisation") <= utilisation * (1 + 0.0054 / 100));
  CHECK(released.summary.number(0, "completed") == nobody_exits.summary.number(0, "completed"));
  CHECK(released.summary.number(0, "latency_mean_s") <
        0.9 * nobody_exits.summary.number(0, "latency_mean_s"));
  std::size_t exited = 0;
  for (std::size_t row = 0; row < released.requests.rows(); ++row) {
    const std::size_t other =
        nobody_exits.requests.row_where("request", released.requests.text(row, "request"));
    CHECK(released.requests.number(row, "hop1_service_end_s") ==
          nobody_exits.requests.number(other, "hop1_service_end_s"));
    CHECK(released.requests.number(row, "answer_s") <= nobody_exits.requests.number(other, "answer_s"));
    if (released.requests.text(row, "ending") == "exited") ++exited;
  }
  CHECK(exited > 200);
}

TEST_CASE("a run with early release gives the same results twice") {
  const Simulated one = simulated(busy_server(true), cascade(0.5));
  const Simulated two = simulated(busy_server(true), cascade(0.5));
  REQUIRE(one.requests.rows() == two.requests.rows());
  for (std::size_t row = 0; row < one.requests.rows(); ++row) {
    CHECK(one.requests.text(row, "request") == two.requests.text(row, "request"));
    CHECK(one.requests.text(row, "end_s") == two.requests.text(row, "end_s"));
  }
}
