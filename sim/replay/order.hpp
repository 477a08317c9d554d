#pragma once

#include <cstdint>
#include <vector>

namespace splitscape {

/// A random order of 0 .. count-1: the one of numpy's RandomState(seed).permutation(count), which is that of
/// RandomState(seed).choice(count, count, False), so that figures that were published with it are met
/// exactly. MT19937 seeded by init_genrand; Fisher and Yates from the end, each index drawn by masking and
/// rejecting 32-bit draws.
std::vector<std::uint32_t> numpy_permutation(std::uint32_t seed, std::uint32_t count);

}  // namespace splitscape
