#pragma once

#include <cstddef>
#include <vector>

#include "models/sample_trace.hpp"

namespace splitscape {

/// Shares of the samples over the exits, the end last, each p times the one before: q_k = p^k / sum of p^j,
/// j = 1 .. exits (MSDNet's family of budgets; p < 1 leaves early, p > 1 late).
std::vector<double> geometric_shares(double p, std::size_t exits);

/// Confidences from which samples must leave so that of these samples these shares leave: exit by exit, that
/// of the floor(share x rows)-th most confident one that has not left before (the search of MSDNet's released
/// code). Infinite where an exit is to let none go, or fewer are left than it is to let go. Samples of equal
/// confidence leave together.
/// @param shares one an exit, the end last; that of the end is what is left
/// @return one a side branch
std::vector<double> thresholds_for(const SampleTrace& samples, const std::vector<double>& shares);

/// Which shares of the samples leave at these thresholds, the end last.
std::vector<double> shares_at(const SampleTrace& samples, const std::vector<double>& thresholds);

}  // namespace splitscape
