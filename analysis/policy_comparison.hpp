#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/statistics/paired_difference.hpp"

namespace splitscape {

/// What is paired to tell two policies apart.
enum class Pairs {
  replications,  ///< independent runs
  batches,       ///< of the same requests in one run of each
};

/// Runs of several policies in the same place: the same scenario, group of devices and point of a study.
struct ComparedRuns {
  std::vector<std::string> place{};
  std::vector<std::string> policies{};
  /// By policy, metric and replication, which pair up across policies; absent where a value is not known.
  std::vector<std::vector<std::vector<std::optional<double>>>> values{};
};

/// A policy against the baseline, by one metric.
struct Comparison {
  std::size_t place = 0;   ///< number of the runs
  std::size_t metric = 0;  ///< likewise
  std::size_t policy = 0;  ///< of that place
  std::size_t baseline = 0;
  double policy_mean = 0;  ///< over the pairs
  double baseline_mean = 0;
  PairedDifference difference{};       ///< policy - baseline
  std::optional<double> adjusted_p{};  ///< by Holm, over all comparisons that have a p-value

  /// Whether the two differ: by so much in every pair, or an adjusted p below .05.
  bool found() const;
  /// Whether half the width of the interval is at most so large a share of the baseline's mean.
  bool within(double share) const;
};

/// Every policy against the baseline, in every place and by every metric that both know in one pair at least;
/// policy by policy, then metric by metric. Batches whose differences resemble those of their neighbours are
/// joined two by two until they do not; where fewer than eight would be left, there is no interval.
/// @param baseline name of a policy of every place; empty: the first one of each
std::vector<Comparison> compare_policies(const std::vector<ComparedRuns>& places, const std::string& baseline,
                                         Pairs pairs = Pairs::replications);

}  // namespace splitscape
