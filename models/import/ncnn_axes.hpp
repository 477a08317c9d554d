#pragma once

#include "models/import/ncnn_counting.hpp"

namespace splitscape {

/// Extents of a tensor by name, as ncnn's keys call them. What it has no axis for is 1.
struct NcnnAxes {
  std::int64_t w = 1, h = 1, d = 1, c = 1;
};

/// @param extents 1 to 4 of them
inline NcnnAxes ncnn_axes(const NcnnExtents& extents) {
  const std::size_t n = extents.size();
  return {.w = extents[n - 1],
          .h = n > 1 ? extents[n - 2] : 1,
          .d = n > 3 ? extents[1] : 1,
          .c = n > 2 ? extents[0] : 1};
}

/// The first axes of w, h, c and d as a shape.
inline NcnnExtents of_dimensions(const NcnnAxes& size, std::size_t dimensions) {
  if (dimensions == 1) return {size.w};
  if (dimensions == 2) return {size.h, size.w};
  if (dimensions == 3) return {size.c, size.h, size.w};
  return {size.c, size.d, size.h, size.w};
}

/// Keys that hold something along w, h, d and c.
struct NcnnAxisKeys {
  int w, h, d, c;
};
/// Those of Input, MemoryData, Reshape, Squeeze and ExpandDims.
inline constexpr NcnnAxisKeys ncnn_size_keys{0, 1, 11, 2};

}  // namespace splitscape
