#include "sim/in_flight.hpp"

#include <utility>

namespace splitscape {

void RequestQueue::push(InferenceRequest& request) {
  request.behind = nullptr;
  (first_ == nullptr ? first_ : last_->behind) = &request;
  last_ = &request;
  ++size_;
}

InferenceRequest& RequestQueue::pop() {
  InferenceRequest& request = *first_;
  first_ = request.behind;
  if (first_ == nullptr) last_ = nullptr;
  --size_;
  return request;
}

InferenceRequest& RequestPool::make(std::size_t hops) {
  if (free_.empty()) {
    free_.push_back(&requests_.emplace_back());
  }
  InferenceRequest& request = *free_.back();
  free_.pop_back();
  auto instants = std::move(request.record.hops);  // keeps its memory
  auto seen = std::move(request.seen);
  request = InferenceRequest{};
  seen.clear();
  request.seen = std::move(seen);
  instants.assign(hops, HopInstants{});
  request.record.hops = std::move(instants);
  request.alive = true;
  return request;
}

void RequestPool::release(InferenceRequest& request) {
  request.alive = false;
  free_.push_back(&request);
}

}  // namespace splitscape
