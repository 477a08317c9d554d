#pragma once

#include <cstddef>
#include <utility>

#include "models/rate_trace.hpp"
#include "models/units.hpp"

namespace splitscape {

/// A walk along a rate trace: which step holds, and when the next one begins.
class RateWalk {
 public:
  explicit RateWalk(RateTrace trace) : trace_(std::move(trace)) {}

  const RateTrace& trace() const { return trace_; }
  BitRate rate() const { return trace_.steps[step_].rate; }
  /// When the next step begins; infinity where the present one is the last.
  Seconds next() const;
  /// Goes to the next step.
  void advance();
  /// Goes to the step that holds at an instant, which must not lie before the present step.
  void advance_to(Seconds now);
  /// The last step holds, and its rate is zero.
  bool ends_without_rate() const;

 private:
  RateTrace trace_;
  std::size_t step_ = 0;
  double repetition_ = 0;  ///< how often the trace has been over
};

}  // namespace splitscape
