#include <doctest/doctest.h>

#include <fstream>

#include "tests/support/program.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

ResultTable table(const std::string& path) {
  return ResultTable(CsvTable(content(path), path, true));
}

/// Two cameras that learn for 200 requests.
std::string scenario(const std::string& policy) {
  return "requests: 200\n"
         "networks:\n"
         "  abc:\n"
         "    profile:\n"
         "      input: 10 kB\n"
         "      layers: [{name: a, macs: 1 MMAC, output: 6 kB}, {name: b, macs: 2 MMAC, output: 400 B}]\n"
         "devices:\n"
         "  cameras: {count: 2, hardware: {rate: 10 MMAC/s}, network: abc, path: [wifi, edge],\n"
         "            arrivals: {periodic: 1 s, phase: 0 s}}\n"
         "links: {wifi: {up: 1 Mbps}}\n"
         "servers: {edge: {hardware: {rate: 100 MMAC/s}}}\n"
         "policy: " +
         policy + "\n";
}

struct Place {
  Ran run(const std::string& name, const std::string& policy, std::vector<std::string> more = {}) const {
    std::ofstream(path(name + ".yaml")) << scenario(policy);
    std::vector<std::string> arguments{"run", path(name + ".yaml"), "--out", path(name)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_splitscape(arguments);
  }
  std::string path(const std::string& name) const { return directory.path() + "/" + name; }

  TemporaryDirectory directory{};
};

}  // namespace

TEST_CASE("what policies learned is written and another run begins with it") {
  const Place place;
  const Ran first = place.run("first", "[{name: sac_d, hidden: 4}, device_only]", {"--learned"});
  REQUIRE(first.err == "");
  REQUIRE(first.code == 0);
  CHECK(first.out.find("servers, learned.csv") != std::string::npos);
  const ResultTable learned = table(place.path("first/learned.csv"));
  // 9 numbers, 3 actions; actor and critics of 4 x 10 + 4 x 5 + 3 x 5, a temperature; two devices.
  REQUIRE(learned.rows() == 2 * (2 + 3 * 75 + 1));
  CHECK(learned.text(0, "policy") == "sac_d");
  CHECK(learned.number(0, "value") == 9);
  CHECK(learned.number(1, "value") == 3);
  CHECK(learned.number(learned.rows() - 1, "device") == 1);

  // Frozen, it hands on what it was given: to both devices that of the first.
  const Ran second =
      place.run("second", "{name: sac_d, hidden: 4, start: first/learned.csv, train: no}", {"--learned"});
  REQUIRE(second.err == "");
  REQUIRE(second.code == 0);
  const ResultTable kept = table(place.path("second/learned.csv"));
  const std::size_t values = learned.rows() / 2;
  for (std::size_t row = 0; row < values; ++row) {
    CHECK(kept.text(row, "value") == learned.text(row, "value"));
    CHECK(kept.text(values + row, "value") == learned.text(row, "value"));
  }

  // The manifest knows the file, and notices that it has changed.
  CHECK(content(place.path("second/manifest.json")).find("first/learned.csv") != std::string::npos);
  const std::vector<std::string> again{"run", place.path("second/manifest.json"), "--learned", "--out",
                                       place.path("again")};
  CHECK(run_splitscape(again).code == 0);
  CHECK(content(place.path("again/manifest.json")) == content(place.path("second/manifest.json")));
  std::ofstream(place.path("first/learned.csv"), std::ios::app) << "s,sac_d,1,0,g,0,0,1\n";
  const Ran changed = run_splitscape({"run", place.path("second/manifest.json"), "--out", place.path("no")});
  CHECK(changed.code == 2);
  CHECK(changed.err.find("first/learned.csv' has changed") != std::string::npos);
}

TEST_CASE("learned values of another shape or policy are refused in words") {
  const Place place;
  REQUIRE(place.run("first", "{name: dqn, hidden: 4}", {"--learned"}).code == 0);
  const Ran hidden = place.run("hidden", "{name: dqn, start: first/learned.csv}");
  CHECK(hidden.code == 2);
  CHECK(hidden.err.find("'start' does not fit 'hidden'") != std::string::npos);
  const Ran other = place.run("other", "{name: sac_d, start: first/learned.csv}");
  CHECK(other.code == 2);
  CHECK(other.err.find("no policy 'sac_d' has learned anything here") != std::string::npos);
  const Ran missing = place.run("missing", "{name: dqn, start: no.csv}");
  CHECK(missing.code == 2);
  CHECK(missing.err.find("no.csv") != std::string::npos);
}
