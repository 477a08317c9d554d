#include "analysis/comparison_columns.hpp"

#include "analysis/column_text.hpp"

namespace splitscape {
namespace {

using column::text;

std::string finding(const Comparison& comparison) {
  if (comparison.found()) return comparison.difference.mean < 0 ? "lower" : "higher";
  return comparison.difference.always_the_same ? "same" : "none";
}

std::vector<Column<ComparisonRow>> make_comparison_columns() {
  using Row = ComparisonRow;
  return {
      {"metric", "column of summary.csv that is compared, and its unit", "",
       [](const Row& r) { return r.metric.column; }},
      {"policy", "label of the policy", "",
       [](const Row& r) { return r.runs.policies[r.comparison.policy]; }},
      {"baseline", "label of the policy that it is compared with", "",
       [](const Row& r) { return r.runs.policies[r.comparison.baseline]; }},
      {"policy_mean", "mean of the policy", "over the pairs",
       [](const Row& r) { return text(r.comparison.policy_mean); }},
      {"baseline_mean", "mean of the baseline", "over the pairs",
       [](const Row& r) { return text(r.comparison.baseline_mean); }},
      {"difference", "how much more the policy has", "mean of policy - baseline over the pairs",
       [](const Row& r) { return text(r.comparison.difference.mean); }},
      {"half_width",
       "half the width of the 95 % confidence interval of the difference; empty with one pair, and where "
       "batches are "
       "too short",
       "paired t (docs/statistics.md)",
       [](const Row& r) { return text(r.comparison.difference.half_width); }},
      {"p",
       "probability of a difference so large or larger where there is none; empty without a half-width, and "
       "where all pairs differ by the same",
       "two-sided, Student's t", [](const Row& r) { return text(r.comparison.difference.p); }},
      {"p_adjusted", "likewise, corrected for the number of comparisons", "Holm 1979",
       [](const Row& r) { return text(r.comparison.adjusted_p); }},
      {"n", "pairs", "", [](const Row& r) { return text(r.comparison.difference.n); }},
      {"pairs", "what was paired: replications, or batches of the same requests in one run", "",
       [](const Row& r) { return std::string(name(r.pairs)); }},
      {"median_low",
       "lower end of the distribution-free interval of the median difference; empty below six pairs",
       "order statistics (docs/statistics.md)",
       [](const Row& r) { return text(r.comparison.difference.median_low); }},
      {"median_high", "upper end, likewise", "order statistics",
       [](const Row& r) { return text(r.comparison.difference.median_high); }},
      {"finding", "lower, higher; none: no difference found; same: all pairs are the same",
       "p_adjusted < 0.05, or no spread", [](const Row& r) { return finding(r.comparison); }},
  };
}

}  // namespace

std::string_view name(Pairs pairs) {
  return pairs == Pairs::replications ? "replications" : "batches";
}

const std::vector<Column<ComparisonRow>>& comparison_columns() {
  static const auto columns = make_comparison_columns();
  return columns;
}

}  // namespace splitscape
