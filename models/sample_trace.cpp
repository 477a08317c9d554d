#include "models/sample_trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace splitscape {
namespace {

/// Whole numbers with the given sum, as near to the shares as can be: largest remainder.
std::vector<std::size_t> apportion(const std::vector<double>& shares, std::size_t total) {
  std::vector<std::size_t> counts(shares.size());
  std::vector<std::pair<double, std::size_t>> remainders;
  std::size_t given = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const double exact = shares[i] * static_cast<double>(total);
    counts[i] = static_cast<std::size_t>(std::floor(exact + 1e-9));
    given += counts[i];
    remainders.emplace_back(exact - static_cast<double>(counts[i]), i);
  }
  std::stable_sort(remainders.begin(), remainders.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (std::size_t i = 0; given < total; ++given, i = (i + 1) % remainders.size()) {
    ++counts[remainders[i].second];
  }
  return counts;
}

/// How many of the rows of each exit are right. A single accuracy is spread over the exits in proportion.
std::vector<std::size_t> right_rows(const PublishedShares& published,
                                    const std::vector<std::size_t>& counts) {
  if (published.accuracy.empty()) return std::vector<std::size_t>(counts.size(), 0);
  if (published.accuracy.size() == 1) {
    const std::size_t right = static_cast<std::size_t>(
        std::llround(published.accuracy.front() * static_cast<double>(published.rows)));
    std::vector<double> weights;
    for (const std::size_t count : counts) {
      weights.push_back(static_cast<double>(count) / static_cast<double>(published.rows));
    }
    return apportion(weights, right);
  }
  std::vector<std::size_t> right;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    right.push_back(
        static_cast<std::size_t>(std::llround(published.accuracy[k] * static_cast<double>(counts[k]))));
  }
  return right;
}

bool outside_unit_interval(double value) {
  return !(value >= 0.0 && value <= 1.0);
}

}  // namespace

SampleTrace::SampleTrace(std::size_t exits, bool has_confidences, bool has_predictions, bool has_entropies,
                         std::size_t features)
    : exits_(exits),
      has_confidences_(has_confidences),
      has_predictions_(has_predictions),
      has_entropies_(has_entropies),
      feature_count_(features) {
  if (exits == 0) throw std::invalid_argument("a trace needs at least one exit");
}

void SampleTrace::add(const std::vector<ExitOutcome>& outcomes, const std::vector<double>& features) {
  if (outcomes.size() != exits_) {
    throw std::invalid_argument(fmt::format("a row with {} exits in a trace of {}", outcomes.size(), exits_));
  }
  if (features.size() != feature_count_) {
    throw std::invalid_argument(
        fmt::format("a row with {} features in a trace of {}", features.size(), feature_count_));
  }
  outcomes_.insert(outcomes_.end(), outcomes.begin(), outcomes.end());
  features_.insert(features_.end(), features.begin(), features.end());
}

double binary_entropy(double probability) {
  const auto part = [](double p) { return p > 0 ? -p * std::log(p) : 0.0; };
  return part(probability) + part(1 - probability);
}

SampleTrace with_binary_entropies(SampleTrace trace) {
  constexpr double rounding = 1e-6;  // a few units in the last place of single precision
  if (trace.has_entropies() || !trace.has_confidences() || trace.classes() != 2) return trace;
  SampleTrace told(trace.exits(), true, trace.has_predictions(), true, trace.feature_count());
  told.set_classes(2);
  std::vector<ExitOutcome> outcomes(trace.exits());
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    for (std::size_t exit = 1; exit <= trace.exits(); ++exit) {
      ExitOutcome& outcome = outcomes[exit - 1] = trace.at(row, exit);
      if (outcome.confidence < 0.5 - rounding) return trace;
      outcome.entropy = binary_entropy(outcome.confidence);
    }
    const auto features = trace.features(row);
    told.add(outcomes, {features.begin(), features.end()});
  }
  return told;
}

std::vector<std::string> defects(const PublishedShares& published, std::size_t exits) {
  std::vector<std::string> found;
  if (published.shares.size() != exits) {
    found.push_back(fmt::format("{} exit shares for a network with {} exits (the end counts as one)",
                                published.shares.size(), exits));
  }
  if (std::any_of(published.shares.begin(), published.shares.end(), outside_unit_interval)) {
    found.emplace_back("an exit share must lie between 0 % and 100 %");
  }
  // Published tables round each share, some to a tenth of a percent: three such may miss 1 by this much.
  constexpr double rounding = 1.5e-3;
  const double sum = std::accumulate(published.shares.begin(), published.shares.end(), 0.0);
  if (std::abs(sum - 1.0) > rounding) {
    found.push_back(fmt::format("the exit shares sum to {:.4g} %, not to 100 %", 100.0 * sum));
  }
  if (published.accuracy.size() > 1 && published.accuracy.size() != published.shares.size()) {
    found.push_back(fmt::format("{} accuracies for {} exits: give one over all, or one an exit",
                                published.accuracy.size(), published.shares.size()));
  }
  if (std::any_of(published.accuracy.begin(), published.accuracy.end(), outside_unit_interval)) {
    found.emplace_back("an accuracy must lie between 0 % and 100 %");
  }
  if (published.rows == 0) found.emplace_back("shares need at least one row");
  return found;
}

SampleTrace trace_from_shares(const PublishedShares& published) {
  const std::size_t exits = published.shares.size();
  if (const auto found = defects(published, exits); !found.empty()) {
    throw std::invalid_argument(found.front());
  }
  const double sum = std::accumulate(published.shares.begin(), published.shares.end(), 0.0);
  std::vector<double> shares = published.shares;
  for (double& share : shares) share /= sum;
  const auto counts = apportion(shares, published.rows);
  const auto right = right_rows(published, counts);

  SampleTrace trace(exits, true, false);
  std::vector<ExitOutcome> row(exits);
  for (std::size_t k = 0; k < exits; ++k) {
    for (std::size_t i = 0; i < counts[k]; ++i) {
      for (std::size_t e = 0; e < exits; ++e) {
        row[e] = {.confidence = e >= k ? 1.0 : 0.0, .prediction = 0, .correct = Correctness::unknown};
      }
      if (!published.accuracy.empty()) {
        row[k].correct = i < right[k] ? Correctness::right : Correctness::wrong;
      }
      trace.add(row);
    }
  }
  return trace;
}

}  // namespace splitscape
