#pragma once

#include <cstddef>
#include <vector>

#include "models/prices.hpp"
#include "sim/observation.hpp"

namespace splitscape {

/// What a request costs, in units of confidence (models/prices.hpp), when nothing waits anywhere: by exit,
/// the first being [0] and the end of the network the last. Every exit head up to the exit is in it.
struct ExitPrices {
  std::vector<double> stop{};     ///< computed on the device up to the exit, which answers
  std::vector<double> offload{};  ///< likewise, then the rest on the last server of the path; the same as
                                  ///< stop for the end of the network, and where there is no server
};

/// By the costs of the layers and the estimates of the observation. Where an energy is not known it counts
/// nothing.
ExitPrices exit_prices(const Observation& observation, const Prices& prices);

/// What an answer cost that has come.
double price_of(const Feedback& feedback, const Prices& prices);

}  // namespace splitscape
