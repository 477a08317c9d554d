// The shipped study on predefined sparsity: S. Dey, K.-W. Huang, P. A. Beerel, K. M. Chugg, JETCAS 2019 and
// their slides of Asilomar 2017; L. Capogrosso et al., FDL 2024.
#include <doctest/doctest.h>

#include <algorithm>

#include "models/cost_table.hpp"
#include "models/scenario.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/simulated.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

NetworkGraph network(const Scenario& scenario, const std::string& name) {
  return NetworkGraph(network_of(scenario, name).profile);
}

double weights(const NetworkGraph& graph) {
  return graph.total_parameters() - 110;  // without the biases of 100 and 10 neurons
}

CostTable costs_of(const Scenario& scenario, const std::string& group) {
  const auto found = std::find_if(scenario.devices.begin(), scenario.devices.end(),
                                  [&group](const Deployment& one) { return one.name == group; });
  REQUIRE(found != scenario.devices.end());
  return cost_table(scenario, *found);
}

double seconds_on_device(const Scenario& scenario, const std::string& group) {
  const CostTable costs = costs_of(scenario, group);
  return costs.time(0, 0, costs.layers()).value;
}

}  // namespace

TEST_CASE("predefined sparsity study: storage and compute fall by more than four at density 21 %") {
  const Scenario scenario = shipped("predefined-sparsity").scenario;
  const NetworkGraph dense = network(scenario, "dense");
  const NetworkGraph sparse = network(scenario, "density-21");
  CHECK(weights(dense) == 81000);
  CHECK(weights(sparse) == 17000);  // fan-outs 20 and 10, as in the published storage example
  CHECK(dense.total_macs().value == 81000);
  CHECK(sparse.total_macs().value == 17000);
  CHECK(dense.total_weights().value == 4 * 81110);
  CHECK(sparse.total_weights().value == 4 * 17110);  // no index: the pattern follows from its seed
  CHECK(dense.total_macs() / sparse.total_macs() > 4);
  CHECK(dense.total_weights() / sparse.total_weights() > 4);
  CHECK(weights(network(scenario, "density-51")) == 41000);  // the stored result of the published code
  CHECK(weights(network(scenario, "density-3")) == 2600);
}

TEST_CASE("predefined sparsity study: what crosses a cut does not depend on the density") {
  const Scenario scenario = shipped("predefined-sparsity").scenario;
  const NetworkGraph dense = network(scenario, "dense");
  for (const auto& use : scenario.networks) {
    const NetworkGraph graph(use.profile);
    for (std::size_t k = 0; k < graph.cuts().size(); ++k) {
      CHECK(graph.cuts()[k].crossing == dense.cuts()[k].crossing);
    }
  }
}

TEST_CASE("predefined sparsity study: only a runtime that skips zeros is faster") {
  const Scenario scenario = shipped("predefined-sparsity").scenario;
  for (const std::string board : {"mcu", "pi", "phone"}) {
    const double dense = seconds_on_device(scenario, board + "-dense");
    const Hardware hardware = costs_of(scenario, board + "-dense").hardware(0);
    double before = dense;
    for (const std::string density : {"51", "21", "3"}) {
      CAPTURE(board);
      CAPTURE(density);
      const double macs = network(scenario, "density-" + density).total_macs().value;
      CHECK(seconds_on_device(scenario, board + "-" + density) == doctest::Approx(dense).epsilon(1e-12));
      const double ideal = seconds_on_device(scenario, board + "-" + density + "-ideal");
      CHECK(ideal == doctest::Approx(macs / hardware.rate->value.value + 2 * hardware.overhead.value.value)
                         .epsilon(1e-12));
      CHECK(ideal < before);
      before = ideal;
    }
  }
}

TEST_CASE("predefined sparsity study: a run gives the accuracies of the published curve") {
  Scenario scenario = shipped("predefined-sparsity").scenario;
  const Simulated results = simulated(scenario, {.name = "device_only"});
  const auto accuracy = [&results](const std::string& group) {
    return results.summary.number(results.summary.row_where("group", group), "accuracy");
  };
  for (const std::string board : {"mcu", "pi", "phone"}) {
    CHECK(accuracy(board + "-dense") == doctest::Approx(.9795).epsilon(1e-12));
    CHECK(accuracy(board + "-51-ideal") == doctest::Approx(.9795).epsilon(1e-12));
    CHECK(accuracy(board + "-21") == doctest::Approx(.9745).epsilon(1e-12));
    CHECK(accuracy(board + "-3-ideal") == doctest::Approx(.9515).epsilon(1e-12));
  }
  // The energy of an answer falls with the time of the microcontroller, and of nothing else.
  const auto energy = [&results](const std::string& group) {
    return results.summary.number(results.summary.row_where("group", group), "device_energy_mean_j");
  };
  CHECK(energy("mcu-21") == doctest::Approx(energy("mcu-dense")).epsilon(1e-9));
  CHECK(
      energy("mcu-dense") / energy("mcu-21-ideal") ==
      doctest::Approx(seconds_on_device(scenario, "mcu-dense") / seconds_on_device(scenario, "mcu-21-ideal"))
          .epsilon(1e-9));
}
