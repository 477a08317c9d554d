#include "models/cost.hpp"

#include <algorithm>

namespace splitscape {
namespace {

/// What a computation multiplies, as a runtime that knows nothing of zeros sees it.
struct Multiplications {
  Macs pruned{};  ///< of the junctions that were pruned, as they were before
  Macs others{};

  Macs all() const { return pruned + others; }
};

Multiplications unpruned(const ComputeCost& work) {
  const Macs left = work.macs.value_or(Macs{});
  if (!work.pruning || !(work.pruning->density < 1)) return {.others = left};
  const Macs before = work.pruning->pruned / (1 - work.pruning->density);
  const Macs kept = before - work.pruning->pruned;
  return {.pruned = before, .others = std::max(Macs{}, left - kept)};
}

double speedup_of(const Pruning& pruning, const Hardware& hardware) {
  const auto curve = hardware.speedups.find(pruning.format);
  return curve == hardware.speedups.end() ? 1.0 : curve->second.at(pruning.density);
}

/// Of all multiplications, those that are left to do, in units of the runtime's dense ones. 1 where what else
/// the computation multiplies is not known.
double share_to_do(const ComputeCost& work, const Multiplications& before, const Hardware& hardware) {
  if (!work.pruning || !work.macs || before.all().value == 0) return 1;
  const double speedup = speedup_of(*work.pruning, hardware);
  return (before.others + before.pruned / speedup) / before.all();
}

/// No faster than the weights can be read, and for that reason no slower than dense.
Seconds at_least_reading(Seconds time, Seconds dense, const ComputeCost& work, const Hardware& hardware) {
  if (!work.pruning || !hardware.memory_rate) return time;
  return std::max(time, std::min(dense, work.weights / hardware.memory_rate->value));
}

std::optional<Cost> estimated(const ComputeCost& work, const Hardware& hardware) {
  if (!work.macs) return std::nullopt;
  const Multiplications before = unpruned(work);
  if (before.all().value == 0) return Cost{};
  if (!hardware.rate) return std::nullopt;
  const MacRate rate = hardware.rate->value;
  const Seconds overhead = hardware.overhead.value;
  if (!work.pruning) return Cost{.time = *work.macs / rate + overhead};
  const Seconds dense = before.all() / rate + overhead;
  const Seconds time = share_to_do(work, before, hardware) * before.all() / rate + overhead;
  return Cost{.time = at_least_reading(time, dense, work, hardware)};
}

Cost measured(const ComputeCost& work, const MeasuredCost& dense, const Hardware& hardware) {
  Cost cost{.time = dense.time, .energy = dense.energy, .measured = true};
  if (!work.pruning || dense.time.value == 0) return cost;
  const Seconds time = share_to_do(work, unpruned(work), hardware) * dense.time;
  cost.time = at_least_reading(time, dense.time, work, hardware);
  if (cost.energy) cost.energy = cost.time / dense.time * *cost.energy;
  return cost;
}

}  // namespace

std::optional<Cost> cost_on(const ComputeCost& work, const Hardware& hardware) {
  std::optional<Cost> cost;
  if (const auto found = work.measured.find(hardware.name); found != work.measured.end()) {
    cost = measured(work, found->second, hardware);
  } else {
    cost = estimated(work, hardware);
  }
  if (cost && !cost->energy && hardware.power.compute) {
    cost->energy = hardware.power.compute->value * cost->time;
  }
  return cost;
}

}  // namespace splitscape
