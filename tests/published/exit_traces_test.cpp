// Per-sample traces of public repositories: what the simulation makes of them must be the arithmetic of the
// files.
#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "tests/support/loaded.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/simulated.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A network with so many exits, whose costs do not matter, and a trace that the scenario describes.
Scenario trace_scenario(std::size_t exits, std::size_t samples, const std::string& trace, double threshold) {
  std::string layers;
  std::string heads;
  for (std::size_t k = 1; k <= exits; ++k) {
    layers += "{name: l" + std::to_string(k) + ", macs: 1 MMAC, output: 1 kB}, ";
    if (k < exits) heads += "{after: l" + std::to_string(k) + ", macs: 1 kMAC}, ";
  }
  const std::string yaml =
      "requests: " + std::to_string(samples) +
      "\n"
      "networks: {n: {profile: {input: 1 kB, layers: [" +
      layers + "], exits: [" + heads + "]}, samples: " + trace +
      "}}\n"
      "devices: {d: {hardware: {rate: 1 GMAC/s}, network: n, arrivals: {periodic: 1 s}}}\n"
      "policy: {name: confidence_exit, threshold: " +
      std::to_string(threshold) + "}\n";
  return loaded(yaml).scenario;
}

Simulated run(const Scenario& scenario) {
  return simulated(scenario, scenario.policies.front());
}

/// Share of the answers of exit 1 and accuracy when exit 1 answers from a confidence on, else exit 2.
struct TwoExits {
  double share = 0;
  double accuracy = 0;
};

TwoExits by_hand(const std::string& path, double threshold) {
  const CsvTable table(read_text_file(path), path, true);
  const auto confidence = table.column("conf_branch_1");
  const auto right_1 = table.column("correct_branch_1");
  const auto right_2 = table.column("correct_branch_2");
  TwoExits sums;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool first = table.number(row, confidence) >= threshold;
    sums.share += first ? 1 : 0;
    sums.accuracy += table.number(row, first ? right_1 : right_2);
  }
  const double rows = static_cast<double>(table.rows());
  return {sums.share / rows, sums.accuracy / rows};
}

struct Published {
  double threshold;
  double share;
  double accuracy;
};

void check_two_exits(const std::string& file, std::size_t samples, const std::vector<Published>& published) {
  const auto path = shared_data(file);
  if (!path) return;
  const std::string trace =
      "{file: '" + *path + "', layout: wide, confidence: 'conf_branch_{k}', correct: 'correct_branch_{k}'}";
  for (const Published& row : published) {
    CAPTURE(row.threshold);
    const Simulated results = run(trace_scenario(2, samples, trace, row.threshold));
    const TwoExits expected = by_hand(*path, row.threshold);
    const std::string shares = results.summary.text(0, "exit_shares");
    CHECK(std::stod(shares.substr(2)) == doctest::Approx(expected.share).epsilon(1e-12));
    CHECK(results.summary.number(0, "accuracy") == doctest::Approx(expected.accuracy).epsilon(1e-12));
    if (row.share > 0) {
      CHECK(std::abs(expected.share - row.share) < 0.00051);
      CHECK(std::abs(expected.accuracy - row.accuracy) < 0.000051);
    }
  }
}

}  // namespace

TEST_CASE("two exits: the MAB early exit trace on CIFAR-10 gives the published shares and accuracies") {
  check_two_exits("exit_traces/cifar10_2exit_mab_early_exits.csv", 10000,
                  {{0.7, 0.639, 0.8207}, {0.8, 0.536, 0.8222}, {0.9, 0.387, 0.8218}, {0.95, 0.265, 0.8219}});
}

TEST_CASE("two exits: the B-AlexNet trace on CIFAR-10 gives the published shares and accuracies") {
  check_two_exits("exit_traces/balexnet_cifar10_2exit_adaptive_early_exit.csv", 10000,
                  {{0.7, 0.606, 0.8648}, {0.8, 0.494, 0.8857}, {0.9, 0.359, 0.8985}, {0.95, 0.260, 0.9042}});
}

TEST_CASE("two exits: the first half of the MobileNet trace on CIFAR-10 gives the arithmetic of its file") {
  // The published figures are those of all 10,000 rows; this file holds the first 5,000.
  check_two_exits("exit_traces/mobilenet_cifar10_2exit_edOffTS.csv", 5000, {{0.7, 0, 0}, {0.9, 0, 0}});
}
