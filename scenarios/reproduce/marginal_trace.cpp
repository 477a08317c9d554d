#include "scenarios/reproduce/marginal_trace.hpp"

#include <algorithm>
#include <cmath>

#include "models/random_stream.hpp"

namespace splitscape {
namespace {

class MarginalTrace {
 public:
  MarginalTrace(const ConfidenceMarginals& marginals, std::uint64_t seed)
      : marginals_(marginals), random_(seed), trace_(12, true, false) {}

  SampleTrace make() && {
    const auto first = confidences(marginals_.first);
    const auto third = confidences(marginals_.third);
    const auto last = last_confidences();
    right_12_ = shuffled_flags(marginals_.last_accuracy);
    right_3_ = right_12_;
    spoil(third);
    for (std::uint32_t row = 0; row < marginals_.rows; ++row) add(row, first[row], third[row], last[row]);
    return std::move(trace_);
  }

 private:
  template <typename Value>
  void shuffle(std::vector<Value>& values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[random_.next() % i]);
  }

  /// The middles of as many equally likely parts as there are rows, in random order.
  std::vector<double> ranks() {
    std::vector<double> found(marginals_.rows);
    for (std::uint32_t row = 0; row < marginals_.rows; ++row) found[row] = (row + 0.5) / marginals_.rows;
    shuffle(found);
    return found;
  }

  /// @param survival thresholds, rising, and the share of samples that reach each
  std::vector<double> confidences(std::vector<std::pair<double, double>> survival) {
    survival.insert(survival.begin(), {0.5, 1.0});
    if (survival.back().second > 0) survival.emplace_back(1.0, 0.0);
    auto found = ranks();
    for (double& value : found) {
      std::size_t below = 1;
      while (survival[below].second > value) ++below;
      const auto [from, more] = survival[below - 1];
      const auto [to, less] = survival[below];
      value = to - (to - from) * (value - less) / (more - less);
    }
    return found;
  }

  std::vector<double> last_confidences() {
    auto found = ranks();
    const double power = 0.5 / (1 - marginals_.last_mean) - 1;
    for (double& value : found) value = 1 - 0.5 * std::pow(value, power);
    return found;
  }

  std::vector<bool> shuffled_flags(double share) {
    const auto ranked = ranks();
    std::vector<bool> found(ranked.size());
    for (std::size_t row = 0; row < ranked.size(); ++row) found[row] = ranked[row] < share;
    return found;
  }

  /// Makes exit 3 wrong, where exit 12 is right, from the highest threshold down.
  void spoil(const std::vector<double>& third) {
    auto levels = marginals_.third_accuracy;
    std::sort(levels.rbegin(), levels.rend());
    double spoiled = 0;
    double upper = 2;
    for (const auto& [threshold, accuracy] : levels) {
      const double wanted = (marginals_.last_accuracy - accuracy) * marginals_.rows;
      for (std::size_t row = 0; row < third.size() && spoiled + 0.5 < wanted; ++row) {
        if (third[row] < threshold || third[row] >= upper || !right_3_[row]) continue;
        right_3_[row] = false;
        ++spoiled;
      }
      upper = threshold;
    }
  }

  void add(std::uint32_t row, double first, double third, double last) {
    std::vector<ExitOutcome> outcomes;
    for (int exit = 1; exit <= 12; ++exit) {
      const double confidence =
          exit <= 3 ? std::lerp(first, third, (exit - 1) / 2.0) : std::lerp(third, last, (exit - 3) / 9.0);
      const bool right = exit == 1 || exit == 12 ? right_12_[row] : right_3_[row];
      outcomes.push_back(
          {.confidence = confidence, .correct = right ? Correctness::right : Correctness::wrong});
    }
    trace_.add(outcomes);
  }

  const ConfidenceMarginals& marginals_;
  RandomStream random_;
  SampleTrace trace_;
  std::vector<bool> right_12_{};
  std::vector<bool> right_3_{};
};

}  // namespace

SampleTrace trace_with(const ConfidenceMarginals& marginals, std::uint64_t seed) {
  return MarginalTrace(marginals, seed).make();
}

}  // namespace splitscape
