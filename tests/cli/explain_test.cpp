#include <doctest/doctest.h>

#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Two branches whose best partition is no position: `right` belongs to the device, `left` to the server.
/// @param hardware further keys of the device
std::string forked(const std::string& hardware = "",
                   const std::string& policy = "{name: fixed_cut, cut: left}") {
  return "requests: 10\n"
         "networks:\n"
         "  net:\n"
         "    profile:\n"
         "      input: 800 kB\n"
         "      layers:\n"
         "        - {name: fork, output: 4 kB, measured: {dev: 1 ms, srv: 1 ms}}\n"
         "        - {name: left, output: 800 kB, inputs: [fork], measured: {dev: 900 ms, srv: 1 ms}}\n"
         "        - {name: right, output: 1 kB, inputs: [fork], measured: {dev: 1 ms, srv: 900 ms}}\n"
         "        - {name: join, output: 40 B, inputs: [left, right], measured: {dev: 900 ms, srv: 1 ms}}\n"
         "devices:\n"
         "  cam:\n"
         "    hardware: {name: dev, power: {compute: 2 W}" +
         hardware +
         "}\n"
         "    network: net\n"
         "    path: [air, edge]\n"
         "    arrivals: {periodic: 10 s}\n"
         "links: {air: {up: 8 Mbps, down: 8 Mbps, radio: wifi-2012}}\n"
         "servers: {edge: {hardware: {name: srv}}}\n"
         "policy: " +
         policy + "\n";
}

}  // namespace

TEST_CASE("explain shows the cuts that one tensor crosses and those that a policy takes") {
  const TemporaryDirectory directory;
  const std::string file = directory.write("s.yaml", forked());
  const Ran ran = run_splitscape({"explain", file});
  CHECK(ran.err.empty());
  CHECK(contains(ran.out, "cam    input"));
  CHECK(contains(ran.out, "cam    fork*"));
  CHECK(contains(ran.out, "cam    left"));  // the policy's
  CHECK_FALSE(contains(ran.out, "cam    right"));
  CHECK(contains(ran.out, "2 cuts that several tensors cross are left out unless a policy takes them"));
  const Ran all = run_splitscape({"explain", file, "--all-cuts"});
  CHECK(contains(all.out, "cam    right"));
  CHECK_FALSE(contains(all.out, "left out"));
}

TEST_CASE("explain tells the best partition where it is better than every cut of the table") {
  const TemporaryDirectory directory;
  const Ran ran = run_splitscape({"explain", directory.write("s.yaml", forked())});
  // 1 + 1 ms on the device, 4 + 1 kB at 8 Mbps, 1 + 1 ms on the server: 9 ms. After fork it would be 907.
  CHECK(contains(ran.out,
                 "least latency of all partitions: 9 ms, 99.01 % less than the cut after fork\n"
                 "  device (2 layers): fork, right\n"
                 "  crosses air: fork (4 kB), right (1 kB)\n"
                 "  edge (2 layers): left, join\n"));
  CHECK(contains(ran.out, "least device energy: "));
}

TEST_CASE("explain tells a best partition that does not fit beside the best cut that does") {
  const TemporaryDirectory directory;
  const Ran ran =
      run_splitscape({"explain", directory.write("s.yaml", forked(", memory: 5 kB", "server_only"))});
  CHECK(contains(
      ran.out,
      "least latency: 1703 ms, the cut after input; a partition with 9 ms needs 0.8 MB more memory"));
}

TEST_CASE("explain gives scripts every position with the tensors that cross it") {
  const TemporaryDirectory directory;
  const Ran ran = run_splitscape({"explain", directory.write("s.yaml", forked()), "--csv"});
  const ResultTable cuts(CsvTable(ran.out, "explain", true));
  REQUIRE(cuts.rows() == 5);
  CHECK(cuts.numbers("hop1_tensors") == std::vector<double>{1, 1, 2, 2, 0});
  CHECK(cuts.numbers("hop1_natural_bottleneck") == std::vector<double>{0, 1, 0, 0, 0});
}

TEST_CASE("explain of a chain names the best cut of the table") {
  const Ran ran = run_splitscape({"explain", "scenarios/quickstart.yaml"});
  CHECK(contains(ran.out, "least latency: 565.8 ms, the cut after max3\n"));
  CHECK(contains(ran.out, "max5*"));
  CHECK_FALSE(contains(ran.out, "left out"));
}

TEST_CASE("explain lists the bottlenecks that a policy may choose at each cut") {
  const TemporaryDirectory directory;
  const std::string yaml =
      "requests: 2\n"
      "networks:\n"
      "  net:\n"
      "    profile: {input: 800 kB, layers: [{name: x, output: 4 kB, measured: {dev: 1 ms, srv: 1 ms}}, "
      "{name: "
      "y, output: 1 kB, measured: {dev: 1 s, srv: 1 ms}}]}\n"
      "    bottlenecks: [{after: x, name: 8bit, bits: 8}, {after: x, name: 4bit, bits: 4, accuracy_change: "
      "-1%}]\n"
      "devices:\n"
      "  cam: {hardware: {name: dev}, network: net, path: [air, edge], arrivals: {periodic: 10 s}}\n"
      "links: {air: {up: 8 Mbps}}\n"
      "servers: {edge: {hardware: {name: srv}}}\n"
      "policy: [{name: bottleneck_choice, objective: latency}, {name: fixed_cut, cut: x+8bit}]\n";
  const std::string file = directory.write("s.yaml", yaml);
  const Ran shown = run_splitscape({"explain", file});
  CHECK(contains(shown.out, "cam    x*+8bit"));
  CHECK(contains(shown.out, "bottleneck after x+8bit, x+4bit"));
  CHECK(contains(shown.out, "least latency: 2.5 ms, the cut after x+4bit\n"));
  const Ran ran = run_splitscape({"explain", file, "--csv"});
  const ResultTable cuts(CsvTable(ran.out, "explain", true));
  CHECK(cuts.rows() == 5);
  const std::size_t best = cuts.row_where("cut", "x+4bit");
  CHECK(cuts.text(best, "chosen_by") == "bottleneck_choice");
  CHECK(cuts.number(best, "hop1_crossing_bytes") == 500);
  CHECK(cuts.number(best, "total_s") == doctest::Approx(0.0025).epsilon(1e-9));
  CHECK(cuts.text(cuts.row_where("cut", "x+8bit"), "chosen_by") == "fixed_cut");
}

TEST_CASE("explain shows each of several paths and which of them a policy takes") {
  const std::string file = "scenarios/many-servers.yaml";
  const Ran ran = run_splitscape({"explain", file, "--rows", "2"});
  CHECK(ran.err.empty());
  REQUIRE(ran.code == 0);
  const std::size_t workshop = ran.out.find("cameras by path workshop: 48 x raspberry-pi-4");
  const std::size_t office = ran.out.find("cameras by path office: ");
  const std::size_t cloud = ran.out.find("cameras by path cloud: ");
  CHECK(workshop < office);
  CHECK(office < cloud);
  // With nothing waiting anywhere the nodes of the workshop are free and in time.
  const std::size_t taken = ran.out.find("cost_effective_offload");
  CHECK(workshop < taken);
  CHECK(taken < office);
  CHECK(ran.out.find("cost_effective_offload", office) == std::string::npos);
  const Ran csv = run_splitscape({"explain", file, "--csv"});
  CHECK(csv.out.starts_with("group,route,cut,device_s,hop1_crossing_bytes"));
  CHECK(contains(csv.out, "\ncameras,cloud,input|input,"));
}
