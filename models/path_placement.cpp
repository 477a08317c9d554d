#include "models/path_placement.hpp"

#include <algorithm>
#include <limits>

#include "models/memory.hpp"
#include "models/min_cut.hpp"

namespace splitscape {
namespace {

constexpr double unreachable = std::numeric_limits<double>::infinity();

std::vector<double> sums_before(const std::vector<double>& costs) {
  std::vector<double> before{0.0};
  for (const double cost : costs) before.push_back(before.back() + cost);
  return before;
}

/// What is sent over a hop at each position: the tensors made before it and read behind it.
std::vector<double> crossings(const TensorFlow& flow, const PlacementCosts& costs, std::size_t hop) {
  std::vector<double> sent(flow.layers() + 1, 0.0);
  for (std::size_t tensor = 0; tensor < flow.tensors(); ++tensor) {
    if (flow.readers(tensor).empty()) continue;
    const std::size_t last = flow.readers(tensor).back();
    for (std::size_t position = tensor; position <= last; ++position)
      sent[position] += costs.transfer[hop][tensor];
  }
  for (std::size_t position = 0; position < flow.layers(); ++position) sent[position] += costs.passage[hop];
  return sent;
}

/// The least cost of having the first k layers behind oneself, place after place.
class PositionSearch {
 public:
  PositionSearch(const TensorFlow& flow, const PlacementCosts& costs, const Fits& fits)
      : costs_(costs), fits_(fits), layers_(flow.layers()), cost_(layers_ + 1, unreachable) {
    cost_[0] = 0;
    for (std::size_t place = 0; place < costs.places(); ++place) {
      if (place > 0) {
        const auto sent = crossings(flow, costs, place - 1);
        for (std::size_t k = 0; k <= layers_; ++k) cost_[k] += sent[k];
      }
      compute_at(place);
    }
  }

  std::optional<std::vector<std::size_t>> positions() const {
    if (cost_[layers_] == unreachable) return std::nullopt;
    std::vector<std::size_t> positions(costs_.hops());
    std::size_t k = layers_;
    for (std::size_t place = costs_.hops(); place > 0; --place) positions[place - 1] = k = from_[place][k];
    return positions;
  }

 private:
  void compute_at(std::size_t place) {
    const auto before = sums_before(costs_.compute[place]);
    std::vector<double> done(layers_ + 1, unreachable);
    from_.emplace_back(layers_ + 1, 0);
    std::size_t earliest = 0;
    for (std::size_t last = 0; last <= layers_; ++last) {
      while (fits_ && earliest < last && !fits_(place, earliest, last)) ++earliest;
      for (std::size_t first = earliest; first <= last; ++first) {
        const double cost = cost_[first] + (before[last] - before[first]);
        if (cost >= done[last]) continue;
        done[last] = cost;
        from_.back()[last] = first;
      }
    }
    cost_.swap(done);
  }

  const PlacementCosts& costs_;
  const Fits& fits_;
  std::size_t layers_;
  std::vector<double> cost_;
  std::vector<std::vector<std::size_t>> from_{};  ///< [place][k]: where the place begins
};

}  // namespace

std::optional<std::vector<std::size_t>> best_positions(const TensorFlow& flow, const PlacementCosts& costs,
                                                       const Fits& fits) {
  require_sound(costs, flow);
  return PositionSearch(flow, costs, fits).positions();
}

std::optional<Bytes> shortfall(const CostTable& table, const Partition& partition) {
  const NetworkGraph staged = in_stages(table.network(), partition);
  const auto positions = stage_positions(partition, table.places() - 1);
  std::optional<Bytes> most;
  std::size_t first = 0;
  for (std::size_t place = 0; place < table.places(); ++place) {
    const std::size_t last = place < positions.size() ? positions[place] : table.layers();
    const auto missing = shortfall(memory_need(staged, first, last), table.hardware(place));
    if (missing && (!most || *missing > *most)) most = missing;
    first = last;
  }
  return most;
}

std::optional<PathPlacement> place_on_path(const CostTable& table, const PlacementCosts& costs) {
  const TensorFlow flow(table.network());
  PathPlacement placement{.partition = min_cut(flow, costs)};
  if (shortfall(table, placement.partition)) {
    const auto positions =
        best_positions(flow, costs, [&table](std::size_t place, std::size_t first, std::size_t last) {
          return !table.shortfall(place, first, last);
        });
    if (!positions) return std::nullopt;
    placement.partition = partition_at(*positions, flow.layers());
    placement.positions_only = true;
  }
  placement.cost = cost_of(placement.partition, costs, flow);
  return placement;
}

}  // namespace splitscape
