#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "sim/policy_catalogue.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/program.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("--version prints the version and --help the commands") {
  CHECK(run_splitscape({"--version"}).out == "splitscape 0.1.0\n");
  const Ran help = run_splitscape({"--help"});
  CHECK(help.code == 0);
  for (const std::string command : {"run", "check", "explain", "profile", "draw", "pattern", "sparsity",
                                    "policies", "hardware", "networks", "columns", "schema", "selftest"}) {
    CAPTURE(command);
    CHECK(contains(help.out, "  " + command));
  }
}

TEST_CASE("a wrong command line is code 2 with the nearest command") {
  const Ran misspelt = run_splitscape({"rnu", "x.yaml"});
  CHECK(misspelt.code == 2);
  CHECK(contains(misspelt.err, "there is no command 'rnu'; did you mean 'run'?"));
  CHECK(run_splitscape({}).code == 2);
  CHECK(run_splitscape({"run", "scenarios/quickstart.yaml"}).code == 2);
  CHECK(run_splitscape({"run", "scenarios/quickstart.yaml", "--out", "x", "-j", "0"}).code == 2);
  CHECK(run_splitscape({"run", "scenarios/quickstart.yaml", "--out", "x", "--seed", "soon"}).code == 2);
  CHECK(run_splitscape({"explain"}).code == 2);
}

TEST_CASE("check says of every shipped scenario that it can be run") {
  for (const auto& scenario : shipped_scenarios()) {
    const Ran ran = run_splitscape({"check", scenario});
    CHECK(ran.out == scenario + ": can be run\n");
    CHECK(ran.code == 0);
  }
}

TEST_CASE("check lists all contradictions at once each at its line") {
  const TemporaryDirectory directory;
  const std::string file = directory.write(
      "s.yaml",
      "requests: 10\n"
      "networks: {n: {profile: alexnet}}\n"
      "links: {air: {up: 1 Mbps, cells: 2}}\n"
      "servers: {edge: {hardware: t4}}\n"
      "devices:\n"
      "  a: {hardware: raspberry-pi-4, network: m, path: [air, edge], arrivals: {periodic: 1 s}}\n"
      "  b: {hardware: raspberry-pi-4, network: n, path: [edge], arrivals: {periodic: 1 s}}\n"
      "policy: device_only\n");
  const Ran ran = run_splitscape({"check", file});
  CHECK(ran.code == 2);
  CHECK(contains(ran.err, file + ":3:"));
  CHECK(contains(ran.err, "only a shared medium has cells"));
  CHECK(contains(ran.err, file + ":6:"));
  CHECK(contains(ran.err, "there is no network 'm'; there is: n"));
  CHECK(contains(ran.err, file + ":7:"));
  CHECK(contains(ran.err, "there is no link 'edge'"));
}

TEST_CASE("a network that does not fit the memory is an error that says by how much") {
  const TemporaryDirectory directory;
  const std::string file =
      directory.write("s.yaml",
                      "requests: 10\n"
                      "networks: {n: {profile: alexnet}}\n"
                      "devices: {mcu: {hardware: stm32l4r5, network: n, arrivals: {periodic: 1 s}}}\n"
                      "policy: device_only\n");
  const Ran ran = run_splitscape({"check", file});
  CHECK(ran.code == 2);
  // 60,965,224 parameters of 4 bytes into 2 MiB of flash, and the largest activations into 640 KiB: relu1
  // reads and writes 1,161,600 bytes.
  CHECK(contains(ran.err, "does not fit the memory of 'stm32l4r5', by " +
                              std::to_string(60965224L * 4 - 2097152 + 1161600 + 1161600 - 655360) +
                              " bytes"));
}

TEST_CASE("explain prints what the simulation of a single request takes for every cut") {
  const Ran ran = run_splitscape({"explain", "scenarios/quickstart.yaml", "--csv"});
  CHECK(ran.code == 0);
  const ResultTable cuts(CsvTable(ran.out, "explain", true));
  CHECK(cuts.rows() == 5 * 17);
  const Scenario scenario = shipped("quickstart").scenario;
  for (const std::string layer : {"input", "conv1", "max3", "conv9", "output"}) {
    const PolicyChoice cut{.name = "fixed_cut", .parameters = {{"cut", std::vector<std::string>{layer}}}};
    const Simulated run = simulated(scenario, cut);
    // The group with the fastest link, in which even the largest tensor is sent before the next frame.
    const std::size_t group = run.summary.row_where("group", "mbps-25");
    std::size_t row = cuts.row_where("group", "mbps-25");
    while (cuts.text(row, "cut") != layer) ++row;
    CAPTURE(layer);
    CHECK(cuts.number(row, "total_s") ==
          doctest::Approx(run.summary.number(group, "latency_mean_s")).epsilon(1e-9));
    CHECK(cuts.number(row, "device_energy_j") ==
          doctest::Approx(run.summary.number(group, "device_energy_mean_j")).epsilon(1e-9));
  }
}

