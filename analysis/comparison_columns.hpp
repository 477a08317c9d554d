#pragma once

#include "analysis/columns.hpp"
#include "analysis/compared_metric.hpp"
#include "analysis/policy_comparison.hpp"

namespace splitscape {

std::string_view name(Pairs pairs);

/// A line of comparisons.csv, behind the columns that say where.
struct ComparisonRow {
  const ComparedRuns& runs;
  const ComparedMetric& metric;
  const Comparison& comparison;
  Pairs pairs = Pairs::replications;
};

const std::vector<Column<ComparisonRow>>& comparison_columns();

}  // namespace splitscape
