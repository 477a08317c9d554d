#include <fmt/format.h>

#include <map>
#include <optional>
#include <stdexcept>
#include <vector>

#include "sim/expectation.hpp"
#include "sim/policy_catalogue.hpp"
#include "sim/search/bandwidth_state.hpp"
#include "sim/search/estimates.hpp"
#include "sim/search/exit_within_bound.hpp"
#include "sim/search/position_search.hpp"

namespace splitscape {
namespace {

Seconds bound_of(const Parameters& parameters, const PolicySetting& setting) {
  if (parameters.has("bound")) return {parameters.number("bound", 0)};
  if (setting.deadline) return *setting.deadline;
  throw std::invalid_argument(
      "'edgent' needs a bound: write 'bound: 200 ms', or give the devices a deadline");
}

double width_of(const Parameters& parameters) {
  const double width = parameters.number("state_width", 2);
  if (width <= 1)
    throw std::invalid_argument("'state_width' is the highest rate of a state over its lowest: above 1");
  return width;
}

std::size_t confirm_of(const Parameters& parameters) {
  const double confirm = parameters.number("confirm", 3);
  if (confirm < 1) throw std::invalid_argument("'confirm' is a number of estimates: at least 1");
  return static_cast<std::size_t>(confirm);
}

/// The ways of answering at one exit: what each takes, and where it cuts.
struct Ways {
  std::vector<double> times{};
  std::vector<std::vector<std::size_t>> cuts{};  ///< positions, one a hop
};

/// The ways of answering at each exit of a network on a path.
class ExitSearch {
 public:
  explicit ExitSearch(const CostTable& costs) : search_(costs) {}

  /// With one hop every cut from the input to the exit, in order; otherwise the best one.
  Ways ways_to(std::size_t exit, const Observation& observation) {
    const Target target = target_of(exit, observation.costs.network());
    const auto compute = [&](std::size_t place, std::size_t first, std::size_t last) {
      return compute_time(observation, target, place, first, last).value;
    };
    const auto crossing = [&](std::size_t hop, std::size_t position) {
      return position == target.end
                 ? 0.0
                 : PositionSearch::at_most_dead(expected_crossing(observation, hop, position).value);
    };
    if (search_.hops() != 1) {
      const auto found = search_.least_sum(target.end, compute, crossing);
      if (found) return {.times = {found->cost}, .cuts = {found->positions}};
      return {.times = {PositionSearch::forbidden}, .cuts = {std::vector<std::size_t>(search_.hops())}};
    }
    Ways ways;
    for (std::size_t cut = 0; cut <= target.end; ++cut) {
      const bool fits = search_.holds(0, 0, cut) && search_.holds(1, cut, target.end);
      ways.times.push_back(fits ? compute(0, 0, cut) + crossing(0, cut) + compute(1, cut, target.end)
                                : PositionSearch::forbidden);
      ways.cuts.push_back({cut});
    }
    return ways;
  }

 private:
  struct Target {
    std::size_t exit = 0;
    std::size_t end = 0;  ///< layers that are computed
    bool is_branch = false;
  };

  static Target target_of(std::size_t exit, const NetworkGraph& network) {
    if (exit == network.exit_count()) return {.exit = exit, .end = network.layers().size()};
    return {.exit = exit, .end = network.exit_position(exit), .is_branch = true};
  }

  /// The side branch is looked at right behind its layer, and ends the request before anything is encoded.
  static Seconds compute_time(const Observation& observation, const Target& target, std::size_t place,
                              std::size_t first, std::size_t last) {
    if (!target.is_branch || last < target.end) return expected_compute(observation, place, first, last);
    if (first == last) return {};
    const CostTable& costs = observation.costs;
    const double load = place == 0 ? 1.0 : observation.server_loads[place - 1];
    return load * (costs.time(place, first, last) + costs.decoder_time(place, first, last) +
                   costs.exit_time(place, target.exit));
  }

