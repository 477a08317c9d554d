#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/batch_means.hpp"
#include "analysis/group_names.hpp"
#include "analysis/statistics/mean_interval.hpp"
#include "analysis/statistics/mser5.hpp"
#include "models/scenario.hpp"
#include "sim/report.hpp"
#include "sim/run_listener.hpp"

namespace splitscape {

/// Whether a group's requests are served as fast as they come.
enum class Verdict { stable, backlogged, overloaded };
std::string_view name(Verdict verdict);

/// What a run came to for one group of devices, over the requests that arrived after the warm-up.
struct GroupSummary {
  std::string group{};
  std::size_t devices = 0;
  std::uint64_t requests = 0;
  std::uint64_t completed = 0;
  std::uint64_t dropped = 0;
  std::uint64_t lost = 0;
  std::uint64_t unfinished = 0;
  Estimate accuracy{};
  Estimate latency{};  ///< s
  std::optional<double> latency_p50{};
  std::optional<double> latency_p95{};
  std::optional<double> latency_p99{};
  Estimate deadline_miss_rate{};
  Estimate device_energy{};  ///< J a completed request
  Estimate device_power{};   ///< W a device, idling included
  Estimate offload_rate{};
  Estimate uplink_bytes{};            ///< a completed request
  Estimate throughput{};              ///< completed requests a second
  std::vector<double> exit_shares{};  ///< of the completed requests, one an exit, the end of the network last
  std::vector<std::pair<std::string, double>> cut_shares{};  ///< of all requests, the most frequent cut first
  std::vector<std::pair<std::string, double>>
      route_shares{};  ///< of all requests, where there are several paths
  /// B that the device holds: of layers and exit heads up to its deepest cut, and of the encoders it chose.
  double device_weights = 0;
  std::optional<double> server_utilisation_max{};
  Estimate cost{};                      ///< price of an answer (models/prices.hpp), in units of confidence
  Estimate reward{};                    ///< confidence, where it is known, - cost
  std::optional<double> regret{};       ///< analysis/run_regret.hpp, after all answers
  std::optional<double> server_cost{};  ///< of all servers on its paths; absent where none has a price
  Verdict verdict = Verdict::stable;
  /// s: the warm-up that MSER-5 finds in the latencies in the order of completion, those of the warm-up
  /// included (analysis/statistics/mser5.hpp); absent where it finds none.
  std::optional<double> mser5_warmup{};
};

/// How a request was cut, and which bottlenecks were chosen there.
using EncodedCuts = std::pair<CutPositions, Encodings>;

/// Summarises a run while it goes on. It keeps some eleven bytes a request, for the quantiles and
/// for MSER-5.
class RunSummary final : public RunListener {
 public:
  explicit RunSummary(const Scenario& scenario);

  void take(const RequestRecord& record) override;
  /// One summary a group; to be called once, after the run.
  std::vector<GroupSummary> finish(const RunReport& report);

 private:
  struct GroupTally {
    EndingCounts endings{};
    BatchMeans accuracy{};
    bool every_answer_judged = true;
    BatchMeans latency{};
    std::vector<double> latencies{};
    Mser5 warming{};
    BatchMeans misses{};
    BatchMeans energy{};
    BatchMeans cost{};
    BatchMeans reward{};
    BatchMeans offloads{};
    BatchMeans uplink{};
    std::vector<std::uint64_t> exits{};
    std::map<EncodedCuts, std::uint64_t> cuts{};
    std::vector<std::uint64_t> routes{};
  };

  const Scenario& scenario_;
  std::vector<GroupNames> names_;
  std::vector<GroupTally> tallies_{};
};

/// The smallest value that at least the share p of the values do not exceed (nearest rank); reorders them.
std::optional<double> quantile(std::vector<double>& values, double p);

}  // namespace splitscape
