#pragma once

#include <optional>
#include <string>

#include "models/sparsity/memory_map.hpp"

namespace splitscape {

/// A number that may have millions of digits.
struct LargeCount {
  double log10 = 0;
  std::string digits{};  ///< all of them; empty where they are more than a thousand
};

/// How many memory maps there are, by the formulas of Dey et al. (JETCAS 2019, count_adjmats of the published
/// code). With fan-in <= parallel these are different patterns; with a larger fan-in several maps may give
/// one pattern. Maps that connect two neurons twice are counted too.
/// @return nothing with dither where neither of fan-in and `parallel` divides the other: no formula is
/// published
/// @throws std::invalid_argument as check(shape)
std::optional<LargeCount> count_memory_maps(const MemoryShape& shape, MemoryMapType type, bool dither);

/// How many of them connect no two neurons twice: those that draw_memory_map draws from. Our formula; with
/// outputs mod fan_out = 0, or with type 3, it is all of them.
/// @return nothing where that needs dither and outputs mod fan_out is not 0, or where count_memory_maps gives
///         nothing
/// @throws std::invalid_argument as check(shape)
std::optional<LargeCount> count_memory_maps_without_repeats(const MemoryShape& shape, MemoryMapType type,
                                                            bool dither);

}  // namespace splitscape
