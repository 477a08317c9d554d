#include "analysis/sparsity_sweep.hpp"

#include "models/cost_table.hpp"
#include "models/memory.hpp"

namespace splitscape {
namespace {

Hardware with_ideal_runtime(Hardware hardware, WeightFormat format) {
  hardware.speedups[format] = {.kind = SpeedupCurve::Kind::ideal};
  return hardware;
}

/// Adds what the head has of something with a cost.
void add(SparsityPoint& point, const ComputeCost& cost) {
  point.parameters += cost.parameters;
  point.storage += cost.weights;
  point.macs += cost.macs.value_or(Macs{});
}

struct TimeAndEnergy {
  Seconds time{};
  std::optional<Joules> energy{};
};

TimeAndEnergy of_head(const NetworkGraph& network, std::size_t head, const Hardware& hardware) {
  const CostTable costs(network, {&hardware});
  TimeAndEnergy sum{costs.time(0, 0, head), {}};
  Joules energy = costs.energy(0, 0, head);
  for (std::size_t exit = 1; exit < network.exit_count(); ++exit) {
    if (network.exit_position(exit) > head) continue;
    sum.time += costs.exit_time(0, exit);
    energy += costs.exit_energy(0, exit);
  }
  if (costs.knows_energy(0)) sum.energy = energy;
  return sum;
}

/// Connections that are left of those of the pruned junctions; absent where none is pruned.
std::optional<double> density_of(const NetworkProfile& network) {
  double kept = 0;
  double all = 0;
  const auto count = [&](const ComputeCost& cost) {
    if (!cost.pruning) return;
    for (const Junction& junction : cost.junctions) {
      all += junction.connections();
      kept += junction.connections() * cost.pruning->density;
    }
  };
  for (const auto& layer : network.layers) count(layer.cost);
  for (const auto& exit : network.exits) count(exit.cost);
  if (all == 0) return std::nullopt;
  return kept / all;
}

/// The network with this density in what the study prunes.
NetworkProfile pruned(const SparsityStudy& study, double density) {
  SparsityChoice choice = study.choice;
  for (const std::string& layers : study.layers) {
    choice.rules.push_back({.layers = layers, .density = density, .nearest = true});
  }
  if (study.layers.empty()) choice.density = density;
  return adapted(study.network, {choice, study.weight_bits});
}

SparsityPoint point_of(const SparsityStudy& study, NetworkProfile network, WeightFormat format) {
  SparsityPoint point;
  point.density = density_of(network).value_or(1);
  const NetworkGraph graph(std::move(network));
  for (std::size_t i = 0; i < study.head; ++i) add(point, graph.layers()[i].cost);
  for (std::size_t exit = 1; exit < graph.exit_count(); ++exit) {
    if (graph.exit_position(exit) <= study.head) add(point, graph.exit_head(exit).cost);
  }
  const TimeAndEnergy known = of_head(graph, study.head, study.hardware);
  const TimeAndEnergy ideal = of_head(graph, study.head, with_ideal_runtime(study.hardware, format));
  point.time = known.time;
  point.energy = known.energy;
  point.ideal_time = ideal.time;
  point.ideal_energy = ideal.energy;
  return point;
}

}  // namespace

SparsityPoint dense_point(const SparsityStudy& study) {
  return point_of(study, adapted(study.network, {.weight_bits = study.weight_bits}), WeightFormat::dense);
}

SparsityPoint point_at(const SparsityStudy& study, double density) {
  SparsityPoint point = point_of(study, pruned(study, density), study.choice.format);
  point.asked = density;
  return point;
}

BreakEven break_even(const SparsityStudy& study) {
  constexpr int steps = 1000;
  const SparsityPoint dense = dense_point(study);
  BreakEven found;
  const auto note = [](std::optional<double>& where, bool pays, double density) {
    if (pays && !where) where = density;
  };
  for (int step = steps - 1; step > 0; --step) {
    const double density = static_cast<double>(step) / steps;
    const SparsityPoint point = point_at(study, density);
    note(found.storage, point.storage < dense.storage, point.density);
    note(found.time, point.time < dense.time, point.density);
    note(found.ideal_time, point.ideal_time < dense.ideal_time, point.density);
    if (found.storage && found.time && found.ideal_time) break;
  }
  return found;
}

}  // namespace splitscape
