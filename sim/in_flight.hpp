#pragma once

#include <cstddef>
#include <deque>
#include <limits>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/observation.hpp"
#include "sim/plan.hpp"
#include "sim/request.hpp"

namespace splitscape {

class Device;

/// An answer that was found on the way of a request.
struct Answer {
  std::size_t exit = 0;  ///< 0: none
  std::size_t place = 0;
  double accuracy_change = 0;
  std::size_t seen = 0;  ///< how many exits had been looked at by then
  bool at_end = false;   ///< the network had been computed to its end
};

/// A request on its way: its record so far, and where it stands in its plan.
struct InferenceRequest {
  RequestRecord record{};
  const Plan* plan = nullptr;
  Device* device = nullptr;
  std::size_t visit = 0;                   ///< of the plan: the one it is in, or travels to
  std::size_t segment = 0;                 ///< of that visit
  std::size_t way_back = 0;                ///< hops that it still has to cross towards the device
  Bytes downward{};                        ///< what crosses them: its answer, or a tensor
  Seconds came{};                          ///< to the place it is at
  std::vector<ExitSeen> seen{};            ///< exits that were looked at
  TransferId transfer = TransferId::none;  ///< the one in the air, while its bytes leave
  InferenceRequest* behind = nullptr;      ///< next in the queue it stands in
  bool alive = false;

  /// Things that still happen to it: its work, and its answer on the way where that runs beside the work.
  std::size_t strands = 1;
  bool settled = false;        ///< its device has an answer, or none will come
  std::size_t stopped_at = 0;  ///< exit that stopped it; 0: none has
  Answer found{};              ///< where its work led, exit 0: not yet
  Answer late{};               ///< the deepest that became known behind its answer, exit 0: none
  Answer fallback{};           ///< the last exit on the device, exit 0: none yet
  Seconds fallback_at{std::numeric_limits<double>::infinity()};
  bool waits_for_fallback = false;  ///< and for nothing else: a queue turned it away
  HopInstants again{};              ///< where it crosses a hop that it has crossed before

  const Visit& at() const { return plan->visits[visit]; }
  const Segment& now() const { return at().segments[segment]; }
  std::size_t place() const { return at().place; }
  HopInstants& hop_ahead() { return instants(visit); }
  HopInstants& hop_behind() { return instants(visit - 1); }

 private:
  HopInstants& instants(std::size_t crossing) {
    return crossing < record.hops.size() ? record.hops[crossing] : again;
  }
};

/// Requests that wait, first come first served. It owns nothing.
class RequestQueue {
 public:
  bool empty() const { return first_ == nullptr; }
  std::size_t size() const { return size_; }
  InferenceRequest& front() const { return *first_; }
  void push(InferenceRequest& request);
  InferenceRequest& pop();
  /// Takes out the first `most` requests that would be computed like `example`, in order.
  template <class Alike>
  void take_alike(std::size_t most, const Alike& alike, std::vector<InferenceRequest*>& taken) {
    RequestQueue rest;
    while (!empty()) {
      InferenceRequest& request = pop();
      if (taken.size() < most && alike(request)) {
        taken.push_back(&request);
      } else {
        rest.push(request);
      }
    }
    *this = rest;
  }
  /// How many of the first requests up to `most` are alike.
  template <class Alike>
  std::size_t count_alike(std::size_t most, const Alike& alike) const {
    std::size_t count = 0;
    for (const InferenceRequest* r = first_; r != nullptr && count < most; r = r->behind) {
      if (alike(*r)) ++count;
    }
    return count;
  }

 private:
  InferenceRequest* first_ = nullptr;
  InferenceRequest* last_ = nullptr;
  std::size_t size_ = 0;
};

/// Owns the requests in flight, and uses the memory of those that ended again.
class RequestPool {
 public:
  /// A fresh request with this many hops in its record.
  InferenceRequest& make(std::size_t hops);
  void release(InferenceRequest& request);
  std::size_t alive() const { return requests_.size() - free_.size(); }
  /// Calls `visit` for every request in flight, oldest memory first.
  template <class Visit>
  void for_each_alive(const Visit& visit) {
    for (auto& request : requests_) {
      if (request.alive) visit(request);
    }
  }

 private:
  std::deque<InferenceRequest> requests_{};
  std::vector<InferenceRequest*> free_{};
};

}  // namespace splitscape
