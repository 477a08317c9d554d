#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace splitscape {

/// Images of an IDX file, a byte a pixel, image after image, row by row.
struct IdxImages {
  std::uint32_t height = 0;
  std::uint32_t width = 0;
  std::size_t count = 0;
  std::string_view pixels{};  ///< of the bytes that were read from
};

/// Reads the bytes of an IDX file (LeCun, Cortes, Burges, http://yann.lecun.com/exdb/mnist/): two zeros, the
/// type of the values (8: bytes), the number of dimensions, each extent as a big-endian 32-bit number, the
/// values.
/// @param bytes must outlive what comes back
/// @param name of the file, for error messages
/// @throws InputError where they are no images, or not as many bytes as the header says
IdxImages read_idx_images(const std::string& bytes, const std::string& name);
/// Likewise labels; a byte a label.
std::string_view read_idx_labels(const std::string& bytes, const std::string& name);

}  // namespace splitscape
