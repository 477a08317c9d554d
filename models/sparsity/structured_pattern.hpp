#pragma once

#include <cstdint>

#include "models/random_stream.hpp"
#include "models/sparsity/connection_pattern.hpp"

namespace splitscape {

/// A random pattern in which every left neuron has fan_out connections and every right one inputs x fan_out /
/// outputs ("structured" predefined sparsity: adjmat_basic of Dey et al., JETCAS 2019, and of Capogrosso et
/// al., FDL 2024). Right neurons are served one by one; each takes the left neurons that have as many
/// connections to give as there are right neurons to serve, and the others at random among those that have
/// some left. docs/models/sparsity.md shows why this never gets stuck.
/// Time and memory grow with the number of connections.
/// @throws std::invalid_argument naming the two nearest where no such fan-out exists
ConnectionPattern structured_pattern(std::uint32_t inputs, std::uint32_t outputs, std::uint32_t fan_out,
                                     RandomStream& stream);

}  // namespace splitscape
