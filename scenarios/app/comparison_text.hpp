#pragma once

#include <string>
#include <vector>

#include "analysis/comparison_columns.hpp"
#include "scenarios/app/compared_table.hpp"

namespace splitscape {

/// "7.1 +- 0.6 ms": the half-width in two digits, the value to the same place. J and W get m, u or n before
/// them where they are small.
std::string plus_minus(double value, double half_width, const std::string& unit);

/// What a comparison came to: "neurosurgeon is faster than server_only by 7.1 +- 0.6 ms", or that no
/// difference was found, or why none can be. Of one with several pairs.
std::string sentence(const ComparisonRow& row);

/// A sentence a comparison, each with its place where there are several, and then what the intervals are.
/// Nothing but a word on why where there are no intervals.
std::vector<std::string> sentences(const ComparedTable& table, const std::vector<ComparedMetric>& metrics,
                                   const std::vector<Comparison>& comparisons, Pairs pairs);

}  // namespace splitscape
