#include "models/placement_costs.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace splitscape {
namespace {

void require(bool holds, const char* what) {
  if (!holds) throw std::invalid_argument(what);
}

bool all_costs(const std::vector<double>& costs) {
  return std::all_of(costs.begin(), costs.end(), [](double cost) { return cost >= 0; });  // NaN is none
}

bool all_finite(const std::vector<double>& costs) {
  return std::all_of(costs.begin(), costs.end(), [](double cost) { return std::isfinite(cost); });
}

double weighted(double cost, double weight) {
  return weight == 0 ? 0 : weight * cost;
}

std::vector<double> weighted_sum(const std::vector<double>& a, double weight_of_a,
                                 const std::vector<double>& b, double weight_of_b) {
  std::vector<double> sum(a.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    sum[i] = weighted(a[i], weight_of_a) + weighted(b[i], weight_of_b);
  return sum;
}

double sum_of(const std::vector<double>& parts) {
  return std::accumulate(parts.begin(), parts.end(), 0.0);
}

}  // namespace

void require_sound(const PlacementCosts& costs, const TensorFlow& flow) {
  require(costs.places() >= 1 && costs.hops() + 1 == costs.places() && costs.passage.size() == costs.hops(),
          "a path has one place more than hops");
  for (const auto& layers : costs.compute) {
    require(layers.size() == flow.layers(), "every place needs a cost for each layer");
    require(all_costs(layers) && all_finite(layers), "a cost of a layer is negative or infinite");
  }
  for (const auto& tensors : costs.transfer) {
    require(tensors.size() == flow.tensors(), "every hop needs a cost for each tensor");
    require(all_costs(tensors), "a cost of a tensor is negative");
  }
  require(all_costs(costs.passage), "a cost of a hop is negative");
}

double PartitionCost::total() const {
  return sum_of(compute) + sum_of(transfer) + sum_of(passage);
}

PartitionCost cost_of(const Partition& partition, const PlacementCosts& costs, const TensorFlow& flow) {
  PartitionCost cost{.compute = std::vector<double>(costs.places(), 0.0)};
  for (std::size_t layer = 0; layer < flow.layers(); ++layer) {
    const std::size_t place = partition.place[layer];
    cost.compute[place] += costs.compute[place][layer];
  }
  for (std::size_t hop = 0; hop < costs.hops(); ++hop) {
    double sent = 0;
    for (const std::size_t tensor : crossing_tensors(flow, partition, hop))
      sent += costs.transfer[hop][tensor];
    const bool used = std::any_of(partition.place.begin(), partition.place.end(),
                                  [hop](std::size_t place) { return place > hop; });
    cost.transfer.push_back(sent);
    cost.passage.push_back(used ? costs.passage[hop] : 0.0);
  }
  return cost;
}

PlacementCosts weighted_sum(const PlacementCosts& a, double weight_of_a, const PlacementCosts& b,
                            double weight_of_b) {
  PlacementCosts sum;
  for (std::size_t place = 0; place < a.places(); ++place) {
    sum.compute.push_back(weighted_sum(a.compute[place], weight_of_a, b.compute[place], weight_of_b));
  }
  for (std::size_t hop = 0; hop < a.hops(); ++hop) {
    sum.transfer.push_back(weighted_sum(a.transfer[hop], weight_of_a, b.transfer[hop], weight_of_b));
  }
  sum.passage = weighted_sum(a.passage, weight_of_a, b.passage, weight_of_b);
  return sum;
}

}  // namespace splitscape
