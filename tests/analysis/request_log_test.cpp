#include "analysis/request_log.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/document.hpp"
#include "tests/support/small_world.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("a request log has a line for each request in the order in which they end") {
  const Scenario scenario = idle_scenario();
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/requests.csv";
  RequestLog log(path, {.scenario = "idle", .policy = "p", .seed = 3, .run = 4}, scenario, 1);
  RequestRecord record;
  record.hops.resize(1);
  record.decision.cuts = {1};
  for (const std::uint64_t id : {5U, 2U}) {
    record.id = id;
    log.take(record);
  }
  log.close();
  std::string header;
  for (const auto& column : request_columns(1)) header += (header.empty() ? "" : ",") + column.name;
  const CsvTable table(header + "\n" + read_text_file(path), path, true);
  REQUIRE(table.rows() == 2);
  CHECK(table.text(0, table.column("request")) == "5");
  CHECK(table.text(1, table.column("request")) == "2");
  CHECK(table.text(0, table.column("scenario")) == "idle");
  CHECK(table.text(0, table.column("policy")) == "p");
  CHECK(table.text(0, table.column("seed")) == "3");
  CHECK(table.text(0, table.column("run")) == "4");
  CHECK(table.text(0, table.column("group")) == "sensors");
  CHECK(table.text(0, table.column("cut")) == "a");
}

TEST_CASE("a request log that cannot be written is refused with the reason") {
  const Scenario scenario = idle_scenario();
  CHECK_THROWS_WITH_AS(RequestLog("/missing/requests.csv", {}, scenario, 1),
                       "cannot write '/missing/requests.csv': No such file or directory", std::runtime_error);
  RequestLog log("/dev/full", {}, scenario, 1);
  RequestRecord record;
  record.hops.resize(1);
  record.decision.cuts = {1};
  log.take(record);
  CHECK_THROWS_WITH_AS(log.close(), "cannot write '/dev/full': No space left on device", std::runtime_error);
}
