#include "sim/search/estimates.hpp"

#include <cmath>
#include <cstddef>

namespace splitscape {

Estimates::Estimates(const Observation& observation) {
  collect(observation, then_);
}

bool Estimates::still_hold(const Observation& observation, double tolerance) {
  collect(observation, now_);
  for (std::size_t i = 0; i < then_.size(); ++i) {
    const bool same = now_[i] == then_[i];  // infinite ones too
    if (!same && !(std::abs(now_[i] - then_[i]) <= tolerance * then_[i])) return false;
  }
  return true;
}

void Estimates::collect(const Observation& observation, std::vector<double>& into) {
  into.clear();
  for (const LinkEstimate& link : observation.links) {
    into.push_back(link.up.value);
    into.push_back(link.down.value);
    into.push_back(link.latency.value);
  }
  for (const double load : observation.server_loads) into.push_back(load);
  into.push_back(observation.answer ? 1.0 : 0.0);
  into.push_back(observation.answer ? observation.answer->value : 0.0);
}

}  // namespace splitscape
