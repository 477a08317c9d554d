#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "models/cost_table.hpp"
#include "sim/observation.hpp"

namespace splitscape {

/// The costs of the papers on bandits: so much a layer, so much for offloading, and no network. They are in
/// units of confidence, as the rewards are (SplitEE: lambda and o).
struct AbstractCosts {
  double layer = 0.1;       ///< lambda: a layer and the exit head behind it (SplitEE, arXiv 2309.09195)
  double offload = 0.5;     ///< o; o = 5 lambda is the headline of the same
  double head_share = 0.2;  ///< of lambda that is the head's, paid where the exit is looked at (its released
                            ///< code: "0.8 lambda" a layer); the end of the network always pays it
  std::vector<std::size_t> depths{};  ///< the layer of each exit, rising, the end last; empty: 1, 2, 3, ...
  std::vector<double> exit_costs{};   ///< of computing up to each exit, not falling, the end last, heads
                                      ///< free; empty: by layer and depths

  friend bool operator==(const AbstractCosts&, const AbstractCosts&) = default;
};

/// Everything that makes such costs unusable for a trace with so many exits, one sentence each; empty when
/// sound.
std::vector<std::string> defects(const AbstractCosts& costs, std::size_t exits);

/// The same as a network and two places, in which a unit of cost is a second: a device that takes lambda a
/// layer, and a server that takes no time behind a link with a latency of o and no other cost. So a policy
/// meets in a replay what it meets in a simulation. A layer without an exit takes the whole lambda; one with
/// an exit lambda without the share of the head, which the head takes. With exit_costs there is one layer an
/// exit.
/// @throws std::invalid_argument with the first of defects()
CostTable abstract_network(const AbstractCosts& costs, std::size_t exits);

/// The link of that network: it carries any tensor in o seconds, and nothing else delays it.
LinkEstimate abstract_link(const AbstractCosts& costs);

}  // namespace splitscape
