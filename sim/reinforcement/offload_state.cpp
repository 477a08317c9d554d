#include "sim/reinforcement/offload_state.hpp"

#include <algorithm>
#include <cmath>

namespace splitscape {
namespace {

/// No rate and an endless one are numbers, too.
double of_rate(BitRate rate) {
  constexpr double most = 7;  // 1 kbps .. 1 Gbps
  return std::clamp(std::log(rate.value * 1e-6), -most, most);
}

double of_latency(Seconds latency) {
  constexpr double most = 10;
  return std::min(latency.value, most);
}

double of_count(double count) {
  return std::log1p(count);
}

double of_deadline(const Observation& observation) {
  if (!observation.deadline) return 1;
  const double alone = observation.costs.time(0, 0, observation.costs.layers()).value;
  const double sum = observation.deadline->value + alone;
  return sum > 0 ? observation.deadline->value / sum : 1;
}

}  // namespace

void OffloadState::write(const Observation& observation, std::span<double> state) {
  auto next = state.begin();
  for (std::size_t hop = 0; hop < hops_; ++hop) {
    const LinkEstimate& link = observation.links[hop];
    *next++ = of_rate(link.up);
    *next++ = of_rate(link.down);
    *next++ = of_latency(link.latency);
    *next++ = std::log(observation.server_loads[hop]);
  }
  double mean = 0;
  double least = 0;
  if (!observation.routes.empty() && !observation.routes.front().queues.empty()) {
    const auto& queues = observation.routes.front().queues;
    double sum = 0;
    for (const std::size_t queue : queues) sum += static_cast<double>(queue);
    mean = of_count(sum / static_cast<double>(queues.size()));
    least = of_count(static_cast<double>(*std::min_element(queues.begin(), queues.end())));
  }
  *next++ = mean;
  *next++ = least;
  *next++ = of_count(static_cast<double>(observation.waiting));
  double charge = 1;
  if (observation.battery) {
    if (!full_battery_) full_battery_ = observation.battery;
    charge = full_battery_->value > 0 ? *observation.battery / *full_battery_ : 0;
  }
  *next++ = charge;
  *next++ = of_deadline(observation);
  for (std::size_t i = 0; i < features_; ++i) {
    *next++ = i < observation.features.size() ? observation.features[i] : 0;
  }
}

}  // namespace splitscape
