#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <vector>

#include "models/memory_fit.hpp"
#include "sim/expectation.hpp"
#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

enum class Goal : std::uint8_t { accuracy, latency, server, energy };
constexpr std::array<std::string_view, 4> goal_words{"accuracy", "latency", "server", "energy"};
constexpr std::array<std::string_view, 3> ranks{"first", "second", "third"};
constexpr double rounding = 1e-12;

/// What one threshold does to the calibration samples, wherever the exits run.
struct ThresholdOutcome {
  double threshold = 0;
  std::vector<double> shares{};  ///< of the samples that leave at each exit, the end last
  double accuracy = 0;
};

/// What is expected of a cut and a threshold, by goal; an accuracy with its sign changed, so that less is
/// always better.
using Values = std::array<double, 4>;

struct Candidate {
  std::size_t cut = 0;
  std::size_t outcome = 0;  ///< of which threshold
  Values values{};
};

struct WantedGoal {
  Goal goal{};
  std::optional<double> limit{};  ///< absent: as little as possible
};

ThresholdOutcome outcome_of(double threshold, const SampleTrace& samples) {
  ThresholdOutcome outcome{.threshold = threshold, .shares = std::vector<double>(samples.exits(), 0.0)};
  const double part = 1.0 / static_cast<double>(samples.rows());
  for (std::size_t row = 0; row < samples.rows(); ++row) {
    std::size_t exit = 1;
    while (exit < samples.exits() && samples.at(row, exit).confidence < threshold) ++exit;
    const Correctness correct = samples.at(row, exit).correct;
    if (correct == Correctness::unknown) {
      throw std::invalid_argument("'spinn' needs calibration samples that tell whether answers are right");
    }
    outcome.shares[exit - 1] += part;
    if (correct == Correctness::right) outcome.accuracy += part;
  }
  return outcome;
}

/// Keeps the candidates that meet the goal's limit, or those that come nearest; without a limit the best.
void keep_best(std::vector<const Candidate*>& candidates, const WantedGoal& wanted) {
  const auto value = [&wanted](const Candidate* c) {
    return c->values[static_cast<std::size_t>(wanted.goal)];
  };
  double best = std::numeric_limits<double>::infinity();
  for (const Candidate* candidate : candidates) best = std::min(best, value(candidate));
  // What is equal but for the rounding of its sums is left to the next goal.
  const double bound = std::max(best, wanted.limit.value_or(best)) + rounding * std::abs(best);
  std::erase_if(candidates, [&](const Candidate* candidate) { return value(candidate) > bound; });
}

