#include "analysis/arrival_batches.hpp"

#include <algorithm>

#include "analysis/request_values.hpp"

namespace splitscape {
namespace {

constexpr std::size_t most_batches = 64;

/// Where batched_columns names them.
enum Batched : std::size_t { accuracy, latency, misses, energy, cost, reward, offloads, uplink };

}  // namespace

void ArrivalBatches::Sum::add(double value) {
  of += value;
  ++count;
}

ArrivalBatches::ArrivalBatches(const Scenario& scenario)
    : scenario_(scenario),
      names_(group_names(scenario)),
      sums_(scenario.devices.size(), std::vector<Sums>(most_batches)),
      judged_(scenario.devices.size(), true) {}

void ArrivalBatches::join_until_fits(std::uint64_t request) {
  while (request / size_ >= most_batches) {
    for (auto& batches : sums_) {
      for (std::size_t i = 0; i < most_batches; ++i) {
        const Sums joined = batches[i];
        batches[i] = {};
        for (std::size_t k = 0; k < joined.size(); ++k) {
          batches[i / 2][k].of += joined[k].of;
          batches[i / 2][k].count += joined[k].count;
        }
      }
    }
    size_ *= 2;
  }
}

void ArrivalBatches::take(const RequestRecord& record) {
  behind_last_ = std::max(behind_last_, record.id + 1);
  join_until_fits(record.id);
  if (!record.measured) return;
  first_measured_ = std::min(first_measured_.value_or(record.id), record.id);
  Sums& sums = sums_[record.group][record.id / size_];
  if (const auto& deadline = scenario_.devices[record.group].workload.deadline)
    sums[misses].add(missed(record, *deadline));
  if (!answered(record.ending)) return;
  const AnsweredValues values = answered_values(record, scenario_, names_[record.group]);
  if (record.correct == Correctness::unknown) judged_[record.group] = false;
  sums[accuracy].add(values.accuracy);
  sums[latency].add(values.latency);
  sums[energy].add(values.energy);
  sums[cost].add(values.cost);
  sums[reward].add(values.reward);
  sums[offloads].add(values.offloaded);
  sums[uplink].add(values.uplink);
}

std::vector<std::vector<BatchOfArrivals>> ArrivalBatches::finish(const RunReport& report) const {
  std::vector<std::vector<BatchOfArrivals>> all(sums_.size());
  if (!first_measured_) return all;
  const std::uint64_t first = (*first_measured_ + size_ - 1) / size_;
  for (std::size_t group = 0; group < sums_.size(); ++group) {
    for (std::uint64_t i = first; i < behind_last_ / size_; ++i) {
      BatchOfArrivals& batch = all[group].emplace_back();
      batch.first = i * size_;
      batch.size = size_;
      for (std::size_t k = 0; k < batch.means.size(); ++k) {
        const Sum& sum = sums_[group][i][k];
        if (sum.count > 0) batch.means[k] = sum.of / static_cast<double>(sum.count);
      }
      if (!judged_[group]) batch.means[accuracy].reset();
      if (!report.groups[group].knows_request_energy) batch.means[energy].reset();
    }
  }
  return all;
}

}  // namespace splitscape
