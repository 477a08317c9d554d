#include "models/cost.hpp"

namespace splitscape {
namespace {

std::optional<Seconds> estimated_time(const ComputeCost& work, const Hardware& hardware) {
  if (!work.macs) return std::nullopt;
  if (work.macs->value == 0) return Seconds{};
  if (!hardware.rate) return std::nullopt;
  return *work.macs / hardware.rate->value + hardware.overhead.value;
}

}  // namespace

std::optional<Cost> cost_on(const ComputeCost& work, const Hardware& hardware) {
  Cost cost;
  if (const auto found = work.measured.find(hardware.name); found != work.measured.end()) {
    cost.time = found->second.time;
    cost.energy = found->second.energy;
    cost.measured = true;
  } else if (const auto time = estimated_time(work, hardware)) {
    cost.time = *time;
  } else {
    return std::nullopt;
  }
  if (!cost.energy && hardware.power.compute) cost.energy = hardware.power.compute->value * cost.time;
  return cost;
}

}  // namespace splitscape
