#include "sim/arrival_process.hpp"

namespace splitscape {

ArrivalProcess::ArrivalProcess(const Arrivals& arrivals, RandomStream stream, std::size_t number,
                               std::size_t devices)
    : arrivals_(arrivals), stream_(stream), number_(number), devices_(devices) {}

std::optional<Seconds> ArrivalProcess::first() {
  if (const auto* periodic = std::get_if<PeriodicArrivals>(&arrivals_)) {
    phase_ = periodic->phase ? *periodic->phase : stream_.uniform() * periodic->period;
    return phase_;
  }
  if (const auto* stamps = std::get_if<TimestampArrivals>(&arrivals_)) {
    if (number_ >= stamps->times.size()) return std::nullopt;
    return stamps->times[number_];
  }
  if (std::holds_alternative<ClosedLoopArrivals>(arrivals_)) return after_answer(Seconds{});
  return after_arrival(Seconds{});
}

std::optional<Seconds> ArrivalProcess::after_arrival(Seconds last) {
  ++count_;
  if (const auto* poisson = std::get_if<PoissonArrivals>(&arrivals_)) {
    return last + Seconds{stream_.exponential(1.0 / poisson->rate.value)};
  }
  if (const auto* periodic = std::get_if<PeriodicArrivals>(&arrivals_)) {
    // From the phase, not from the last arrival: rounding does not add up over a million frames.
    return phase_ + static_cast<double>(count_) * periodic->period;
  }
  if (const auto* stamps = std::get_if<TimestampArrivals>(&arrivals_)) {
    const std::size_t place = number_ + count_ * devices_;
    if (place < stamps->times.size()) return stamps->times[place];
  }
  return std::nullopt;
}

std::optional<Seconds> ArrivalProcess::after_answer(Seconds end) {
  const auto* closed = std::get_if<ClosedLoopArrivals>(&arrivals_);
  if (closed == nullptr) return std::nullopt;
  return end + (closed->exponential ? Seconds{stream_.exponential(closed->think.value)} : closed->think);
}

}  // namespace splitscape
