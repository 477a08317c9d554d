#pragma once

#include <cstdint>

#include "models/sparsity/memory_map.hpp"

namespace splitscape {

/// Where a sweep and the one before meet: the last connections of the one and the first of the other may
/// belong to one right neuron, and must then not read the same left neuron. Each bank has its own rows, so
/// this is a matter of every bank by itself: how many of those reads are its own. They never are more than
/// its rows.
class SweepSeam {
 public:
  /// @param sweep that begins here, 1 .. fan_out-1
  SweepSeam(const MemoryShape& shape, std::uint64_t sweep)
      : parallel_(shape.parallel),
        depth_(shape.depth()),
        before_(static_cast<std::uint32_t>(sweep * shape.inputs % shape.fan_in())),
        behind_(before_ == 0 ? 0 : shape.fan_in() - before_) {}

  bool splits_a_right_neuron() const { return before_ > 0; }

  /// Clocks that read all banks for the right neuron, before the seam and behind it.
  std::uint32_t clocks_before() const { return before_ / parallel_; }
  std::uint32_t clocks_behind() const { return behind_ / parallel_; }
  /// Banks that are read once more: the last ones of a clock, and the first ones of a clock.
  std::uint32_t banks_before() const { return before_ % parallel_; }
  std::uint32_t banks_behind() const { return behind_ % parallel_; }

  /// Reads of the bank that a clock takes at this place.
  std::uint32_t reads_before(std::uint32_t slot) const {
    return clocks_before() + (slot >= parallel_ - banks_before() ? 1U : 0U);
  }
  std::uint32_t reads_behind(std::uint32_t slot) const {
    return clocks_behind() + (slot < banks_behind() ? 1U : 0U);
  }

  /// Whether a bank that is read once more on both sides would have to give a row twice.
  bool is_tight() const {
    return banks_before() > 0 && banks_behind() > 0 && clocks_before() + clocks_behind() + 2 > depth_;
  }

 private:
  std::uint32_t parallel_;
  std::uint32_t depth_;
  std::uint32_t before_;  ///< connections of the right neuron before the seam
  std::uint32_t behind_;
};

}  // namespace splitscape
