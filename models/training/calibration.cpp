#include "models/training/calibration.hpp"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace splitscape {

namespace {

constexpr double lowest_temperature = 1e-2;
constexpr double highest_temperature = 1e2;

/// A softmax, relative to its largest logit: no exponential of a positive number is taken, so that nothing
/// overflows, and a probability that underflows is nothing beside the largest one.
struct Softmax {
  std::size_t largest = 0;  ///< the first of the largest logits
  double others = 0;        ///< sum of all exponentials but that one, which is 1
  double mean = 0;          ///< of (logit - largest) / temperature, with the probabilities

  double log_sum() const { return std::log1p(others); }
};

double scaled(float logit, float largest, double temperature) {
  return (static_cast<double>(logit) - static_cast<double>(largest)) / temperature;
}

Softmax softmax(std::span<const float> logits, double temperature) {
  const auto first = std::max_element(logits.begin(), logits.end());
  Softmax result{.largest = static_cast<std::size_t>(first - logits.begin())};
  double moment = 0;
  for (std::size_t k = 0; k < logits.size(); ++k) {
    if (k == result.largest) continue;
    const double exponent = scaled(logits[k], *first, temperature);
    const double power = std::exp(exponent);
    result.others += power;
    moment += power * exponent;
  }
  result.mean = moment / (1 + result.others);
  return result;
}

/// Logits and labels, sample by sample. @throws std::invalid_argument where logits and labels do not fit
class Samples {
 public:
  Samples(std::span<const float> logits, std::span<const std::int32_t> labels)
      : logits_(logits), labels_(labels), classes_(labels.empty() ? 0 : logits.size() / labels.size()) {
    if (logits.size() != classes_ * labels.size())
      throw std::invalid_argument("the number of logits is no multiple of that of labels");
    for (const std::int32_t label : labels)
      if (label < 0 || static_cast<std::size_t>(label) >= classes_)
        throw std::invalid_argument("a label is none of the classes");
  }

  /// The mean over samples of what a function says of (logits, label).
  template <class Function>
  double mean(const Function& function) const {
    double sum = 0;
    for (std::size_t i = 0; i < labels_.size(); ++i)
      sum += function(logits_.subspan(i * classes_, classes_), static_cast<std::size_t>(labels_[i]));
    return sum / static_cast<double>(labels_.size());
  }

 private:
  std::span<const float> logits_;
  std::span<const std::int32_t> labels_;
  std::size_t classes_;
};

/// The derivative of the negative log likelihood by 1 / T, times 1 / T: what the logits are worth on average
/// less what that of the label is worth.
double slope(const Samples& samples, double temperature) {
  return samples.mean([temperature](std::span<const float> logits, std::size_t label) {
    const Softmax result = softmax(logits, temperature);
    return result.mean - scaled(logits[label], logits[result.largest], temperature);
  });
}

}  // namespace

ExitOutcome outcome_of(std::span<const float> logits, double temperature, std::int32_t label) {
  const Softmax result = softmax(logits, temperature);
  ExitOutcome outcome;
  outcome.confidence = 1 / (1 + result.others);
  outcome.entropy = result.log_sum() - result.mean;
  outcome.prediction = static_cast<std::int32_t>(result.largest);
  outcome.correct = outcome.prediction == label ? Correctness::right : Correctness::wrong;
  return outcome;
}

double negative_log_likelihood(std::span<const float> logits, std::span<const std::int32_t> labels,
                               double temperature) {
  if (labels.empty()) return 0;
  return Samples(logits, labels).mean([temperature](std::span<const float> values, std::size_t label) {
    const Softmax result = softmax(values, temperature);
    return result.log_sum() - scaled(values[label], values[result.largest], temperature);
  });
}

// The negative log likelihood is convex in 1 / T: it is a mean of log-sum-exp of lines. So its slope by 1 / T
// never falls, it is 0 at one place or in one interval at most, and a search that keeps the sign change
// between two ends cannot miss it. A search of the least value would know the place to about the root of the
// precision of double only, as the function is flat there; that of the root of the slope knows all digits.
// The variable is log T, as the range is four decades. Every step is fixed by the values: there is one
// answer.
double fitted_temperature(std::span<const float> logits, std::span<const std::int32_t> labels) {
  if (labels.empty()) return 1;
  const Samples samples(logits, labels);
  const auto slope_at = [&samples](double log_temperature) {
    return -slope(samples, std::exp(log_temperature));  // rises with T
  };
  const double low = std::log(lowest_temperature);
  const double high = std::log(highest_temperature);
  const double at_low = slope_at(low);
  const double at_high = slope_at(high);
  if (std::isnan(at_low) || std::isnan(at_high)) throw std::invalid_argument("a logit is no number");
  if (at_low == 0 && at_high == 0) return 1;  // all classes alike: no temperature changes anything
  if (at_low >= 0) return lowest_temperature;
  if (at_high <= 0) return highest_temperature;
  std::uintmax_t steps = 100;  // bisection alone would need 60
  const auto [left, right] = boost::math::tools::toms748_solve(
      slope_at, low, high, at_low, at_high,
      boost::math::tools::eps_tolerance<double>(std::numeric_limits<double>::digits - 4), steps);
  return std::exp(left + (right - left) / 2);
}

double expected_calibration_error(std::span<const ExitOutcome> outcomes, std::size_t bins) {
  if (outcomes.empty()) return 0;
  const auto border = [bins](std::size_t bin) {  // between bin - 1 and bin
    return static_cast<double>(bin) / static_cast<double>(bins);
  };
  std::vector<double> gaps(bins, 0);  // sum of confidence less the number of right answers
  for (const ExitOutcome& outcome : outcomes) {
    const double place = std::clamp(outcome.confidence, 0., 1.) * static_cast<double>(bins);
    std::size_t bin = std::min(static_cast<std::size_t>(place), bins - 1);
    // The product above is rounded: the borders themselves decide.
    while (bin > 0 && outcome.confidence <= border(bin)) --bin;
    while (bin + 1 < bins && outcome.confidence > border(bin + 1)) ++bin;
    gaps[bin] += outcome.confidence - (outcome.correct == Correctness::right ? 1 : 0);
  }
  double sum = 0;
  for (const double gap : gaps) sum += std::abs(gap);
  return sum / static_cast<double>(outcomes.size());
}

}  // namespace splitscape
