#pragma once

#include <vector>

#include "analysis/compared_metric.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/compared_table.hpp"

namespace splitscape {

/// Prints the policies of each place side by side: means over the replications, with the half-widths of their
/// 95 % intervals where there are several; the best of each column in bold on a terminal, and marked in
/// Markdown. As CSV all digits.
/// @param metrics those of the table's values
void print_policies(const ComparedTable& table, const std::vector<ComparedMetric>& metrics, Layout layout);

}  // namespace splitscape
