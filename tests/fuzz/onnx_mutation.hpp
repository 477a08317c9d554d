#pragma once

#include <cstdint>
#include <string>

namespace splitscape::fuzz {

/// A model with a few things of its graph changed: operators, connections, attributes, sizes, stored numbers.
/// Empty where the bytes are no model.
std::string with_changed_graph(const std::string& bytes, std::uint64_t seed);

}  // namespace splitscape::fuzz
