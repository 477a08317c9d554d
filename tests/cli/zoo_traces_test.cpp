#include <doctest/doctest.h>

#include "scenarios/loader/reading.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"

// Networks of a zoo whose samples are a file of the zoo.

using namespace splitscape::test;

namespace {

const std::string trace = "sample,exit,confidence,correct\n0,1,0.9,1\n0,2,0.95,1\n1,1,0.4,0\n1,2,0.8,1\n";

/// A zoo with one network, one hardware, and a trace beside them; and a scenario that names the network.
class OwnZoo {
 public:
  OwnZoo() {
    (void)zoo_.write("networks/own.yaml",
                     "input: 9 B\n"
                     "layers: [{name: a, macs: 1 MMAC, output: 8 B}, {name: b, macs: 1 MMAC, output: 7 B}]\n"
                     "exits: [{after: a, macs: 1 kMAC}]\n"
                     "samples: {file: ../traces/own.csv, confidence: confidence, correct: correct}\n");
    (void)zoo_.write("hardware/cpu-3ghz.yaml", content(project_file("models/zoo/hardware/cpu-3ghz.yaml")));
    write_trace(trace);
  }

  void write_trace(const std::string& text) const { (void)zoo_.write("traces/own.csv", text); }
  Ran run(const std::string& file, const std::string& out) const {
    return run_splitscape({"run", file, "--out", out}, {.environment = {"SPLITSCAPE_ZOO=" + zoo_.path()}});
  }

 private:
  TemporaryDirectory zoo_{};
};

const std::string scenario =
    "requests: 4\n"
    "networks: {net: {profile: own}}\n"
    "devices: {pc: {hardware: cpu-3ghz, network: net, arrivals: {periodic: 1 s}, order: file}}\n"
    "policy: {name: confidence_exit, threshold: 0.8}\n";

}  // namespace

TEST_CASE("a network of the zoo has the samples of a file of the zoo and a manifest runs them again") {
  const OwnZoo zoo;
  const TemporaryDirectory directory;
  const std::string first = directory.path() + "/first";
  const std::string second = directory.path() + "/second";
  const Ran ran = zoo.run(directory.write("far/away/s.yaml", scenario), first);
  CHECK(ran.err == "");
  REQUIRE(ran.code == 0);
  const std::string manifest = content(first + "/manifest.json");
  CHECK(manifest.find("\"zoo:traces/own.csv\",\n          \"sha256\": \"" + splitscape::sha256(trace)) !=
        std::string::npos);
  const Ran again = zoo.run(first + "/manifest.json", second);
  CHECK(again.err == "");
  REQUIRE(again.code == 0);
  CHECK(content(second + "/summary.csv") == content(first + "/summary.csv"));
}

TEST_CASE("a manifest is refused when a trace of the zoo has changed") {
  const OwnZoo zoo;
  const TemporaryDirectory directory;
  const std::string first = directory.path() + "/first";
  REQUIRE(zoo.run(directory.write("s.yaml", scenario), first).code == 0);
  zoo.write_trace(trace + "2,1,0.5,1\n2,2,0.5,1\n");
  const Ran again = zoo.run(first + "/manifest.json", directory.path() + "/second");
  CHECK(again.code == 2);
  CHECK(again.err.find("'zoo:traces/own.csv' has changed since the manifest was written") !=
        std::string::npos);
}
