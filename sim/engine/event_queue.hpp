#pragma once

#include <cstdint>
#include <vector>

#include "models/units.hpp"
#include "sim/engine/callback.hpp"

namespace splitscape {

/// Timers in the order of their instants, those of one instant in the order in which they came. A binary heap
/// in one block of memory: SimGrid's own timers are a Fibonacci heap with two allocations each, which made
/// a run with 10,000 devices a third slower (docs/performance.md).
class EventQueue {
 public:
  bool empty() const { return heap_.empty(); }
  Seconds next() const { return heap_.front().instant; }
  void push(Seconds instant, Callback callback);
  /// Takes the next event out. The queue must not be empty.
  Callback pop();
  void clear() { heap_.clear(); }

 private:
  struct Event {
    Seconds instant;
    std::uint64_t number;
    Callback callback;
  };
  static bool later(const Event& a, const Event& b) {
    return a.instant != b.instant ? a.instant > b.instant : a.number > b.number;
  }

  std::vector<Event> heap_;
  std::uint64_t pushed_ = 0;
};

}  // namespace splitscape
