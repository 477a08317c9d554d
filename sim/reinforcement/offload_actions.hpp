#pragma once

#include <cstddef>
#include <vector>

#include "models/cost_table.hpp"
#include "sim/decision.hpp"

namespace splitscape {

/// Which actions a policy that learns may choose from.
struct ActionChoice {
  std::vector<std::size_t> positions{};  ///< at which a hop may be cut, rising; empty: all
  bool exits = true;                     ///< whether a request may stop at a side branch
};

/// Every way to serve a request that fits the memories of the places, each once: where it stops (the end of
/// the network, or one side branch, at which it always stops), a cut a hop, and how the tensors at the cuts
/// are encoded. A cut behind the branch that stops the request changes nothing: of such decisions the one
/// that keeps most on the device stands for all. A decision looks at its branch only; none stops at the end.
/// @throws std::invalid_argument that says how to have fewer, where there are more than `most`; or where none
/// fits
std::vector<Decision> offload_actions(const CostTable& costs, const ActionChoice& choice = {},
                                      std::size_t most = 4096);

}  // namespace splitscape
