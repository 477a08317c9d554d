#include "models/sparsity/clash_free_pattern.hpp"

#include <numeric>
#include <utility>

#include "models/sparsity/random_order.hpp"
#include "models/sparsity/sweep_seam.hpp"

namespace splitscape {
namespace {

using Order = std::vector<std::uint32_t>;

Order in_order(std::uint32_t size) {
  Order order(size);
  std::iota(order.begin(), order.end(), 0U);
  return order;
}

/// An order of the banks in which every bank has rows enough for what it is read on both sides of the seam.
Order draw_order(const SweepSeam& seam, Order previous, RandomStream& stream) {
  const std::size_t size = previous.size();
  if (!seam.is_tight()) {
    choose_to_front(previous, size, stream);
    return previous;
  }
  // The banks that are read once more behind the seam must not be those that are read once more before it.
  const std::uint32_t more = seam.banks_behind();
  choose_to_front(std::span(previous).first(size - seam.banks_before()), more, stream);
  choose_to_front(std::span(previous).subspan(more), size - more, stream);
  return previous;
}

/// Draws sweep by sweep; what a sweep may be depends on the one before only.
class Draw {
 public:
  Draw(const MemoryShape& shape, MemoryMapType type, bool dither, RandomStream& stream)
      : dither_(dither), stream_(stream), map_{.shape = shape, .type = type} {}

  MemoryMap map() && {
    first_sweep();
    // Type 3 repeats the sweep. A right neuron takes at most one sweep's worth of connections, so that what
    // it reads behind the seam has not come again yet.
    if (map_.type == MemoryMapType::type3) return std::move(map_);
    for (std::uint64_t sweep = 1; sweep < map_.shape.fan_out; ++sweep)
      next_sweep(SweepSeam(map_.shape, sweep));
    return std::move(map_);
  }

 private:
  void first_sweep() {
    const auto& shape = map_.shape;
    order_ = in_order(shape.parallel);
    if (dither_) choose_to_front(order_, order_.size(), stream_);
    keep_order();
    for (std::uint32_t bank = 0; bank < shape.parallel; ++bank) {
      if (map_.type == MemoryMapType::type1) {
        Order rows = in_order(shape.depth());
        choose_to_front(rows, rows.size(), stream_);
        map_.rows.insert(map_.rows.end(), rows.begin(), rows.end());
      } else {
        map_.rows.push_back(uniform_below(stream_, shape.depth()));
      }
    }
  }

  void next_sweep(const SweepSeam& seam) {
    const Order previous_slots = slots();
    if (dither_) order_ = draw_order(seam, std::move(order_), stream_);
    keep_order();
    const Order now = slots();
    for (std::uint32_t bank = 0; bank < map_.shape.parallel; ++bank) {
      const std::uint32_t before = seam.reads_before(previous_slots[bank]);
      const std::uint32_t behind = seam.reads_behind(now[bank]);
      if (map_.type == MemoryMapType::type1) {
        next_rows(before, behind);
      } else {
        next_start(before, behind);
      }
    }
  }

  /// The rows of the bank whose turn it is, given those of the sweep before.
  void next_rows(std::uint32_t before, std::uint32_t behind) {
    const std::uint32_t depth = map_.shape.depth();
    const auto one_sweep = static_cast<std::ptrdiff_t>(map_.shape.inputs);
    Order rows(map_.rows.end() - one_sweep, map_.rows.end() - one_sweep + depth);
    // The first of the new ones are none of the last of the old ones.
    choose_to_front(std::span(rows).first(depth - before), behind, stream_);
    choose_to_front(std::span(rows).subspan(behind), depth - behind, stream_);
    map_.rows.insert(map_.rows.end(), rows.begin(), rows.end());
  }

  void next_start(std::uint32_t before, std::uint32_t behind) {
    const std::uint32_t depth = map_.shape.depth();
    const std::uint32_t start = map_.rows[map_.rows.size() - map_.shape.parallel];
    // The old sweep of this bank ends with the `before` rows below its start, and `behind` more come now.
    const bool apart = before == 0 || behind == 0;
    const std::uint32_t starts = apart ? depth : depth - before - behind + 1;
    map_.rows.push_back((start + uniform_below(stream_, starts)) % depth);
  }

  void keep_order() {
    if (dither_) map_.banks.insert(map_.banks.end(), order_.begin(), order_.end());
  }

  /// The place of every bank in the order.
  Order slots() const {
    Order slots(order_.size());
    for (std::uint32_t slot = 0; slot < order_.size(); ++slot) slots[order_[slot]] = slot;
    return slots;
  }

  bool dither_;
  RandomStream& stream_;
  MemoryMap map_;
  Order order_{};  ///< of the banks, in the sweep drawn last
};

}  // namespace

MemoryMap draw_memory_map(const MemoryShape& shape, MemoryMapType type, bool dither, RandomStream& stream) {
  check(shape);
  return Draw(shape, type, dither, stream).map();
}

std::vector<std::uint32_t> left_neurons(const MemoryMap& map) {
  std::vector<std::uint32_t> left(map.shape.connections());
  for (std::uint64_t i = 0; i < left.size(); ++i) left[i] = map.left_neuron_of(i);
  return left;
}

ConnectionPattern pattern_of(const MemoryMap& map) {
  return ConnectionPattern::with_fan_in(map.shape.inputs, map.shape.fan_in(), left_neurons(map));
}

bool is_clash_free(std::span<const std::uint32_t> left_neurons, std::uint32_t parallel) {
  std::vector<std::size_t> clock_of_last_read(parallel, 0);
  for (std::size_t i = 0; i < left_neurons.size(); ++i) {
    const std::size_t clock = i / parallel + 1;
    std::size_t& last = clock_of_last_read[left_neurons[i] % parallel];
    if (last == clock) return false;
    last = clock;
  }
  return true;
}

}  // namespace splitscape
