#include "models/balanced_cut.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <vector>

#include "models/min_cut.hpp"

namespace splitscape {
namespace {

void require_two_places(const PlacementCosts& costs, const TensorFlow& flow) {
  require_sound(costs, flow);
  if (costs.places() != 2) throw std::invalid_argument("a balanced cut is one between two places");
}

BalancedCut judged(Partition partition, const PlacementCosts& costs, const TensorFlow& flow) {
  const PartitionCost cost = cost_of(partition, costs, flow);
  return {.partition = std::move(partition), .largest_stage = largest_stage(cost), .total = cost.total()};
}

bool better(const BalancedCut& a, const BalancedCut& b) {
  if (a.largest_stage != b.largest_stage) return a.largest_stage < b.largest_stage;
  return a.total < b.total;
}

/// The stages of a partition: device, transfer, server.
using Stages = std::array<double, 3>;
constexpr std::size_t device = 0;
constexpr std::size_t transfer = 1;
constexpr std::size_t server = 2;

/// Looks for weights of the three stages under which the cut with the least weighted sum has a small largest
/// stage: it raises the weight of the stage that is the largest of the cut before, by ever smaller steps. The
/// weights approach those whose least weighted sum is the highest, which bounds the largest stage of every
/// partition from below (mirror ascent of the Lagrangian dual); the cuts on the way are those near it.
class WeightSearch {
 public:
  WeightSearch(const TensorFlow& flow, const PlacementCosts& costs) : flow_(flow), costs_(costs) {
    std::fill(costs_.passage.begin(), costs_.passage.end(), 0.0);  // no stage has it
    Stages exponents{};                                            // all weights 1 at first: the least sum
    for (double step = first_step; step > last_step; step *= shrink) {
      const Stages stages = stages_of(cut_with(exponents));
      const auto largest = std::max_element(stages.begin(), stages.end()) - stages.begin();
      exponents[static_cast<std::size_t>(largest)] += step;
    }
    for (std::size_t position = 0; position <= flow.layers(); ++position)
      consider(partition_at({position}, flow.layers()));
  }

  const Partition& best() const { return best_->partition; }

 private:
  // In powers of 2. The steps reach factors of a million and end at 1.5 %; finer ones did no better on
  // random graphs (docs/models/cuts.md).
  static constexpr double first_step = 2;
  static constexpr double last_step = 0.02;
  static constexpr double shrink = 0.9;

  Partition cut_with(const Stages& exponents) {
    PlacementCosts weighted = costs_;
    const auto weigh = [](std::vector<double>& costs, double exponent) {
      for (double& cost : costs) cost *= std::exp2(exponent);
    };
    weigh(weighted.compute[0], exponents[device]);
    weigh(weighted.transfer[0], exponents[transfer]);
    weigh(weighted.compute[1], exponents[server]);
    Partition partition = min_cut(flow_, weighted);
    consider(partition);
    return partition;
  }

  Stages stages_of(const Partition& partition) const {
    const PartitionCost cost = cost_of(partition, costs_, flow_);
    return {cost.compute[0], cost.transfer[0], cost.compute[1]};
  }

  void consider(const Partition& partition) {
    BalancedCut cut = judged(partition, costs_, flow_);
    if (!best_ || better(cut, *best_)) best_ = std::move(cut);
  }

  const TensorFlow& flow_;
  PlacementCosts costs_;
  std::optional<BalancedCut> best_{};
};

/// Layer by layer in topological order: the device, or the server. A layer behind one of the server's is the
/// server's too.
class AllPartitions {
 public:
  AllPartitions(const TensorFlow& flow, const PlacementCosts& costs, std::size_t most_steps)
      : flow_(flow), costs_(costs), steps_left_(most_steps), sent_(flow.tensors(), false) {
    present_.place.assign(flow.layers(), 0);
    extend(0, Stages{});
  }

  const Partition& best() const { return best_->partition; }

 private:
  void extend(std::size_t layer, const Stages& stages) {
    if (steps_left_-- == 0) {
      throw std::length_error("the network has too many partitions to go through them all");
    }
    if (best_ && *std::max_element(stages.begin(), stages.end()) > best_->largest_stage) return;
    if (layer == flow_.layers()) {
      if (runs_forward(flow_, present_)) keep();
      return;
    }
    if (may_stay(layer)) {
      Stages longer = stages;
      longer[device] += costs_.compute[0][layer];
      extend(layer + 1, longer);
    }
    leave_to_server(layer, stages);
  }

  bool may_stay(std::size_t layer) const {
    const auto& tensors = flow_.read_by(layer);
    return std::all_of(tensors.begin(), tensors.end(), [this](std::size_t tensor) {
      return tensor == 0 || present_.place[maker_of(tensor)] == 0;
    });
  }

  void leave_to_server(std::size_t layer, Stages stages) {
    std::vector<std::size_t> newly_sent;
    for (const std::size_t tensor : flow_.read_by(layer)) {
      const bool of_device = tensor == 0 || present_.place[maker_of(tensor)] == 0;
      if (!of_device || sent_[tensor]) continue;
      newly_sent.push_back(tensor);
      sent_[tensor] = true;
      stages[transfer] += costs_.transfer[0][tensor];
    }
    stages[server] += costs_.compute[1][layer];
    present_.place[layer] = 1;
    extend(layer + 1, stages);
    present_.place[layer] = 0;
    for (const std::size_t tensor : newly_sent) sent_[tensor] = false;
  }

  void keep() {
    BalancedCut cut = judged(present_, costs_, flow_);
    if (!best_ || better(cut, *best_)) best_ = std::move(cut);
  }

  const TensorFlow& flow_;
  const PlacementCosts& costs_;
  std::size_t steps_left_;
  Partition present_{};
  std::vector<bool> sent_;
  std::optional<BalancedCut> best_{};
};

}  // namespace

double largest_stage(const PartitionCost& cost) {
  const double compute = *std::max_element(cost.compute.begin(), cost.compute.end());
  return std::accumulate(cost.transfer.begin(), cost.transfer.end(), compute,
                         [](double a, double b) { return std::max(a, b); });
}

BalancedCut balanced_cut(const TensorFlow& flow, const PlacementCosts& costs) {
  require_two_places(costs, flow);
  return judged(WeightSearch(flow, costs).best(), costs, flow);
}

BalancedCut best_balanced_cut(const TensorFlow& flow, const PlacementCosts& costs, std::size_t most_steps) {
  require_two_places(costs, flow);
  return judged(AllPartitions(flow, costs, most_steps).best(), costs, flow);
}

}  // namespace splitscape
