#include "scenarios/loader/idx_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "scenarios/loader/document.hpp"

namespace splitscape {
namespace {

constexpr std::uint32_t magic_of_images = 0x00000803;  // bytes, three dimensions
constexpr std::uint32_t magic_of_labels = 0x00000801;  // bytes, one dimension
constexpr std::size_t bytes_of_a_number = 4;

[[noreturn]] void refuse_file(const std::string& name, const std::string& why) {
  throw InputError({name, 0, 0}, why, ErrorKind::meaning);
}

std::uint32_t number_at(const std::string& bytes, std::size_t place) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < bytes_of_a_number; ++i)
    number = (number << 8U) | static_cast<unsigned char>(bytes[place + i]);
  return number;
}

const char* name_of_magic(std::uint32_t magic) {
  if (magic == magic_of_images) return "images";
  if (magic == magic_of_labels) return "labels";
  return nullptr;
}

/// The extents that the header tells, none of them 0.
std::vector<std::uint32_t> read_header(const std::string& bytes, const std::string& name,
                                       std::uint32_t wanted) {
  const char* const what = name_of_magic(wanted);
  if (bytes.size() < bytes_of_a_number)
    refuse_file(name, fmt::format("expected an IDX file of {}, found {} bytes", what, bytes.size()));
  const std::uint32_t magic = number_at(bytes, 0);
  if (magic != wanted && name_of_magic(magic) != nullptr)
    refuse_file(name, fmt::format("expected an IDX file of {}, found one of {}", what, name_of_magic(magic)));
  if (magic != wanted) {
    refuse_file(name, fmt::format("expected an IDX file of {}, which begins with {:#010x}, found {:#010x}",
                                  what, wanted, magic));
  }
  const std::size_t dimensions = magic & 0xFFU;
  if (bytes.size() < bytes_of_a_number * (1 + dimensions))
    refuse_file(name, fmt::format("the file ends within its header, after {} bytes", bytes.size()));
  std::vector<std::uint32_t> extents;
  for (std::size_t i = 1; i <= dimensions; ++i) {
    extents.push_back(number_at(bytes, i * bytes_of_a_number));
    if (extents.back() == 0) refuse_file(name, fmt::format("there are no {} in the file", what));
  }
  return extents;
}

/// The values behind the header, which must be as many as it tells.
std::string_view values_of(const std::string& bytes, const std::string& name,
                           const std::vector<std::uint32_t>& extents) {
  const std::string_view values = std::string_view(bytes).substr(bytes_of_a_number * (1 + extents.size()));
  // Divided, since the product of what a header tells may be larger than any number here.
  std::size_t rest = values.size();
  bool as_told = true;
  for (const std::uint32_t extent : extents) {
    as_told = as_told && rest % extent == 0;
    rest /= extent;
  }
  if (as_told && rest == 1) return values;
  refuse_file(name, fmt::format("the header tells of {} bytes; {} are there", fmt::join(extents, " x "),
                                values.size()));
}

}  // namespace

IdxImages read_idx_images(const std::string& bytes, const std::string& name) {
  const auto extents = read_header(bytes, name, magic_of_images);
  return {.height = extents[1],
          .width = extents[2],
          .count = extents[0],
          .pixels = values_of(bytes, name, extents)};
}

std::string_view read_idx_labels(const std::string& bytes, const std::string& name) {
  return values_of(bytes, name, read_header(bytes, name, magic_of_labels));
}

}  // namespace splitscape
