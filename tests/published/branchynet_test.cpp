// BranchyNet: Teerapittayanon, McDanel, Kung, ICPR 2016. The rows are those that the released notebooks print
// (kunglab/branchynet, experiment_lenet_mnist.ipynb, experiment_alex_cifar10.ipynb): threshold, accuracy,
// mean CPU time in ms, exit shares in percent.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "tests/support/loaded.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/simulated.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

struct SweepRow {
  double threshold;
  double accuracy;
  double time_ms;
  std::vector<double> shares;
};

/// The mean time that the simulation gives for a network of the zoo with such shares, in ms.
Simulated run_with(const std::string& network, const SweepRow& row) {
  Scenario scenario = loaded(
                          "requests: 10000\n"
                          "networks: {n: {profile: " +
                          network +
                          "}}\n"
                          "devices: {pc: {hardware: cpu-3ghz, network: n, arrivals: {periodic: 10 ms}}}\n"
                          "policy: {name: confidence_exit, threshold: 0.5}\n")
                          .scenario;
  PublishedShares published{.shares = row.shares, .accuracy = {row.accuracy / 100}};
  for (double& share : published.shares) share /= 100;
  scenario.networks.front().samples = trace_from_shares(published);
  return simulated(scenario, scenario.policies.front());
}

double time_ms(const Simulated& run) {
  return 1e3 * run.summary.number(0, "latency_mean_s");
}

/// The CPU rows of a notebook's table: "B-AlexNet 78.94 4.55 1.16{0.0001, 0.0001}{43.61, 17.41, 38.98}".
std::vector<SweepRow> read_sweep(const std::string& path, const std::string& network) {
  std::vector<SweepRow> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line) && line.find("GPU") == std::string::npos;) {
    if (line.find(network) == std::string::npos) continue;
    for (char& letter : line) {
      if (letter == '{' || letter == '}' || letter == ',') letter = ' ';
    }
    std::istringstream fields(line);
    std::string name;
    SweepRow row{};
    double gain = 0;
    double second_threshold = 0;
    fields >> name >> row.accuracy >> row.time_ms >> gain >> row.threshold >> second_threshold;
    for (double share = 0; fields >> share;) row.shares.push_back(share);
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

TEST_CASE("BranchyNet: every row of the LeNet sweep is met within .1 ms and with its accuracy") {
  const std::vector<SweepRow> sweep{{.0001, 99.20, 1.01, {71.57, 28.43}},
                                    {.0005, 99.21, .75, {81.05, 18.95}},
                                    {.001, 99.21, .77, {84.24, 15.76}},
                                    {.005, 99.23, .62, {90.19, 9.81}},
                                    {.01, 99.23, .59, {92.1, 7.9}},
                                    {.025, 99.25, .56, {93.95, 6.05}},
                                    {.05, 99.23, .51, {95.11, 4.89}},
                                    {.075, 99.24, .50, {95.71, 4.29}},
                                    {.1, 99.22, .49, {96.16, 3.84}},
                                    {.25, 99.11, .48, {97.35, 2.65}},
                                    {.5, 98.93, .41, {98.51, 1.49}},
                                    {.75, 98.73, .42, {99.62, .38}},
                                    {1, 98.65, .37, {99.88, .12}},
                                    {2, 98.62, .38, {100, 0}},
                                    {3, 98.62, .38, {100, 0}},
                                    {5, 98.62, .37, {100, 0}},
                                    {10, 98.62, .39, {100, 0}}};
  double squares = 0;
  for (const SweepRow& row : sweep) {
    CAPTURE(row.threshold);
    const Simulated run = run_with("b-lenet", row);
    CHECK(std::abs(time_ms(run) - row.time_ms) < 0.1);
    CHECK(run.summary.number(0, "accuracy") == doctest::Approx(row.accuracy / 100).epsilon(1e-4));
    squares += std::pow(time_ms(run) - row.time_ms, 2);
  }
  // The fit to the sweep, by which the service times were found, has an rms of .024 ms.
  CHECK(std::sqrt(squares / static_cast<double>(sweep.size())) == doctest::Approx(0.024).epsilon(0.02));
}

TEST_CASE("BranchyNet: the AlexNet sweep is met with the rms of the fit: .073 ms") {
  const auto path = shared_data("profiles/branchynet_alexnet_table.txt");
  if (!path) return;
  const auto sweep = read_sweep(*path, "B-AlexNet");
  REQUIRE(sweep.size() == 121);
  double squares = 0;
  for (const SweepRow& row : sweep) squares += std::pow(time_ms(run_with("b-alexnet", row)) - row.time_ms, 2);
  CHECK(std::sqrt(squares / static_cast<double>(sweep.size())) == doctest::Approx(0.073).epsilon(0.01));
}

TEST_CASE("BranchyNet: the shipped scenario has the accuracy and exit shares of Table I") {
  const LoadedScenario scenario = shipped("branchynet");
  const Simulated run = simulated(scenario.scenario, scenario.scenario.policies.back());
  CHECK(run.summary.number(run.summary.row_where("group", "mnist"), "accuracy") == doctest::Approx(0.9925));
  CHECK(run.summary.number(run.summary.row_where("group", "cifar-10"), "accuracy") ==
        doctest::Approx(0.7919));
  CHECK(run.summary.text(run.summary.row_where("group", "cifar-10"), "exit_shares") ==
        "1:0.656;2:0.252;3:0.092");
}
