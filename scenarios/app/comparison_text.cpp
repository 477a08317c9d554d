#include "scenarios/app/comparison_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/app/print_table.hpp"

namespace splitscape {
namespace {

/// A unit with the factor that leads to it.
struct Scaled {
  double factor = 1;
  std::string unit{};
};

Scaled scaled(double value, double half_width, const std::string& unit) {
  if (unit != "J" && unit != "W") return {1, unit};
  const double largest = std::max(std::abs(value), half_width);
  if (largest == 0 || largest >= 0.1) return {1, unit};
  if (largest >= 1e-4) return {1e3, "m" + unit};
  if (largest >= 1e-7) return {1e6, "u" + unit};
  return {1e9, "n" + unit};
}

std::string with_unit(const std::string& number, const std::string& unit) {
  return unit.empty() ? number : number + " " + unit;
}

std::string exact(double value, const std::string& unit) {
  const Scaled scale = scaled(value, 0, unit);
  return with_unit(short_number(value * scale.factor), scale.unit);
}

std::string runs_or_batches(const ComparisonRow& row) {
  return fmt::format("all {} {}", row.comparison.difference.n,
                     row.pairs == Pairs::replications ? "runs" : "batches of requests");
}

/// "uplink=2 Mbps, group doorbells: ", of what differs between places.
std::string place_prefix(const ComparedTable& table, std::size_t number) {
  std::string text;
  for (std::size_t i = 0; i < table.titles.size(); ++i) {
    const auto& places = table.places;
    const bool differs = std::any_of(places.begin(), places.end(), [&](const ComparedRuns& runs) {
      return runs.place[i] != places.front().place[i];
    });
    if (!differs) continue;
    const bool word = i + 2 >= table.titles.size();  // scenario, group
    text += fmt::format("{}{}{}{}", text.empty() ? "" : ", ", table.titles[i], word ? " " : "=",
                        places[number].place[i]);
  }
  return text.empty() ? text : text + ": ";
}

/// What the intervals are, and what counts as found.
std::string what_they_are(const std::vector<Comparison>& comparisons, Pairs pairs) {
  std::size_t tested = 0;
  std::size_t fewest = comparisons.front().difference.n;
  std::size_t most = fewest;
  for (const Comparison& comparison : comparisons) {
    if (comparison.difference.p) ++tested;
    fewest = std::min(fewest, comparison.difference.n);
    most = std::max(most, comparison.difference.n);
  }
  const std::string n = fewest == most ? fmt::format("{}", most) : fmt::format("{} to {}", fewest, most);
  const std::string over =
      pairs == Pairs::replications
          ? n + " replications on common random numbers"
          : n + " batches of the same requests in one run of each (--replications N: over independent runs)";
  if (tested == 0) return fmt::format("over {}; nothing in the differences is chance", over);
  return fmt::format("95 % intervals over {}; found: p < 0.05, corrected for {} comparison{} (Holm)", over,
                     tested, tested == 1 ? "" : "s");
}

}  // namespace

std::string plus_minus(double value, double half_width, const std::string& unit) {
  const Scaled scale = scaled(value, half_width, unit);
  const double half = half_width * scale.factor;
  constexpr int most_decimals = 9;
  const int decimals =
      half > 0 ? std::clamp(1 - static_cast<int>(std::floor(std::log10(half))), 0, most_decimals) : 0;
  return with_unit(fmt::format("{:.{}f} +- {:.{}f}", value * scale.factor, decimals, half, decimals),
                   scale.unit);
}

std::string sentence(const ComparisonRow& row) {
  const PairedDifference& difference = row.comparison.difference;
  const ComparedMetric& metric = row.metric;
  const std::string& policy = row.runs.policies[row.comparison.policy];
  const std::string& baseline = row.runs.policies[row.comparison.baseline];
  const double value = difference.mean * metric.factor;
  const std::string& words = difference.mean < 0 ? metric.less : metric.more;
  if (difference.always_the_same && difference.mean == 0) {
    return fmt::format("{} and {} have the same {} in {}", policy, baseline, metric.name,
                       runs_or_batches(row));
  }
  if (difference.always_the_same) {
    return fmt::format("{} {} {} by {} in {}", policy, words, baseline, exact(std::abs(value), metric.unit),
                       runs_or_batches(row));
  }
  if (!difference.half_width) {
    return fmt::format("{} of {} and {}: requests resemble each other for too long, --replications tells",
                       metric.name, policy, baseline);
  }
  const double half = *difference.half_width * metric.factor;
  if (row.comparison.found()) {
    return fmt::format("{} {} {} by {}", policy, words, baseline,
                       plus_minus(std::abs(value), half, metric.unit));
  }
  return fmt::format("no difference found in {} between {} and {}: {}", metric.name, policy, baseline,
                     plus_minus(value, half, metric.unit));
}

std::vector<std::string> sentences(const ComparedTable& table, const std::vector<ComparedMetric>& metrics,
                                   const std::vector<Comparison>& comparisons, Pairs pairs) {
  std::vector<Comparison> with_interval;
  std::vector<std::string> all;
  for (const Comparison& comparison : comparisons) {
    const bool has_interval = comparison.difference.half_width.has_value();
    if (has_interval) with_interval.push_back(comparison);
    if (!has_interval && comparison.difference.n < 2) continue;
    const ComparedRuns& runs = table.places[comparison.place];
    all.push_back(place_prefix(table, comparison.place) +
                  sentence({runs, metrics[comparison.metric], comparison, pairs}));
  }
  if (!with_interval.empty()) {
    all.push_back(what_they_are(with_interval, pairs));
  } else if (all.empty() && !comparisons.empty()) {
    all.emplace_back("one run of each: whether a difference is chance takes replications to tell");
  }
  return all;
}

}  // namespace splitscape
