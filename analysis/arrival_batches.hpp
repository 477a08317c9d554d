#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/group_names.hpp"
#include "models/scenario.hpp"
#include "sim/report.hpp"
#include "sim/run_listener.hpp"

namespace splitscape {

/// The columns of summary.csv whose values a batch has, too.
inline constexpr std::array<const char*, 8> batched_columns{
    "accuracy", "latency_mean_s", "deadline_miss_rate", "device_energy_mean_j",
    "cost",     "reward",         "offload_rate",       "uplink_bytes_mean"};

/// The means of a group over consecutive arrivals; absent where they are not known.
struct BatchOfArrivals {
  std::uint64_t first = 0;  ///< number of its first request, over all groups
  std::uint64_t size = 0;   ///< requests, of all groups
  std::array<std::optional<double>, batched_columns.size()> means{};
};

/// The means of a run over equal batches of consecutive measured requests, as they arrived: under common
/// random numbers batch i of two policies is the same requests, so that the differences of their means are
/// batch means of the difference (docs/statistics.md). Constant memory: when 64 batches are begun, neighbours
/// are joined. Between 32 and 64 batches of all requests; those that hold a request of the warm-up, and the
/// last one where it is not full, are left out.
class ArrivalBatches final : public RunListener {
 public:
  explicit ArrivalBatches(const Scenario& scenario);

  void take(const RequestRecord& record) override;
  /// Of each group, in the order of the scenario.
  std::vector<std::vector<BatchOfArrivals>> finish(const RunReport& report) const;

 private:
  struct Sum {
    double of = 0;
    std::uint64_t count = 0;
    void add(double value);
  };
  using Sums = std::array<Sum, batched_columns.size()>;

  void join_until_fits(std::uint64_t request);

  const Scenario& scenario_;
  std::vector<GroupNames> names_;
  std::vector<std::vector<Sums>> sums_;  ///< by group and batch
  std::vector<bool> judged_;             ///< every answer of the group
  std::uint64_t size_ = 1;
  std::optional<std::uint64_t> first_measured_{};
  std::uint64_t behind_last_ = 0;
};

}  // namespace splitscape
