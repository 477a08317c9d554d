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
  CHECK(table.find("\nsensors,,input,0.05,1000,1,0,0.008,0.03,") != std::string::npos);
  CHECK(table.find("\nsensors,,a,0.05,1500,1,1,0.012,0.019999999999999997,") != std::string::npos);
}

TEST_CASE("check refuses a bottleneck at a layer that is not there at the network that has it") {
  const Ran ran = run_on("check", "    bottlenecks: [{after: A, ratio: 10%}]\n");
  CHECK(ran.code == 2);
  CHECK(ran.err.find(":4:3: a bottleneck comes after 'A', which is no layer; did you mean 'a'?") !=
        std::string::npos);
}

// ---- sparse networks

namespace {

/// Three layers of 100 to 100 neurons used ten times: 100 kMAC and 40 kB each, 1 ms at 100 MMAC/s.
std::string sparse(const std::string& keys, const std::string& device_keys = "") {
  const std::string layer =
      ", macs: 100 kMAC, parameters: 10000, output: 4 kB, junctions: {inputs: 100, outputs: 100, uses: 10}}";
  return R"(
requests: 1
networks:
  net:
    profile:
      input: 4 kB
      layers:
        - {name: fc1)" +
         layer + "\n        - {name: fc2" + layer + "\n        - {name: fc3" + layer + "\n" + keys +
         R"(devices:
  sensors:
    hardware: {rate: 100 MMAC/s, power: {compute: 2 W}, memory: 100 kB}
    network: net
    arrivals: {periodic: 1 s}
)" + device_keys +
         "policy: device_only\n";
}

Ran explained(const std::string& keys, const std::string& device_keys = "",
              const std::string& layout = "--csv") {
  const TemporaryDirectory directory;
  return run_splitscape({"explain", directory.write("s.yaml", sparse(keys, device_keys)), layout});
}

}  // namespace

TEST_CASE("a network that is too large for a device fits it when it is sparse") {
  const Ran dense = explained("");
  CHECK(dense.code == 2);
  CHECK(dense.err.find("does not fit the memory") != std::string::npos);
  CHECK(explained("    sparsity: {\"fc*\": 50%}\n").code == 0);
}

TEST_CASE("a sparse network takes the dense time unless the runtime is said to gain by it") {
  const std::string half = "    sparsity: {\"fc*\": 50%}\n";
  // group, cut, device_s, answer_s, total_s, device_energy_j, missing_memory_bytes
  CHECK(explained(half).out.find("\nsensors,,fc3,0.003,0,0.003,0.006,0,device_only\n") != std::string::npos);
  CHECK(explained(half, "    sparse_speedup: ideal\n")
            .out.find("\nsensors,,fc3,0.0015,0,0.0015,0.003,0,device_only\n") != std::string::npos);
  CHECK(explained(half, "    sparse_speedup: none\n").out == explained(half).out);
}

TEST_CASE("explain says how sparse a network is") {
  const auto says = [](const std::string& keys, const std::string& text) {
    const Ran ran = explained("    precision: {weights: 4}\n    sparsity: " + keys + "\n", "", "--markdown");
    CAPTURE(ran.out);
    CAPTURE(ran.err);
    CHECK(ran.out.find("  sparse: " + text + ", weights 4 bit\n") != std::string::npos);
  };
  says("20%", "density 20 % predefined (73.33 % of the multiply-accumulates left)");
  says("{format: csr, density: 50%, layers: {fc1: 10%}}",
       "fc1 10 %, others 50 % csr (53.33 % of the multiply-accumulates left)");
  says("{fc1: {fan_in: 10}, fc2: {fan_out: 20}}",
       "fc1 fan-in 10, fc2 fan-out 20 predefined (43.33 % of the multiply-accumulates left)");
  says("{format: n_m}", "density 50 % 2:4 (83.33 % of the multiply-accumulates left)");
}
