// DADS: Hu, Bao, Wang, Liu, "Dynamic Adaptive DNN Surgery for Inference Acceleration on the Edge", INFOCOM
// 2019: its algorithms DSL (least sum) and DSH (smallest largest stage) on the profiles that exist of them.
// Its transfer times are MiB x 8 / Mbps.
#include <doctest/doctest.h>

#include <cmath>

#include "models/balanced_cut.hpp"
#include "models/min_cut.hpp"
#include "models/path_placement.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/reading.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/simulated.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr double mebi = 1048576.0;

/// A chain with the times and the sending times of a table.
struct MeasuredChain {
  NetworkGraph network;
  PlacementCosts costs;

  double cost(const CutRules& rules) const {
    PlacementCosts reckoned = costs;
    if (!rules.input_on_device) reckoned.transfer[0][0] = 0;
    const TensorFlow flow(network);
    return cost_of(min_cut(flow, costs, rules), reckoned, flow).total();
  }
};

/// VGG-16 as the repository rohitshubham/special_assignment_2020 measured it, with the times of sending at
/// its 7.036 Mbit/s.
std::optional<MeasuredChain> vgg16() {
  const auto path = shared_data("profiles/vgg16_dsl_repo_profile.csv");
  if (!path) return std::nullopt;
  const ResultTable table(CsvTable(content(*path), *path, true));
  NetworkProfile profile{.name = "vgg16", .input = {table.number(0, "out_MiB") * mebi}};
  PlacementCosts costs{.compute = {{}, {}}, .transfer = {{}}, .passage = {0}};
  for (std::size_t row = 0; row < table.rows(); ++row) {
    costs.transfer[0].push_back(table.number(row, "tx_s"));
    if (row == 0) continue;
    profile.layers.push_back(
        {.name = table.text(row, "layer"), .op = "layer", .output = {table.number(row, "out_MiB") * mebi}});
    costs.compute[0].push_back(table.number(row, "edge_s"));
    costs.compute[1].push_back(table.number(row, "server_s"));
  }
  return MeasuredChain{NetworkGraph(std::move(profile)), std::move(costs)};
}

/// tiny-YOLOv2 between a Raspberry Pi 3 and the cloud, as the catalogue has it from the paper's figures.
MeasuredChain tiny_yolov2(double mibit_per_second) {
  const LoadedScenario loaded = shipped("quickstart");
  const CostTable table = cost_table(loaded.scenario, loaded.scenario.devices.front());
  MeasuredChain chain{table.network(), {.compute = {{}, {}}, .transfer = {{}}, .passage = {0}}};
  for (std::size_t layer = 0; layer < table.layers(); ++layer) {
    for (const std::size_t place : {0U, 1U})
      chain.costs.compute[place].push_back(table.time(place, layer, layer + 1).value);
  }
  for (std::size_t tensor = 0; tensor <= table.layers(); ++tensor) {
    const Bytes size = sent_size(table.network(), tensor);
    chain.costs.transfer[0].push_back((size / BitRate{mibit_per_second * mebi}).value);
  }
  return chain;
}

/// The last layer on the device.
std::string cut_of(const NetworkGraph& network, const Partition& partition) {
  return network.cuts()[stage_positions(partition, 1).front()].name;
}

}  // namespace

TEST_CASE("DADS: the VGG-16 profile costs .891414 s and .881314 s where layers may come back") {
  const auto chain = vgg16();
  if (!chain) return;
  CHECK(std::abs(chain->cost({}) - 0.891414) < 5e-7);
  CHECK(std::abs(chain->cost({.no_return = false}) - 0.881314) < 5e-7);
}

TEST_CASE("DADS: the VGG-16 profile costs .206802 s and .196701 s where the input is not pinned") {
  const auto chain = vgg16();
  if (!chain) return;
  CHECK(std::abs(chain->cost({.input_on_device = false}) - 0.206802) < 5e-7);
  CHECK(std::abs(chain->cost({.no_return = false, .input_on_device = false}) - 0.196701) < 5e-7);
}

TEST_CASE("DADS: the VGG-16 profile costs at each position what its table adds up to") {
  const auto chain = vgg16();
  if (!chain) return;
  const std::vector<double> published{0.89141, 17.19793, 17.18512, 6.2138,  9.85642, 9.84218,
                                      4.35865, 6.1774,   6.16526,  6.15382, 3.41268, 4.31912,
                                      4.32902, 4.31389,  2.94338,  2.93695, 2.93268, 2.92744,
                                      2.58511, 2.58532,  2.6137,   4.32126, 4.3193,  4.30029};
  const TensorFlow flow(chain->network);
  for (std::size_t position = 0; position < published.size(); ++position) {
    const Partition partition = partition_at({position}, flow.layers());
    CHECK(std::abs(cost_of(partition, chain->costs, flow).total() - published[position]) < 6e-6);
  }
}

TEST_CASE("DADS: the minimum cut of tiny-YOLOv2 is the best position at the rates of Table I") {
  struct Row {
    double rate;
    const char* cut;
    double latency;
  };
  for (const Row& row : {Row{0.13, "output", 1.820}, Row{1.1, "max5", 1.183}, Row{5.85, "max5", 0.716},
                         Row{18.88, "max3", 0.559}}) {
    const MeasuredChain chain = tiny_yolov2(row.rate);
    const TensorFlow flow(chain.network);
    const Partition best = min_cut(flow, chain.costs);
    CAPTURE(row.rate);
    CHECK(cut_of(chain.network, best) == row.cut);
    CHECK(std::abs(cost_of(best, chain.costs, flow).total() - row.latency) < 0.0006);
    CHECK(best == partition_at(*best_positions(flow, chain.costs), flow.layers()));
  }
}

TEST_CASE("DADS: under heavy load tiny-YOLOv2 is cut where the largest stage is smallest") {
  struct Row {
    double rate;
    const char* cut;
    double stage;
    double latency;
  };
  for (const Row& row :
       {Row{1.1, "max5", 0.575, 1.183}, Row{5.85, "max4", 0.399, 0.733}, Row{18.88, "max2", 0.268, 0.596}}) {
    const MeasuredChain chain = tiny_yolov2(row.rate);
    const TensorFlow flow(chain.network);
    const BalancedCut cut = balanced_cut(flow, chain.costs);
    CAPTURE(row.rate);
    CHECK(cut_of(chain.network, cut.partition) == row.cut);
    CHECK(std::abs(cut.largest_stage - row.stage) < 0.0006);
    CHECK(std::abs(cut.total - row.latency) < 0.0006);
    CHECK(cut.largest_stage == best_balanced_cut(flow, chain.costs).largest_stage);
  }
}
