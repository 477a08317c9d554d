#pragma once

#include <cstdint>

#include "models/random_stream.hpp"
#include "models/sparsity/connection_pattern.hpp"

namespace splitscape {

/// How many of so many weights stay at a density: round(density x weights), at least one.
/// @throws std::invalid_argument where not 0 < density <= 1
std::uint64_t unstructured_kept(std::uint64_t weights, double density);

/// That many connections, each choice equally likely: neurons of a side differ in their degrees. What
/// magnitude pruning leaves has the same storage; which connections it leaves depends on training. Time grows
/// with inputs x outputs, memory with what stays (Knuth, TAOCP 2, algorithm 3.4.2 S).
ConnectionPattern unstructured_pattern(std::uint32_t inputs, std::uint32_t outputs, double density,
                                       RandomStream& stream);

}  // namespace splitscape
