#pragma once

#include <cstdint>

#include "models/random_stream.hpp"

namespace splitscape {

/// Uniform on 0 .. bound-1, without bias: the upper half of a product, drawn again where it would be more
/// likely than others (Lemire, "Fast random integer generation in an interval", ACM TOMACS 2019).
/// Nearly always one draw of the stream.
/// @param bound at least 1
inline std::uint32_t uniform_below(RandomStream& stream, std::uint32_t bound) {
  const std::uint32_t refused = (0U - bound) % bound;  // 2^32 mod bound
  while (true) {
    const std::uint64_t product = (stream.next() >> 32U) * bound;
    if (static_cast<std::uint32_t>(product) >= refused) return static_cast<std::uint32_t>(product >> 32U);
  }
}

}  // namespace splitscape
