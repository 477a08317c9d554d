#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/random_stream.hpp"
#include "models/sparsity/connection_pattern.hpp"
#include "models/sparsity/memory_map.hpp"

namespace splitscape {

/// A random memory map whose right neurons have distinct left neurons, each equally likely given the order of
/// the banks. Where outputs mod fan_out = 0 no map connects two neurons twice, and each is equally likely.
/// (Of the others the generator published with JETCAS 2019 draws also those that do, and then merges the two
/// connections, so that degrees are lost.)
/// @param dither whether the banks are taken in a random order, another one each sweep but for type 3
/// @throws std::invalid_argument as check(shape)
MemoryMap draw_memory_map(const MemoryShape& shape, MemoryMapType type, bool dither, RandomStream& stream);

/// The left neuron of every connection, in the order in which they are read.
std::vector<std::uint32_t> left_neurons(const MemoryMap& map);

/// @throws std::invalid_argument where the map connects two neurons twice
ConnectionPattern pattern_of(const MemoryMap& map);

/// Whether each `parallel` successive connections read left neurons of different banks (neuron mod parallel).
bool is_clash_free(std::span<const std::uint32_t> left_neurons, std::uint32_t parallel);

}  // namespace splitscape
