#include "sim/engine/event_queue.hpp"

#include <algorithm>

namespace splitscape {

void EventQueue::push(Seconds instant, Callback callback) {
  heap_.push_back({instant, pushed_++, callback});
  std::push_heap(heap_.begin(), heap_.end(), later);
}

Callback EventQueue::pop() {
  std::pop_heap(heap_.begin(), heap_.end(), later);
  const Callback callback = heap_.back().callback;
  heap_.pop_back();
  return callback;
}

}  // namespace splitscape
