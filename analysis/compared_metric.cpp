#include "analysis/compared_metric.hpp"

#include <algorithm>
#include <set>

#include "analysis/columns.hpp"

namespace splitscape {
namespace {

const std::vector<ComparedMetric>& metrics_with_words() {
  static const std::vector<ComparedMetric> metrics{
      {"accuracy", "accuracy", "points", 100, "accuracy %", "is less accurate than", "is more accurate than",
       Better::more},
      {"latency_mean_s", "mean latency", "ms", 1e3, "latency ms", "is faster than", "is slower than",
       Better::less},
      {"latency_p50_s", "median latency", "ms", 1e3, "p50 ms", "has a lower median latency than",
       "has a higher median latency than", Better::less},
      {"latency_p95_s", "95th percentile of the latency", "ms", 1e3, "p95 ms",
       "has a lower 95th percentile of the latency than", "has a higher 95th percentile of the latency than",
       Better::less},
      {"latency_p99_s", "99th percentile of the latency", "ms", 1e3, "p99 ms",
       "has a lower 99th percentile of the latency than", "has a higher 99th percentile of the latency than",
       Better::less},
      {"deadline_miss_rate", "missed deadlines", "points", 100, "missed %", "misses fewer deadlines than",
       "misses more deadlines than", Better::less},
      {"device_energy_mean_j", "energy of a request", "J", 1, "energy J", "needs less energy than",
       "needs more energy than", Better::less},
      {"device_power_mean_w", "power of a device", "W", 1, "power W", "draws less power than",
       "draws more power than", Better::less},
      {"cost", "cost", "", 1, "cost", "costs less than", "costs more than", Better::less},
      {"reward", "reward", "", 1, "reward", "earns less than", "earns more than", Better::more},
      {"regret", "regret", "", 1, "regret", "has less regret than", "has more regret than", Better::less},
      {"offload_rate", "offloaded share", "points", 100, "offloaded %", "offloads less than",
       "offloads more than"},
      {"uplink_bytes_mean", "bytes sent", "kB", 1e-3, "sent kB", "sends less than", "sends more than"},
      {"throughput_rps", "throughput", "answers/s", 1, "answers/s", "answers less than", "answers more than",
       Better::more},
  };
  return metrics;
}

}  // namespace

const std::vector<std::string>& comparable_columns() {
  static const std::vector<std::string> columns = [] {
    static const std::set<std::string> left_out{"scenario",     "policy",  "seed",        "run",
                                                "group",        "devices", "exit_shares", "cut_shares",
                                                "route_shares", "verdict"};
    std::vector<std::string> names;
    for (const auto& column : summary_columns()) {
      const bool is_interval = column.name.find("_ci95") != std::string::npos;
      if (!is_interval && !left_out.contains(column.name)) names.push_back(column.name);
    }
    return names;
  }();
  return columns;
}

ComparedMetric compared_metric(const std::string& column) {
  const auto& metrics = metrics_with_words();
  const auto found = std::find_if(metrics.begin(), metrics.end(), [&column](const ComparedMetric& metric) {
    return metric.column == column;
  });
  if (found != metrics.end()) return *found;
  ComparedMetric metric;
  metric.column = metric.name = metric.title = column;
  metric.less = "has a lower " + column + " than";
  metric.more = "has a higher " + column + " than";
  return metric;
}

}  // namespace splitscape
