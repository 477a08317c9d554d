// A scenario that is filled in C++, simulated, and summarised, without any file: the way to go where
// Splitscape is a part of another program. It needs the libraries splitscape_analysis, splitscape_sim and
// splitscape_models.
//
// Twenty sensors classify a sample on average every two seconds. Half of the samples are clear and can be
// answered at an exit after the second layer, on the sensor; the others are sent to the edge. The radio is
// shared by all.
//
// A process can run one simulation: call the program once for each policy.
//
//   without_a_file [fixed_cut | split_exit | server_only | device_only | neurosurgeon]

#include <fmt/format.h>

#include <cmath>
#include <exception>

#include "analysis/run_summary.hpp"
#include "models/scenario.hpp"
#include "sim/check.hpp"
#include "sim/simulate.hpp"

namespace {

using namespace splitscape;

LayerProfile layer(const char* name, double macs, double output_bytes) {
  return {.name = name, .op = "conv", .cost = {.macs = Macs{macs}}, .output = Bytes{output_bytes}};
}

NetworkUse classifier() {
  NetworkUse use{.name = "classifier", .profile = {.name = "classifier", .input = Bytes{12288}}};
  use.profile.layers = {layer("conv1", 6e6, 32768), layer("conv2", 18e6, 4096), layer("conv3", 40e6, 2048),
                        layer("output", 1e6, 40)};
  use.profile.exits = {{.after = "conv2", .cost = {.macs = Macs{4e5}}}};
  // At the exit, half of the samples are confident, and of these 98 % right; of the others 90 % at the end.
  use.samples = trace_from_shares({.shares = {0.5, 0.5}, .accuracy = {0.98, 0.90}, .rows = 1000});
  return use;
}

Hardware hardware(const char* name, double macs_per_second, double idle_watts, double compute_watts) {
  Hardware made{.name = name};
  made.rate = Figure<MacRate>{{macs_per_second}};
  made.power.idle = Figure<Watts>{{idle_watts}};
  made.power.compute = Figure<Watts>{{compute_watts}};
  return made;
}

Scenario sensors_and_an_edge() {
  Scenario scenario{.name = "sensors", .seed = 1, .duration = Seconds{3600}, .warmup = Seconds{60}};
  scenario.networks = {classifier()};

  Link air{.name = "air", .medium = Medium::shared, .latency = Seconds{0.004}};
  air.up = RateTrace::constant(BitRate{2e6});
  air.down = RateTrace::constant(BitRate{2e6});
  air.radio = RadioModel{.name = "sensor radio"};
  air.radio->transmit.value = Watts{0.6};
  air.radio->receive.value = Watts{0.3};
  scenario.links = {air};

  scenario.servers = {{.name = "edge", .hardware = hardware("edge", 20e9, 10, 40), .slots = 2}};

  Deployment sensors{.name = "sensors",
                     .count = 20,
                     .hardware = hardware("sensor", 200e6, 0.2, 1.1),
                     .network = "classifier",
                     .path = {"air", "edge"}};
  sensors.workload.arrivals = PoissonArrivals{.rate = PerSecond{0.5}};
  sensors.workload.deadline = Seconds{0.5};
  sensors.answer = Bytes{40};
  scenario.devices = {sensors};
  return scenario;
}

PolicyChoice policy_called(const std::string& name) {
  PolicyChoice policy{.name = name};
  if (name == "fixed_cut" || name == "split_exit")
    policy.parameters.emplace_back("cut", std::vector<std::string>{"conv2"});
  if (name == "split_exit") policy.parameters.emplace_back("threshold", 0.5);
  return policy;
}

void print(const char* what, const Estimate& estimate, double factor, const char* unit) {
  if (!estimate.mean) {
    fmt::print("{:<14} not known\n", what);
    return;
  }
  fmt::print("{:<14} {:.4g}", what, *estimate.mean * factor);
  const double rounding = 1e-6 * std::abs(*estimate.mean);  // a smaller interval is none
  if (estimate.half_width.value_or(0) > rounding) fmt::print(" +- {:.2g}", *estimate.half_width * factor);
  fmt::print(" {}\n", unit);
}

int run(const std::string& policy_name) {
  Scenario scenario = sensors_and_an_edge();
  scenario.policies = {policy_called(policy_name)};
  const auto contradictions = check(scenario);
  for (const auto& contradiction : contradictions) {
    fmt::print(stderr, "{}: {}\n", contradiction.where, contradiction.what);
  }
  if (!contradictions.empty()) return 2;

  RunSummary summary(scenario);  // a RunListener: own listeners see every request as it ends
  const RunReport report = simulate(scenario, scenario.policies.front(), summary);
  const GroupSummary sensors = summary.finish(report).front();

  fmt::print("{} under {}: {} of {} requests answered, {}\n", sensors.group, policy_name, sensors.completed,
             sensors.requests, name(sensors.verdict));
  print("latency", sensors.latency, 1e3, "ms");
  fmt::print("{:<14} {:.4g} ms\n", "95 % within", sensors.latency_p95.value_or(0) * 1e3);
  print("late", sensors.deadline_miss_rate, 100, "%");
  print("accuracy", sensors.accuracy, 100, "%");
  print("energy", sensors.device_energy, 1e3, "mJ a request");
  print("sent", sensors.offload_rate, 100, "% of the requests");
  const LinkReport& up = report.links.front();
  fmt::print("{:<14} {:.3g} % of the time\n", "radio busy", 100 * up.busy.value / report.end.value);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc > 1 ? argv[1] : "split_exit");
  } catch (const std::exception& error) {
    fmt::print(stderr, "without_a_file: {}\n", error.what());
    return 1;
  }
}