class Spinn final : public OffloadPolicy {
 public:
  Spinn(const Parameters& parameters, const PolicySetting& setting)
      : fallback_(parameters.number("fallback", setting.deadline.value_or(never_falls_back).value)) {
    const NetworkGraph& network = setting.costs.network();
    if (setting.hops() == 0)
      throw std::invalid_argument("there is no server on the path to share the work with");
    read_goals(parameters, setting);
    const SampleTrace* samples = setting.calibration;
    if (samples == nullptr || !samples->has_confidences()) {
      throw std::invalid_argument(
          fmt::format("'spinn' chooses by samples with confidences that are set apart for it: give network "
                      "'{}' 'samples: {{..., calibration: 20%}}' (replay: --calibration 20%)",
                      network.profile().name));
    }
    auto thresholds = parameters.numbers("thresholds");
    if (thresholds.empty()) thresholds = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0};
    for (const double threshold : thresholds) outcomes_.push_back(outcome_of(threshold, *samples));
    for (std::size_t exit = 1; exit < network.exit_count(); ++exit) exits_.insert(exit);
    find_cuts(setting);
  }

  Decision decide(const Observation& observation) override {
    if (!as_before(observation)) schedule(observation);
    if (thresholds_.empty() || thresholds_.rbegin()->second != chosen_threshold_) {
      thresholds_.emplace_hint(thresholds_.end(), observation.request, chosen_threshold_);
      if (thresholds_.size() > most_changes) thresholds_.erase(thresholds_.begin());
    }
    Decision decision{.cuts = CutPositions(observation.links.size(), chosen_cut_), .exits = exits_};
    decision.fallback_after = {fallback_};
    return decision;
  }

  ExitAction at_exit(const ExitView& view) override {
    // The threshold that held when the request was decided.
    auto later = thresholds_.upper_bound(view.request);
    if (later != thresholds_.begin()) --later;
    return view.confidence >= later->second ? ExitAction::stop : ExitAction::go_on;
  }

 private:
  static constexpr Seconds never_falls_back{std::numeric_limits<double>::infinity()};
  /// Of the threshold that are remembered: a request that more of them overtake takes the oldest.
  static constexpr std::size_t most_changes = 4096;

  void read_goals(const Parameters& parameters, const PolicySetting& setting) {
    const std::array<std::string, 3> defaults{"accuracy", "latency", "server"};
    for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
      const std::string word = parameters.text(ranks[rank], defaults[rank]);
      if (word == "none") continue;
      const auto found = std::find(goal_words.begin(), goal_words.end(), word);
      const Goal goal{static_cast<std::uint8_t>(found - goal_words.begin())};
      for (const WantedGoal& other : goals_) {
        if (other.goal == goal)
          throw std::invalid_argument(fmt::format("'{}' is a goal of 'spinn' twice", word));
      }
      if (goal == Goal::energy && !setting.costs.knows_energy(0))
        throw std::invalid_argument("the goal 'energy' needs a device whose computing power is known");
      WantedGoal wanted{.goal = goal};
      if (parameters.has(word)) wanted.limit = parameters.number(word, 0);
      if (wanted.limit && goal == Goal::accuracy) wanted.limit = -*wanted.limit;
      goals_.push_back(wanted);
    }
    for (const auto word : goal_words) {
      const bool ranked = std::any_of(goals_.begin(), goals_.end(), [word](const WantedGoal& wanted) {
        return goal_words[static_cast<std::size_t>(wanted.goal)] == word;
      });
      if (parameters.has(word) && !ranked) {
        throw std::invalid_argument(
            fmt::format("'{}' limits what is no goal: name it as 'first', 'second' or 'third'", word));
      }
    }
  }

  /// Every cut whose two parts fit; with a fallback only those that leave the device an exit to fall back on.
  void find_cuts(const PolicySetting& setting) {
    const MemoryFit fit(setting.costs);
    const NetworkGraph& network = setting.costs.network();
    const std::size_t layers = setting.costs.layers();
    const bool falls_back = std::isfinite(fallback_) && network.exit_count() > 1;
    for (std::size_t k = falls_back ? network.exit_position(1) : 0; k <= layers; ++k) {
      if (fit.holds(0, 0, k) && (k == layers || fit.holds(setting.hops(), k, layers))) cuts_.push_back(k);
    }
    if (cuts_.empty()) {
      throw std::invalid_argument(falls_back
                                      ? "no cut behind the first exit leaves parts that fit the memories"
                                      : "no cut leaves parts that fit the memories");
    }
  }

  bool as_before(const Observation& observation) const {
    return links_.size() == observation.links.size() && loads_ == observation.server_loads &&
           std::equal(links_.begin(), links_.end(), observation.links.begin(),
                      [](const LinkEstimate& a, const LinkEstimate& b) {
                        return a.up.value == b.up.value && a.down.value == b.down.value &&
                               a.latency.value == b.latency.value;
                      });
  }

  void schedule(const Observation& observation) {
    links_ = observation.links;
    loads_ = observation.server_loads;
    candidates_.clear();
    for (const std::size_t cut : cuts_) add_candidates(observation, cut);
    std::vector<const Candidate*> left;
    for (const Candidate& candidate : candidates_) left.push_back(&candidate);
    for (const WantedGoal& wanted : goals_) keep_best(left, wanted);
    chosen_cut_ = static_cast<std::uint16_t>(left.front()->cut);
    chosen_threshold_ = outcomes_[left.front()->outcome].threshold;
  }

  /// By exit: latency and device energy of a request that leaves there, with this cut.
  struct Price {
    double latency = 0;
    double energy = 0;
  };

  std::vector<Price> prices(const Observation& observation, std::size_t cut) const {
    const CostTable& costs = observation.costs;
    const NetworkGraph& network = costs.network();
    const CutPositions cuts(observation.links.size(), static_cast<std::uint16_t>(cut));
    const Expectation expected = expect(observation, cuts);
    const std::size_t server = costs.places() - 1;
    const double load = observation.server_loads.back();
    Seconds way = expected.answer;
    for (const Seconds hop : expected.transfer) way += hop;
    Seconds heads_here{};
    Joules energy_of_heads{};
    Seconds heads_there{};
    std::vector<Price> found;
    for (std::size_t exit = 1; exit <= network.exit_count(); ++exit) {
      const bool end = exit == network.exit_count();
      const std::size_t position = end ? costs.layers() : network.exit_position(exit);
      if (position <= cut) {
        if (!end) heads_here += costs.exit_time(0, exit);
        if (!end) energy_of_heads += costs.exit_energy(0, exit);
        found.push_back({(costs.time(0, 0, position) + heads_here).value,
                         (costs.energy(0, 0, position) + energy_of_heads).value});
        continue;
      }
      if (!end) heads_there += costs.exit_time(server, exit);
      const Seconds there =
          costs.decoder_time(server, cut, costs.layers()) + costs.time(server, cut, position) + heads_there;
      found.push_back({(costs.visit_time(0, 0, cut) + heads_here + way + load * there).value,
                       (expected.device + energy_of_heads).value});
    }
    return found;
  }

  void add_candidates(const Observation& observation, std::size_t cut) {
    const NetworkGraph& network = observation.costs.network();
    const std::vector<Price> by_exit = prices(observation, cut);
    const Bottleneck* encoded = cut < observation.costs.layers() ? network.bottleneck_at(cut) : nullptr;
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
      const ThresholdOutcome& outcome = outcomes_[i];
      double latency = 0;
      double energy = 0;
      double server = 0;
      for (std::size_t exit = 1; exit <= network.exit_count(); ++exit) {
        const double share = outcome.shares[exit - 1];
        if (share == 0) continue;  // a dead link takes for ever, and 0 x infinity is no number
        latency += share * by_exit[exit - 1].latency;
        energy += share * by_exit[exit - 1].energy;
        const bool end = exit == network.exit_count();
        if ((end ? observation.costs.layers() : network.exit_position(exit)) > cut) server += share;
      }
      const double accuracy =
          outcome.accuracy + (encoded != nullptr ? server * encoded->accuracy_change : 0.0);
      candidates_.push_back({.cut = cut, .outcome = i, .values = {-accuracy, latency, server, energy}});
    }
  }

  double fallback_;
  std::vector<WantedGoal> goals_{};
  std::vector<ThresholdOutcome> outcomes_{};
  ExitSet exits_{};
  std::vector<std::size_t> cuts_{};
  std::vector<LinkEstimate> links_{};  ///< by which was chosen
  std::vector<double> loads_{};
  std::vector<Candidate> candidates_{};
  std::uint16_t chosen_cut_ = 0;
  double chosen_threshold_ = 0;
  std::map<std::uint64_t, double> thresholds_{};  ///< by the first request that each held for
};

