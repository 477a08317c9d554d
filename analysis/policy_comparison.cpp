#include "analysis/policy_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "analysis/statistics/holm.hpp"
#include "analysis/statistics/serial_correlation.hpp"

namespace splitscape {
namespace {

constexpr double level = 0.05;

using Values = std::vector<std::optional<double>>;

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The means of neighbours; one that is left over is left out.
std::vector<double> joined(const std::vector<double>& values) {
  std::vector<double> means;
  for (std::size_t i = 0; i + 1 < values.size(); i += 2) means.push_back((values[i] + values[i + 1]) / 2);
  return means;
}

bool differences_resemble(const std::vector<double>& first, const std::vector<double>& second) {
  std::vector<double> differences(first.size());
  std::transform(first.begin(), first.end(), second.begin(), differences.begin(), std::minus<>());
  return neighbours_resemble(differences);
}

/// The difference by batches that are long enough to be independent.
PairedDifference batch_difference(std::vector<double> first, std::vector<double> second) {
  constexpr std::size_t fewest = 8;
  PairedDifference difference = paired_difference(first, second);
  if (difference.always_the_same) return difference;
  while (differences_resemble(first, second)) {
    if (first.size() < 2 * fewest) return {.mean = difference.mean, .n = first.size()};
    first = joined(first);
    second = joined(second);
  }
  return paired_difference(first, second);
}

std::optional<Comparison> compare(const Values& policy, const Values& baseline, Pairs pairs) {
  std::vector<double> first;
  std::vector<double> second;
  for (std::size_t i = 0; i < std::min(policy.size(), baseline.size()); ++i) {
    if (!policy[i] || !baseline[i]) continue;
    first.push_back(*policy[i]);
    second.push_back(*baseline[i]);
  }
  if (first.empty()) return std::nullopt;
  Comparison comparison;
  comparison.policy_mean = mean(first);
  comparison.baseline_mean = mean(second);
  comparison.difference =
      pairs == Pairs::batches ? batch_difference(first, second) : paired_difference(first, second);
  return comparison;
}

void correct_for_their_number(std::vector<Comparison>& comparisons) {
  std::vector<double> p;
  for (const Comparison& comparison : comparisons) {
    if (comparison.difference.p) p.push_back(*comparison.difference.p);
  }
  const std::vector<double> adjusted = holm(p);
  auto next = adjusted.begin();
  for (Comparison& comparison : comparisons) {
    if (comparison.difference.p) comparison.adjusted_p = *next++;
  }
}

}  // namespace

bool Comparison::found() const {
  if (difference.always_the_same) return difference.mean != 0;
  return adjusted_p && *adjusted_p < level;
}

bool Comparison::within(double share) const {
  return difference.half_width && *difference.half_width <= share * std::abs(baseline_mean);
}

std::vector<Comparison> compare_policies(const std::vector<ComparedRuns>& places, const std::string& baseline,
                                         Pairs pairs) {
  std::vector<Comparison> comparisons;
  for (std::size_t place = 0; place < places.size(); ++place) {
    const ComparedRuns& runs = places[place];
    const auto named = std::find(runs.policies.begin(), runs.policies.end(), baseline);
    const auto base =
        named == runs.policies.end() ? 0 : static_cast<std::size_t>(named - runs.policies.begin());
    for (std::size_t policy = 0; policy < runs.policies.size(); ++policy) {
      if (policy == base) continue;
      for (std::size_t metric = 0; metric < runs.values[policy].size(); ++metric) {
        auto comparison = compare(runs.values[policy][metric], runs.values[base][metric], pairs);
        if (!comparison) continue;
        comparison->place = place;
        comparison->metric = metric;
        comparison->policy = policy;
        comparison->baseline = base;
        comparisons.push_back(*comparison);
      }
    }
  }
  correct_for_their_number(comparisons);
  return comparisons;
}

}  // namespace splitscape