  PositionSearch search_;
};

/// Takes the last exit that is expected within the bound, and its best cut. The exit answers whatever its
/// confidence.
class Edgent final : public OffloadPolicy {
 public:
  Edgent(const Parameters& parameters, const PolicySetting& setting)
      : bound_(bound_of(parameters, setting)),
        compared_(parameters.text("variant", "static") == "released" ? ComparedTime::last
                                                                     : ComparedTime::least),
        exits_(setting.costs.network().exit_count()),
        search_(setting.costs) {
    if (exits_ == 1) {
      throw std::invalid_argument(
          fmt::format("'edgent' chooses among exits, and network '{}' has no side "
                      "branch",
                      setting.costs.network().profile().name));
    }
    if (!setting.has_confidences && !setting.has_predictions) {
      throw std::invalid_argument(fmt::format("network '{}' has no samples that say how its exits answer",
                                              setting.costs.network().profile().name));
    }
    if (compared_ == ComparedTime::last && setting.hops() != 1) {
      throw std::invalid_argument("'variant: released' is for paths of one hop");
    }
    if (parameters.text("variant", "static") == "bandwidth_states" && setting.hops() > 0)
      state_.emplace(width_of(parameters), confirm_of(parameters));
  }

  Decision decide(const Observation& observation) override {
    if (state_) return in_state(observation);
    if (!estimates_ || !estimates_->still_hold(observation, 0)) {
      decision_ = searched(observation);
      estimates_.emplace(observation);
    }
    return decision_;
  }

  ExitAction at_exit(const ExitView&) override { return ExitAction::stop; }

 private:
  Decision searched(const Observation& observation) {
    std::vector<std::vector<double>> times;
    std::vector<std::vector<std::vector<std::size_t>>> cuts;
    for (std::size_t exit = 1; exit <= exits_; ++exit) {
      Ways ways = search_.ways_to(exit, observation);
      times.push_back(std::move(ways.times));
      cuts.push_back(std::move(ways.cuts));
    }
    const ExitAndCut chosen = last_exit_within(times, bound_.value, compared_);
    Decision decision{.cuts = cuts_at(cuts[chosen.exit][chosen.cut])};
    if (chosen.exit + 1 < exits_) decision.exits.insert(chosen.exit + 1);
    return decision;
  }

  /// The map from states to decisions is filled as states are met: what is decided in one depends on nothing
  /// before it.
  Decision in_state(const Observation& observation) {
    const int state = state_->follow(observation.links.front().up);
    const auto known = map_.find(state);
    if (known != map_.end()) return known->second;
    std::vector<LinkEstimate> links = observation.links;
    links.front().up = state_->middle(state);
    const Observation assumed{.costs = observation.costs,
                              .links = links,
                              .server_loads = observation.server_loads,
                              .radio = observation.radio,
                              .answer = observation.answer};
    return map_.emplace(state, searched(assumed)).first->second;
  }

  Seconds bound_;
  ComparedTime compared_;
  std::size_t exits_;
  ExitSearch search_;
  std::optional<Estimates> estimates_{};  ///< that the decision was made with
  Decision decision_{};
  std::optional<BandwidthState> state_{};
  std::map<int, Decision> map_{};
};

}  // namespace

PolicyEntry edgent_policy() {
  return {
      .name = "edgent",
      .summary =
          "Takes the last exit that is expected to answer within a bound, whatever its confidence, and "
          "the cut at which it is expected first.",
      .source =
          "Li, Zhou, Chen, \"Edgent\", arXiv 1806.07840 and 1910.05316; the rule as in the code "
          "hush66/DNN-Partition-demo, with bandwidth states of a form of our own and any number of hops",
      .parameters =
          {{.name = "bound",
            .kind = ParameterKind::seconds,
            .default_text = "the deadline of the devices",
            .meaning = "below which the time from arrival to answer has to be"},
           {.name = "variant",
            .kind = ParameterKind::choice,
            .default_text = "static",
            .meaning =
                "search with the estimates as they are, or with the rate of the state that the first link is "
                "in, or compare the last cut's time with the bound, as the released code does by mistake",
            .choices = {"static", "bandwidth_states", "released"}},
           {.name = "state_width",
            .kind = ParameterKind::factor,
            .default_text = "2",
            .meaning = "of bandwidth_states: highest rate of a state over its lowest"},
           {.name = "confirm",
            .kind = ParameterKind::count,
            .default_text = "3",
            .meaning = "of bandwidth_states: estimates in a row outside a state before it is left"}},
      .make = [](const Parameters& parameters, const PolicySetting& setting)
          -> std::unique_ptr<OffloadPolicy> { return std::make_unique<Edgent>(parameters, setting); }};
}

}  // namespace splitscape