TEST_CASE("explain says which cut each policy takes on an idle system") {
  const Ran ran = run_splitscape({"explain", "scenarios/quickstart.yaml", "--csv"});
  const ResultTable cuts(CsvTable(ran.out, "explain", true));
  const auto chosen_by = [&cuts](const std::string& group, const std::string& layer) {
    std::size_t row = cuts.row_where("group", group);
    while (cuts.text(row, "cut") != layer) ++row;
    return cuts.text(row, "chosen_by");
  };
  CHECK(chosen_by("cat1", "output") == "device_only;neurosurgeon");
  CHECK(chosen_by("cat1", "input") == "server_only");
  CHECK(chosen_by("mbps-4", "max5") == "neurosurgeon");
  CHECK(chosen_by("mbps-4", "max4").empty());
  CHECK(chosen_by("mbps-25", "input") == "server_only;neurosurgeon");
}

TEST_CASE("policies lists every policy with its source and parameters") {
  const Ran ran = run_splitscape({"policies"});
  CHECK(ran.code == 0);
  for (const auto& policy : policy_catalogue()) {
    CHECK(contains(ran.out, std::string(policy.name)));
    CHECK(contains(ran.out, std::string(policy.source)));
    for (const auto& parameter : policy.parameters) CHECK(contains(ran.out, std::string(parameter.meaning)));
  }
}

TEST_CASE("hardware gives each figure with its status and source") {
  const Ran ran = run_splitscape({"hardware", "--csv"});
  CHECK(ran.code == 0);
  const ResultTable figures(CsvTable(ran.out, "hardware", true));
  for (std::size_t row = 0; row < figures.rows(); ++row) {
    CAPTURE(row);
    CHECK(figures.text(row, "status") != "user");
    CHECK(figures.text(row, "source").size() > 10);
  }
  for (const std::string name : {"raspberry-pi-3", "raspberry-pi-4", "jetson-nano", "agx-orin", "stm32l4r5",
                                 "phone", "cloud-8core", "t4", "a100"}) {
    CHECK(figures.text(figures.row_where("hardware or radio", name), "figure") == "rate");
  }
}

TEST_CASE("networks lists totals with their sources") {
  const Ran ran = run_splitscape({"networks", "--csv"});
  CHECK(ran.code == 0);
  const ResultTable networks(CsvTable(ran.out, "networks", true));
  const std::size_t alexnet = networks.row_where("network", "alexnet");
  CHECK(networks.number(alexnet, "MMAC") == doctest::Approx(724.4));
  CHECK(networks.number(alexnet, "M parameters") == doctest::Approx(60.97));
  CHECK(networks.number(networks.row_where("network", "bert-base"), "exits") == 12);
}

TEST_CASE("columns lists the columns that the files have") {
  const TemporaryDirectory directory;
  REQUIRE(
      run_splitscape({"run", "scenarios/quickstart.yaml", "--out", directory.path(), "--requests"}).code ==
      0);
  const Ran ran = run_splitscape({"columns", "--csv"});
  const ResultTable columns(CsvTable(ran.out, "columns", true));
  for (const std::string file : {"summary", "devices", "links", "servers", "requests"}) {
    std::string header;
    for (std::size_t row = 0; row < columns.rows(); ++row) {
      if (columns.text(row, "file") != file + ".csv") continue;
      header += (header.empty() ? "" : ",") + columns.text(row, "column");
      CHECK(!columns.text(row, "meaning").empty());
    }
    const std::string text = content(directory.path() + "/" + file + ".csv");
    CHECK(text.substr(0, text.find('\n')) == header);
  }
}

TEST_CASE("summary.csv has the columns that studies rely on") {
  const Ran ran = run_splitscape({"columns", "--csv"});
  for (const std::string column : {"scenario",
                                   "policy",
                                   "group",
                                   "seed",
                                   "run",
                                   "requests",
                                   "completed",
                                   "accuracy",
                                   "latency_mean_s",
                                   "latency_p50_s",
                                   "latency_p95_s",
                                   "latency_p99_s",
                                   "deadline_miss_rate",
                                   "device_energy_mean_j",
                                   "device_power_mean_w",
                                   "offload_rate",
                                   "uplink_bytes_mean",
                                   "throughput_rps",
                                   "exit_shares",
                                   "server_utilisation_max",
                                   "verdict",
                                   "accuracy_ci95",
                                   "latency_mean_ci95_s",
                                   "deadline_miss_rate_ci95",
                                   "device_energy_mean_ci95_j",
                                   "device_power_mean_ci95_w",
                                   "offload_rate_ci95",
                                   "uplink_bytes_mean_ci95",
                                   "throughput_ci95_rps"}) {
    CAPTURE(column);
    CHECK(contains(ran.out, "summary.csv," + column + ","));
  }
}

TEST_CASE("schema prints a JSON Schema of scenarios") {
  const Ran ran = run_splitscape({"schema"});
  CHECK(ran.code == 0);
  const auto schema = nlohmann::json::parse(ran.out);
  CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
  CHECK(schema["properties"].contains("devices"));
}

TEST_CASE("schema prints a JSON Schema of training specs, and refuses what has none") {
  const Ran ran = run_splitscape({"schema", "training"});
  CHECK(ran.code == 0);
  CHECK(nlohmann::json::parse(ran.out)["properties"].contains("layers"));
  const Ran refused = run_splitscape({"schema", "trainign"});
  CHECK(refused.code == 2);
  CHECK(refused.err == "there is no schema of 'trainign'; did you mean 'training'?\n");
}

TEST_CASE("selftest agrees with queueing theory") {
  const Ran ran = run_splitscape({"selftest"});
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "the program agrees with theory"));
  CHECK(contains(ran.out, "M/M/4"));
}
