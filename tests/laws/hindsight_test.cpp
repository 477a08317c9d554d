#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "models/random_stream.hpp"
#include "sim/replay/abstract_costs.hpp"
#include "sim/replay/replay.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr std::size_t rows = 60;

/// Samples that grow surer from exit to exit, with labels.
SampleTrace growing_samples(std::size_t exits) {
  SampleTrace trace(exits, true, true);
  RandomStream random(3);
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<ExitOutcome> outcomes;
    for (std::size_t exit = 1; exit <= exits; ++exit) {
      const double confidence = 1 - random.uniform() / static_cast<double>(exit);
      const bool right = random.uniform() < confidence;
      outcomes.push_back({.confidence = confidence,
                          .prediction = right ? 1 : 0,
                          .correct = right ? Correctness::right : Correctness::wrong});
    }
    trace.add(outcomes);
  }
  return trace;
}

/// Each sample once, nothing waits, the link as it is told.
Scenario each_sample_once(const RateTrace& rate) {
  Scenario scenario = idle_scenario({"a", "b"});
  scenario.requests = rows;
  scenario.networks.front().samples = growing_samples(3);
  scenario.links.front().up = rate;
  scenario.links.front().down = rate;
  return scenario;
}

double regret(const Scenario& scenario, const PolicyChoice& policy) {
  return simulated(scenario, policy).summary.number(0, "regret");
}

/// What sums of so many prices may be off by rounding.
constexpr double rounding = 1e-12 * rows;

PolicyChoice split_at_exit_2() {
  return {.name = "split_exit",
          .parameters = {{"cut", std::vector<std::string>{"exit 2"}}, {"threshold", 0.7}}};
}

}  // namespace

TEST_CASE(
    "the best fixed decision has no regret, the oracle none above 0, and no policy less than the oracle") {
  const Scenario scenario = each_sample_once(RateTrace::constant({1e6}));
  const double oracle = regret(scenario, {.name = "hindsight_oracle"});
  CHECK(std::abs(regret(scenario, {.name = "best_fixed_decision"})) < rounding);
  CHECK(oracle < -rounding);
  for (const PolicyChoice& policy :
       {PolicyChoice{.name = "random_decision"}, PolicyChoice{.name = "final_exit"}, split_at_exit_2()}) {
    CHECK(regret(scenario, policy) >= oracle - rounding);
  }
  CHECK(regret(scenario, {.name = "random_decision"}) > rounding);
}

TEST_CASE("under a changing rate the oracle follows it, and is at least as good as every fixed arm") {
  // A request every 10 s meets each of the rates in turn, one of them an outage.
  const RateTrace rate{.steps = {{{0}, {1e7}}, {{9}, {1e4}}, {{19}, {0}}, {{29}, {2e6}}}, .period = {40}};
  const Scenario scenario = each_sample_once(rate);
  CHECK(regret(scenario, {.name = "hindsight_oracle"}) < -rounding);
  CHECK(regret(scenario, {.name = "server_only"}) > rounding);
}

TEST_CASE("where nothing waits the reward of a run is that of its unloaded costs") {
  const Scenario scenario = each_sample_once(RateTrace::constant({1e6}));
  const Simulated best = simulated(scenario, {.name = "best_fixed_decision"});
  const Simulated other = simulated(scenario, split_at_exit_2());
  const double lost = rows * (best.summary.number(0, "reward") - other.summary.number(0, "reward"));
  CHECK(other.summary.number(0, "regret") == doctest::Approx(lost).epsilon(1e-9));
}

TEST_CASE("on the made-up network a simulation and a replay give the same exits and costs") {
  const SampleTrace samples = growing_samples(4);
  const AbstractCosts costs{.layer = 0.1, .offload = 0.3};
  const CostTable table = abstract_network(costs, samples.exits());
  Scenario scenario{.name = "made-up", .requests = rows};
  scenario.networks.push_back({.name = "net", .profile = table.network().profile(), .samples = samples});
  const RateTrace at_once = RateTrace::constant({std::numeric_limits<double>::infinity()});
  scenario.links.push_back(
      {.name = "offloading", .up = at_once, .down = at_once, .latency = {costs.offload}});
  scenario.servers.push_back({.name = "cloud", .hardware = table.hardware(1)});
  Deployment devices{
      .name = "d", .hardware = table.hardware(0), .network = "net", .path = {"offloading", "cloud"}};
  devices.workload.arrivals = PeriodicArrivals{.period = {10}, .phase = Seconds{}};
  devices.workload.order = SampleOrder::file;
  devices.answer.reset();
  scenario.devices.push_back(devices);

  const PolicyChoice cascade{
      .name = "confidence_exit",
      .parameters = {{"threshold", std::vector<double>{0.8}}, {"cut", std::vector<std::string>{"exit 2"}}}};
  for (const PolicyChoice& policy : {split_at_exit_2(), cascade}) {
    const Simulated run = simulated(scenario, policy);
    std::vector<std::uint32_t> order;
    for (std::uint32_t row = 0; row < rows; ++row) order.push_back(row);
    std::size_t row = 0;
    replay(samples, costs, policy, order, 1, [&](const ReplayStep& step) {
      CHECK(run.requests.number(row, "exit") == static_cast<double>(step.exit));
      CHECK(run.requests.number(row, "latency_s") == doctest::Approx(step.cost).epsilon(1e-9));
      CHECK((run.requests.text(row, "place") == "device") == !step.offloaded);
      ++row;
    });
    CHECK(row == rows);
  }
}
