#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "models/sparsity/uniform_below.hpp"

namespace splitscape {

/// Moves a uniformly random choice of the elements to the front, in random order (Fisher and Yates, as long
/// as there is something to choose). With chosen = elements.size() the whole is in random order.
inline void choose_to_front(std::span<std::uint32_t> elements, std::size_t chosen, RandomStream& stream) {
  for (std::size_t i = 0; i < chosen; ++i) {
    const std::size_t left = elements.size() - i;
    std::swap(elements[i], elements[i + uniform_below(stream, static_cast<std::uint32_t>(left))]);
  }
}

}  // namespace splitscape
