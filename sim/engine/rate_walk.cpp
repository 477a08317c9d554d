#include "sim/engine/rate_walk.hpp"

#include <cmath>
#include <limits>

namespace splitscape {

Seconds RateWalk::next() const {
  const double period = trace_.period.value;
  if (step_ + 1 < trace_.steps.size()) return {repetition_ * period + trace_.steps[step_ + 1].at.value};
  return {period > 0 ? (repetition_ + 1) * period : std::numeric_limits<double>::infinity()};
}

void RateWalk::advance() {
  if (++step_ < trace_.steps.size()) return;
  step_ = 0;
  ++repetition_;
}

void RateWalk::advance_to(Seconds now) {
  const double period = trace_.period.value;
  if (period > 0 && now.value >= (repetition_ + 2) * period) {
    repetition_ = std::floor(now.value / period) - 1;  // one short, so that rounding cannot lead too far
    step_ = 0;
  }
  while (next() <= now) advance();
}

bool RateWalk::ends_without_rate() const {
  return std::isinf(next().value) && trace_.steps.back().rate.value == 0;
}

}  // namespace splitscape
