#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

#include "analysis/queueing_theory.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/runs/batch.hpp"
#include "scenarios/runs/scratch_directory.hpp"

namespace splitscape {
namespace {

/// Every case serves requests that take this long alone, so that rates are loads.
constexpr double service = 0.1;
constexpr std::uint64_t requests = 1000000;

/// Where in the results the number stands that theory predicts.
struct Prediction {
  const char* quantity;
  double theory;
  const char* file;  ///< "summary" or "servers"
  const char* column;
  const char* half_width;  ///< column with the half-width of its interval; null: it must be met to rounding
};

struct Case {
  const char* name;
  Scenario scenario;
  PolicyChoice policy;
  std::vector<Prediction> predictions;
};

NetworkProfile one_layer() {
  NetworkProfile network{.name = "one layer", .input = {1e5}};
  network.layers.push_back({.name = "layer", .op = "conv", .cost = {.macs = Macs{1e6}}, .output = {4}});
  return network;
}

Hardware serving_in(double seconds) {
  Hardware hardware{.name = "station", .rate = Figure<MacRate>{{1e6 / seconds}}};
  hardware.power.idle = Figure<Watts>{{1.0}};
  hardware.power.compute = Figure<Watts>{{3.0}};
  return hardware;
}

/// `devices` devices with Poisson arrivals of `load` services together, and nothing but the device.
Scenario device_scenario(const char* name, double load, std::size_t devices) {
  Scenario scenario{.name = name, .requests = requests, .warmup = {100 * service}};
  scenario.networks.push_back({.name = "net", .profile = one_layer()});
  Deployment deployment{
      .name = "devices", .count = devices, .hardware = serving_in(service), .network = "net"};
  deployment.workload.arrivals = PoissonArrivals{{load / service / static_cast<double>(devices)}};
  scenario.devices.push_back(deployment);
  return scenario;
}

/// The same devices with a link that takes no time, and a server where everything is computed.
Scenario server_scenario(const char* name, double load, std::size_t devices, const Server& server) {
  Scenario scenario = device_scenario(name, load, devices);
  const RateTrace unlimited = RateTrace::constant({std::numeric_limits<double>::infinity()});
  scenario.links.push_back({.name = "wire", .up = unlimited, .down = unlimited});
  scenario.servers.push_back(server);
  scenario.devices.front().path = {"wire", server.name};
  return scenario;
}

Server server_with(std::size_t slots, Variation::Law law) {
  Server server{.name = "server", .hardware = serving_in(service), .slots = slots};
  server.variation.law = law;
  return server;
}

Case m_d_1() {
  constexpr double load = 0.7;
  return {"M/D/1",
          device_scenario("M/D/1", load, 1),
          {.name = "device_only"},
          {{"mean latency", service + theory::mg1_wait(load / service, service, 0.0), "summary",
            "latency_mean_s", "latency_mean_ci95_s"}}};
}

Case m_m_1() {
  constexpr double load = 0.7;
  Scenario scenario = device_scenario("M/M/1", load, 1);
  scenario.devices.front().variation.law = Variation::Law::exponential;
  // The stay in M/M/1 is exponential: its median is ln 2 times its mean.
  const double stay = service + theory::mmc_wait(load / service, service, 1);
  return {"M/M/1",
          scenario,
          {.name = "device_only"},
          {{"mean latency", stay, "summary", "latency_mean_s", "latency_mean_ci95_s"}}};
}

Case m_m_c() {
  constexpr std::size_t slots = 4;
  constexpr double load = 3.2;
  return {"M/M/4",
          server_scenario("M/M/4", load, 100, server_with(slots, Variation::Law::exponential)),
          {.name = "server_only"},
          {{"mean latency", service + theory::mmc_wait(load / service, service, slots), "summary",
            "latency_mean_s", "latency_mean_ci95_s"}}};
}

Case sharing_server() {
  constexpr double load = 0.7;
  Server server = server_with(1, Variation::Law::exponential);
  server.discipline = Discipline::processor_sharing;
  return {"M/M/1 processor sharing (server)",
          server_scenario("sharing server", load, 100, server),
          {.name = "server_only"},
          {{"mean latency", theory::mg1_sharing_stay(load / service, service), "summary", "latency_mean_s",
            "latency_mean_ci95_s"}}};
}

Case sharing_link() {
  constexpr double load = 0.7;
  // So many devices that hardly any has two transfers at once, which it would send one after the other.
  constexpr std::size_t devices = 5000;
  Server server = server_with(1, Variation::Law::none);
  server.hardware = serving_in(1e-12);
  Scenario scenario = server_scenario("sharing link", load, devices, server);
  scenario.links.front().medium = Medium::shared;
  scenario.links.front().up = RateTrace::constant(one_layer().input / Seconds{service});
  return {"M/D/1 processor sharing (shared link)",
          scenario,
          {.name = "server_only"},
          {{"mean latency", theory::mg1_sharing_stay(load / service, service), "summary", "latency_mean_s",
            "latency_mean_ci95_s"}}};
}

Case saturated_batches() {
  Server server = server_with(1, Variation::Law::none);
  server.batching = {.largest = 8, .wait = {1.0}, .relative_time = {{8, 3.0}}};
  Scenario scenario = server_scenario("batches", 4.0, 100, server);
  scenario.requests.reset();
  scenario.warmup = {};
  scenario.duration = Seconds{10000 * service};
  scenario.at_end = AtEnd::cut;
  return {"saturated batch service",
          scenario,
          {.name = "server_only"},
          {{"throughput", 8.0 / (3.0 * service), "summary", "throughput_rps", "throughput_ci95_rps"}}};
}

Case periodic_energy() {
  Scenario scenario = device_scenario("energy", 1.0, 1);
  scenario.requests = 1000;
  scenario.warmup = {};
  scenario.devices.front().workload.arrivals = PeriodicArrivals{{2 * service}, Seconds{}};
  return {"device busy half of the time",
          scenario,
          {.name = "device_only"},
          {{"energy of a request", 3.0 * service, "summary", "device_energy_mean_j", nullptr},
           // The run ends with the last request, half a period after its arrival.
           {"mean power", (3.0 * 1000 + 1.0 * 999) / 1999, "summary", "device_power_mean_w", nullptr}}};
}

struct Outcome {
  std::vector<std::string> row{};
  bool met = false;
};

Outcome compare(const Case& tried, const Prediction& prediction, const std::string& directory,
                std::size_t row) {
  const std::string path = fmt::format("{}/{}.csv", directory, prediction.file);
  const CsvTable table(read_text_file(path), path, true);
  const double simulated = table.number(row, table.column(prediction.column));
  // Three standard errors, of which the 95 % interval has about two; or rounding.
  double allowed = 1e-9 * std::abs(prediction.theory);
  std::string half_width = "-";
  if (prediction.half_width != nullptr) {
    const double half = table.number(row, table.column(prediction.half_width));
    allowed = std::max(allowed, 1.5 * half);
    half_width = short_number(half);
  }
  const double difference = simulated - prediction.theory;
  Outcome outcome;
  outcome.met = std::abs(difference) <= allowed;
  outcome.row = {tried.name,
                 prediction.quantity,
                 short_number(prediction.theory),
                 short_number(simulated),
                 half_width,
                 fmt::format("{:+.2f} %", 100.0 * difference / prediction.theory),
                 outcome.met ? "ok" : "WRONG"};
  return outcome;
}

}  // namespace

int selftest_command() {
  const std::vector<Case> cases{
      m_m_1(), m_d_1(), m_m_c(), sharing_server(), sharing_link(), saturated_batches(), periodic_energy()};
  std::vector<RunSpec> runs;
  for (const Case& tried : cases) runs.push_back({tried.scenario, tried.policy});
  const BlockedSignals signals;
  const ScratchDirectory scratch;
  const BatchOptions options{.jobs = std::max(1U, std::thread::hardware_concurrency()),
                             .tables = {.requests = false},
                             .show_progress = isatty(STDERR_FILENO) != 0};
  run_batch(runs, options, signals, scratch.path());
  std::vector<std::vector<std::string>> rows;
  bool all_met = true;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    for (const Prediction& prediction : cases[i].predictions) {
      const Outcome outcome = compare(cases[i], prediction, scratch.path(), i);
      rows.push_back(outcome.row);
      all_met = all_met && outcome.met;
    }
  }
  print_table({"case", "quantity", "theory", "simulated", "+- (95 %)", "error", ""}, rows, Layout::text);
  fmt::print("\n{}\n", all_met ? "the program agrees with theory" : "the program does NOT agree with theory");
  return all_met ? 0 : 1;
}

}  // namespace splitscape