std::vector<ParameterEntry> spinn_parameters() {
  const std::vector<std::string_view> words{"accuracy", "latency", "server", "energy", "none"};
  return {
      {.name = "first",
       .kind = ParameterKind::choice,
       .default_text = "accuracy",
       .meaning =
           "the goal that comes before the others: accuracy, mean latency, share of the samples that "
           "reach the server, or energy of the device; one with a limit is met, or missed by as little "
           "as can be, one without is made as good as can be",
       .choices = words},
      {.name = "second",
       .kind = ParameterKind::choice,
       .default_text = "latency",
       .meaning = "the goal that comes next, among what is left",
       .choices = words},
      {.name = "third",
       .kind = ParameterKind::choice,
       .default_text = "server",
       .meaning = "likewise",
       .choices = words},
      {.name = "accuracy",
       .kind = ParameterKind::share,
       .default_text = "none",
       .meaning = "least accuracy, on the calibration samples"},
      {.name = "latency",
       .kind = ParameterKind::seconds,
       .default_text = "none",
       .meaning = "most mean latency"},
      {.name = "server",
       .kind = ParameterKind::share,
       .default_text = "none",
       .meaning = "most of the samples that reach the server"},
      {.name = "energy",
       .kind = ParameterKind::amount,
       .default_text = "none",
       .meaning = "most joules of the device, in the mean"},
      {.name = "thresholds",
       .kind = ParameterKind::shares,
       .default_text = "0.1, 0.2, ... 1",
       .meaning = "confidences to choose from, one for all exits"},
      {.name = "fallback",
       .kind = ParameterKind::seconds,
       .default_text = "the deadline, if there is one",
       .meaning = "from arrival; then the device answers from its last exit where no answer has come. With "
                  "it, only cuts that leave an exit on the device are chosen"}};
}

}  // namespace

PolicyEntry spinn_policy() {
  return {
      .name = "spinn",
      .summary =
          "Chooses the cut and one confidence threshold for all exits by goals in an order of importance, "
          "and lets the device answer where the link does not.",
      .source =
          "Laskaridis et al., \"SPINN\", MobiCom 2020; with any goals in any order, expectations from the "
          "costs of the layers, and bottlenecks in place of its own compression",
      .parameters = spinn_parameters(),
      .make = [](const Parameters& parameters, const PolicySetting& setting)
          -> std::unique_ptr<OffloadPolicy> { return std::make_unique<Spinn>(parameters, setting); }};
}

}  // namespace splitscape
