#pragma once

#include <cstdint>
#include <string>

namespace splitscape::fuzz {

/// An ncnn text with a few of its layers changed: types, blobs, keys, numbers, order. What the second line
/// counts is right again.
std::string with_changed_layers(const std::string& text, std::uint64_t seed);

/// The same text with a second line that counts its layers and blobs.
std::string with_right_counts(const std::string& text);

}  // namespace splitscape::fuzz
