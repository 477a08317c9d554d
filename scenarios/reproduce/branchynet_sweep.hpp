#pragma once

#include <string>
#include <vector>

#include "scenarios/reproduce/workbench.hpp"

namespace splitscape {

/// A row of a sweep over thresholds that BranchyNet's notebooks print.
struct SweepPoint {
  std::vector<double> shares{};  ///< of the exits, %
  double accuracy = 0;           ///< %
};

struct SweptPoint {
  double time_ms = 0;   ///< mean
  double accuracy = 0;  ///< %
};

/// Simulates each point on the CPU of the notebooks, 10,000 requests.
std::vector<SweptPoint> simulated_sweep(const Workbench& bench, const std::string& network,
                                        const std::vector<SweepPoint>& points);

}  // namespace splitscape
