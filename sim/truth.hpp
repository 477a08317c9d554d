#pragma once

#include <cstddef>
#include <vector>

#include "models/sample_trace.hpp"
#include "models/units.hpp"
#include "sim/observation.hpp"

namespace splitscape {

/// What no device knows when a request arrives: the world as it is. Only bounds are told
/// (PolicyEntry::knows_truth).
struct Truth {
  const std::vector<LinkEstimate>& links;  ///< one a hop of the first path: the rates now, nothing in the air
  const std::vector<double>& server_loads;  ///< one a server of it
  const RadioCost& radio;
  const SampleTrace* samples = nullptr;  ///< of all requests; null: none
  std::size_t sample = 0;                ///< of this request
};

}  // namespace splitscape
