#include "scenarios/app/trained_exits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

#include "models/training/calibration.hpp"

namespace splitscape {
namespace {

std::vector<ExitOutcome> outcomes_of(const std::vector<float>& logits,
                                     const std::vector<std::int32_t>& labels, double temperature) {
  std::vector<ExitOutcome> outcomes;
  outcomes.reserve(labels.size());
  const std::size_t classes = labels.empty() ? 0 : logits.size() / labels.size();
  for (std::size_t sample = 0; sample < labels.size(); ++sample) {
    const auto said = std::span<const float>(logits).subspan(sample * classes, classes);
    outcomes.push_back(outcome_of(said, temperature, labels[sample]));
  }
  return outcomes;
}

/// The name of the layer that an exit reads, or with which the network ends.
std::string layer_of(const NetworkProfile& network, std::size_t exit) {
  return exit <= network.exits.size() ? network.exits[exit - 1].after : network.layers.back().name;
}

/// What is left of the weights and multiply-accumulates of one layer or head.
class CostsLeft {
 public:
  CostsLeft(const NetworkProfile& network, const std::optional<SparsityChoice>& sparsity) {
    if (sparsity) left_ = junctions_left(network, *sparsity);
  }

  void add(ExitCost& sum, const std::string& name, const ComputeCost& cost) const {
    const auto found = left_.find(name);
    for (std::size_t i = 0; i < cost.junctions.size(); ++i) {
      const Junction& junction = cost.junctions[i];
      const PrunedJunction left = found == left_.end() ? unpruned(junction) : found->second[i];
      sum.weights += left.kept;
      sum.dense_weights += junction.weights();
      sum.macs += left.macs();
    }
  }

 private:
  std::map<std::string, std::vector<PrunedJunction>> left_{};
};

}  // namespace

TrainedExitScore scored_exit(const NetworkProfile& network, std::size_t exit,
                             const std::vector<float>& held_out_logits,
                             const std::vector<std::int32_t>& held_out_labels,
                             const std::vector<float>& test_logits,
                             const std::vector<std::int32_t>& test_labels) {
  TrainedExitScore score{.after = layer_of(network, exit),
                         .temperature = fitted_temperature(held_out_logits, held_out_labels)};
  score.ece_before = expected_calibration_error(outcomes_of(test_logits, test_labels, 1));
  score.outcomes = outcomes_of(test_logits, test_labels, score.temperature);
  score.ece_after = expected_calibration_error(score.outcomes);
  for (const ExitOutcome& outcome : score.outcomes) {
    score.accuracy += outcome.correct == Correctness::right ? 1 : 0;
    score.mean_confidence += outcome.confidence;
  }
  const double samples = std::max(1.0, static_cast<double>(score.outcomes.size()));
  score.accuracy /= samples;
  score.mean_confidence /= samples;
  return score;
}

std::vector<ExitCost> exit_costs(const NetworkProfile& network,
                                 const std::optional<SparsityChoice>& sparsity) {
  const CostsLeft left(network, sparsity);
  std::vector<ExitCost> costs;
  ExitCost sum;
  std::size_t head = 0;
  for (const LayerProfile& layer : network.layers) {
    left.add(sum, layer.name, layer.cost);
    for (; head < network.exits.size() && network.exits[head].after == layer.name; ++head) {
      left.add(sum, fmt::format("exit {}", head + 1), network.exits[head].cost);
      costs.push_back(sum);
    }
  }
  costs.push_back(sum);
  return costs;
}

}  // namespace splitscape
