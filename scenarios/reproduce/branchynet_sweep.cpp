#include "scenarios/reproduce/branchynet_sweep.hpp"

#include <fmt/format.h>

namespace splitscape {

std::vector<SweptPoint> simulated_sweep(const Workbench& bench, const std::string& network,
                                        const std::vector<SweepPoint>& points) {
  const LoadedScenario base = bench.written(
      fmt::format("requests: 10000\n"
                  "networks: {{n: {{profile: {}}}}}\n"
                  "devices: {{pc: {{hardware: cpu-3ghz, network: n, arrivals: {{periodic: 10 ms}}}}}}\n"
                  "policy: {{name: confidence_exit, threshold: 0.5}}\n",
                  network));
  std::vector<Scenario> scenarios(points.size(), base.scenario);
  std::vector<RunSpec> runs;
  for (std::size_t i = 0; i < points.size(); ++i) {
    PublishedShares published{.shares = points[i].shares, .accuracy = {points[i].accuracy / 100}};
    for (double& share : published.shares) share /= 100;
    scenarios[i].networks.front().samples = trace_from_shares(published);
    runs.push_back({scenarios[i], base.scenario.policies.front()});
  }
  const RunSummaries summaries = bench.simulate(runs);
  std::vector<SweptPoint> swept;
  for (std::size_t row = 0; row < summaries.rows(); ++row) {
    swept.push_back({1e3 * summaries.number(row, "latency_mean_s"), 100 * summaries.number(row, "accuracy")});
  }
  return swept;
}

}  // namespace splitscape
