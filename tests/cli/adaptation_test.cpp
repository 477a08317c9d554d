#include <doctest/doctest.h>

#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape::test;

namespace {

std::string scenario(const std::string& keys) {
  return R"(
requests: 1
networks:
  net:
    profile:
      input: 10 kB
      layers: [{name: a, macs: 1 MMAC, parameters: 1000, output: 6 kB}, {name: b, macs: 2 MMAC, output: 400 B}]
)" + keys +
         R"(devices:
  sensors:
    {hardware: {rate: 20 MMAC/s}, network: net, path: [air, edge], arrivals: {periodic: 1 s}}
links: {air: {up: 1 Mbps}}
servers: {edge: {hardware: {rate: 100 MMAC/s}}}
policy: {name: fixed_cut, cut: a}
)";
}

Ran run_on(const std::string& command, const std::string& keys,
           const std::vector<std::string>& options = {}) {
  const TemporaryDirectory directory;
  std::vector<std::string> arguments{command, directory.write("s.yaml", scenario(keys))};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return run_splitscape(arguments);
}

const std::string smaller =
    "    precision: {weights: 8, cut: 8}\n    bottlenecks: [{after: input, ratio: 10%, encoder: {macs: 1 "
    "MMAC}}]\n";

}  // namespace

TEST_CASE("explain says what was done to a network") {
  CHECK(run_on("explain", smaller).out.find("\n  weights 8 bit, cut 8 bit, bottleneck after input\n") !=
        std::string::npos);
  CHECK(run_on("explain", "").out.find("bit") == std::string::npos);
}

TEST_CASE("explain counts the bytes and times of what is really sent and computed") {
  const std::string table = run_on("explain", smaller, {"--csv"}).out;
  // 10 % of 10 kB after the input, which 1 MMAC at 20 MMAC/s encodes; a quarter of 6 kB after a.
  CHECK(table.find("\nsensors,input,0.05,1000,0.008,0.03,") != std::string::npos);
  CHECK(table.find("\nsensors,a,0.05,1500,0.012,0.019999999999999997,") != std::string::npos);
}

TEST_CASE("check refuses a bottleneck at a layer that is not there at the network that has it") {
  const Ran ran = run_on("check", "    bottlenecks: [{after: A, ratio: 10%}]\n");
  CHECK(ran.code == 2);
  CHECK(ran.err.find(":4:3: a bottleneck comes after 'A', which is no layer; did you mean 'a'?") !=
        std::string::npos);
}
