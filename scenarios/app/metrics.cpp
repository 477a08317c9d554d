#include "scenarios/app/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/nearest_name.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {

const std::vector<Metric>& metrics() {
  static const std::vector<Metric> all{
      {"accuracy", "accuracy %", true, 100, "accuracy_ci95"},
      {"latency_mean_s", "latency ms", false, 1e3, "latency_mean_ci95_s"},
      {"latency_p50_s", "p50 ms", false, 1e3, nullptr},
      {"latency_p95_s", "p95 ms", false, 1e3, nullptr},
      {"latency_p99_s", "p99 ms", false, 1e3, nullptr},
      {"deadline_miss_rate", "missed %", false, 100, "deadline_miss_rate_ci95"},
      {"device_energy_mean_j", "energy J", false, 1, "device_energy_mean_ci95_j"},
      {"device_power_mean_w", "power W", false, 1, "device_power_mean_ci95_w"},
      {"cost", "cost", false, 1, "cost_ci95"},
      {"reward", "reward", true, 1, "reward_ci95"},
      {"regret", "regret", false, 1, nullptr},
      {"uplink_bytes_mean", "uplink B", false, 1, "uplink_bytes_mean_ci95"},
      {"throughput_rps", "answers /s", true, 1, "throughput_ci95_rps"},
      {"device_weights_bytes", "stored kB", false, 1e-3, nullptr},
      {"server_utilisation_max", "server %", false, 100, nullptr},
      {"server_cost", "servers cost", false, 1, nullptr},
      {"completed", "answers", true, 1, nullptr},
      {"dropped", "dropped", false, 1, nullptr},
      {"lost", "lost", false, 1, nullptr},
      {"unfinished", "unfinished", false, 1, nullptr},
      {"offload_rate", "offloaded %", false, 100, "offload_rate_ci95"},
  };
  return all;
}

const Metric& metric_named(const std::string& name, const std::string& option) {
  const auto found = std::find_if(metrics().begin(), metrics().end(),
                                  [&](const Metric& metric) { return metric.column == name; });
  if (found != metrics().end()) return *found;
  std::vector<std::string> names;
  for (const Metric& metric : metrics()) names.emplace_back(metric.column);
  throw UserError(fmt::format("{}: no metric is called '{}'{}", option, name, suggestion(name, names)));
}

}  // namespace splitscape
