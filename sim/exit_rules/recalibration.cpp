#include "sim/exit_rules/recalibration.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "models/training/calibration.hpp"

namespace splitscape {
namespace {

/// By how much the logit of the prediction exceeds that of the other class. A confidence of 1 is the largest
/// number below it, so that the logit is a number.
double logit(double confidence) {
  constexpr double largest = 1 - std::numeric_limits<double>::epsilon() / 2;
  const double p = std::clamp(confidence, 0.5, largest);
  return std::log(p / (1 - p));
}

bool is_right(const ExitOutcome& outcome) {
  if (outcome.correct == Correctness::unknown) {
    throw std::invalid_argument(
        "confidences cannot be calibrated by samples of which it is not known whether an answer is right");
  }
  return outcome.correct == Correctness::right;
}

/// Answers of neighbouring confidences.
struct Block {
  double from = 0;
  double right = 0;
  double count = 0;

  double share() const { return right / count; }
};

/// One a confidence, rising.
std::vector<Block> points(std::vector<std::pair<double, bool>> outcomes) {
  std::sort(outcomes.begin(), outcomes.end());
  std::vector<Block> all;
  for (const auto& [confidence, right] : outcomes) {
    if (all.empty() || all.back().from != confidence) all.push_back({.from = confidence});
    all.back().right += right ? 1 : 0;
    all.back().count += 1;
  }
  return all;
}

}  // namespace

double scaled_confidence(double confidence, double temperature) {
  return 1 / (1 + std::exp(-logit(confidence) / temperature));
}

double binary_temperature(const SampleTrace& samples, const std::vector<std::size_t>& exits) {
  std::vector<float> logits;
  std::vector<std::int32_t> labels;
  for (std::size_t row = 0; row < samples.rows(); ++row) {
    for (const std::size_t exit : exits) {
      const ExitOutcome& outcome = samples.at(row, exit);
      // Class 0 is the predicted one.
      logits.push_back(static_cast<float>(logit(outcome.confidence)));
      logits.push_back(0);
      labels.push_back(is_right(outcome) ? 0 : 1);
    }
  }
  return fitted_temperature(logits, labels);
}

IsotonicMap::IsotonicMap(std::vector<std::pair<double, bool>> outcomes) {
  std::vector<Block> blocks;
  for (Block block : points(std::move(outcomes))) {
    // A block that is not above the one before it is pooled with it.
    while (!blocks.empty() && blocks.back().share() >= block.share()) {
      block = {.from = blocks.back().from,
               .right = blocks.back().right + block.right,
               .count = blocks.back().count + block.count};
      blocks.pop_back();
    }
    blocks.push_back(block);
  }
  for (const Block& block : blocks) {
    from_.push_back(block.from);
    share_.push_back(block.share());
  }
}

double IsotonicMap::operator()(double confidence) const {
  const auto above = std::upper_bound(from_.begin(), from_.end(), confidence);
  const auto step = above == from_.begin() ? 0 : above - from_.begin() - 1;
  return share_[static_cast<std::size_t>(step)];
}

IsotonicMap isotonic_map(const SampleTrace& samples, std::size_t exit) {
  std::vector<std::pair<double, bool>> outcomes;
  for (std::size_t row = 0; row < samples.rows(); ++row) {
    const ExitOutcome& outcome = samples.at(row, exit);
    outcomes.emplace_back(outcome.confidence, is_right(outcome));
  }
  return IsotonicMap(std::move(outcomes));
}

}  // namespace splitscape
