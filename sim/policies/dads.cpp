#include <algorithm>
#include <optional>
#include <stdexcept>
#include <vector>

#include "models/min_cut.hpp"
#include "sim/expectation.hpp"
#include "sim/path_costs.hpp"
#include "sim/policy_catalogue.hpp"
#include "sim/search/arrival_gaps.hpp"
#include "sim/search/estimates.hpp"
#include "sim/search/position_search.hpp"

namespace splitscape {
namespace {

/// Whether every layer reads the one before it and nothing else: then every partition is a position.
bool is_chain(const TensorFlow& flow) {
  for (std::size_t layer = 0; layer < flow.layers(); ++layer) {
    if (flow.read_by(layer) != std::vector<std::size_t>{layer}) return false;
  }
  return true;
}

/// What a device takes its load to be. Automatic: as its arrivals tell.
enum class Load { automatic, light, heavy };

Load load_of(const std::string& word) {
  if (word == "light") return Load::light;
  return word == "heavy" ? Load::heavy : Load::automatic;
}

std::size_t window_of(const Parameters& parameters) {
  const double window = parameters.number("window", 10);
  if (window < 1) throw std::invalid_argument("'window' is a number of gaps between requests: at least 1");
  return static_cast<std::size_t>(window);
}

/// Light load: the minimum cut of the latency. Where the slowest stage of that would fall behind the
/// arrivals: the cut whose slowest stage is the fastest.
class Dads final : public OffloadPolicy {
 public:
  Dads(const Parameters& parameters, const PolicySetting& setting)
      : load_(load_of(parameters.text("load", "auto"))),
        tolerance_(parameters.number("tolerance", 0)),
        gaps_(window_of(parameters)),
        flow_(setting.costs.network()),
        cuts_graph_(!is_chain(flow_) && setting.costs.network().profile().bottlenecks.empty()),
        search_(setting.costs) {
    if (!parameters.has("rate")) return;
    const double rate = parameters.number("rate", 0);
    if (rate <= 0) throw std::invalid_argument("'rate' is a number of requests a second: above 0");
    known_gap_ = Seconds{1 / rate};
  }

  Decision decide(const Observation& observation) override {
    gaps_.arrive(observation.now);
    if (!estimates_ || !estimates_->still_hold(observation, tolerance_)) {
      estimates_.emplace(observation);
      light_.reset();
      heavy_.reset();
    }
    if (is_light(observation)) return {.cuts = cuts_at(light(observation).positions)};
    if (!heavy_) heavy_ = fastest_slowest_stage(observation);
    return {.cuts = cuts_at(*heavy_)};
  }

 private:
  using Positions = std::vector<std::size_t>;  ///< of the cuts, one a hop

  struct Light {
    Positions positions{};
    Seconds slowest_stage{};
  };

  bool is_light(const Observation& observation) {
    if (load_ != Load::automatic) return load_ == Load::light;
    const auto gap = known_gap_ ? known_gap_ : gaps_.mean();
    return !gap || light(observation).slowest_stage < *gap;
  }

  // ---- light load (DSL)

  const Light& light(const Observation& observation) {
    if (!light_) {
      light_.emplace(Light{.positions = least_latency(observation)});
      light_->slowest_stage = slowest_stage(observation, light_->positions);
    }
    return *light_;
  }

  Positions least_latency(const Observation& observation) {
    if (cuts_graph_) {
      if (auto positions = minimum_cut(observation)) return *positions;
    }
    const auto found = search_.least_sum(
        flow_.layers(),
        [&](std::size_t place, std::size_t first, std::size_t last) {
          return expected_compute(observation, place, first, last).value;
        },
        [&](std::size_t hop, std::size_t position) {
          return PositionSearch::at_most_dead(expected_crossing(observation, hop, position).value);
        });
    return found ? found->positions : nothing_sent();
  }

  /// Absent where the minimum cut is no position of the network's order, or does not fit the memories: then
  /// the best position that fits is the best there is that can be decided.
  std::optional<Positions> minimum_cut(const Observation& observation) const {
    const Partition partition = min_cut(flow_, latency_costs(observation));
    auto positions = stage_positions(partition, observation.links.size());
    if (partition != partition_at(positions, flow_.layers())) return std::nullopt;
    std::size_t first = 0;
    for (std::size_t place = 0; place <= positions.size(); ++place) {
      const std::size_t last = place < positions.size() ? positions[place] : flow_.layers();
      if (!search_.holds(place, first, last)) return std::nullopt;
      first = last;
    }
    return positions;
  }

  // ---- heavy load (DSH)

  /// Of the cuts with the same slowest stage the one with the least latency.
  Positions fastest_slowest_stage(const Observation& observation) {
    const auto compute = [&](std::size_t place, std::size_t first, std::size_t last) {
      return expected_compute(observation, place, first, last).value;
    };
    const auto sending = [&](std::size_t hop, std::size_t position) {
      return PositionSearch::at_most_dead(air_time(observation, hop, position).value);
    };
    const auto slowest = search_.least_largest(flow_.layers(), compute, sending);
    if (!slowest) return nothing_sent();
    const auto unless_slower = [&slowest](double stage, double cost) {
      return stage <= slowest->cost ? cost : PositionSearch::forbidden;
    };
    const auto found = search_.least_sum(
        flow_.layers(),
        [&](std::size_t place, std::size_t first, std::size_t last) {
          const double time = compute(place, first, last);
          return unless_slower(time, time);
        },
        [&](std::size_t hop, std::size_t position) {
          const double latency = expected_crossing(observation, hop, position).value;
          return unless_slower(sending(hop, position), PositionSearch::at_most_dead(latency));
        });
    return found->positions;  // those of the slowest stage are among them
  }

  static Seconds air_time(const Observation& observation, std::size_t hop, std::size_t position) {
    if (position == observation.costs.layers()) return {};
    return observation.costs.crossing(position) / observation.links[hop].up;
  }

  /// The slowest stage of a cut.
  static Seconds slowest_stage(const Observation& observation, const Positions& positions) {
    Seconds slowest{};
    std::size_t first = 0;
    for (std::size_t place = 0; place <= positions.size(); ++place) {
      const std::size_t last = place < positions.size() ? positions[place] : observation.costs.layers();
      slowest = std::max(slowest, expected_compute(observation, place, first, last));
      if (place < positions.size()) slowest = std::max(slowest, air_time(observation, place, last));
      first = last;
    }
    return slowest;
  }

  Positions nothing_sent() const { return Positions(search_.hops(), flow_.layers()); }

  Load load_;
  double tolerance_;
  ArrivalGaps gaps_;
  std::optional<Seconds> known_gap_{};
  TensorFlow flow_;
  bool cuts_graph_;  ///< the graph has branches, and no cut of it is encoded
  PositionSearch search_;
  std::optional<Estimates> estimates_{};  ///< that what follows was found with
  std::optional<Light> light_{};          ///< absent: not yet searched
  std::optional<Positions> heavy_{};      ///< likewise
};

}  // namespace

PolicyEntry dads_policy() {
  return {
      .name = "dads",
      .summary =
          "Takes the cut with the least expected latency while its slowest stage keeps up with the "
          "arrivals, else the cut whose slowest stage is the fastest.",
      .source =
          "Hu, Bao, Wang, Liu, \"Dynamic Adaptive DNN Surgery\", IEEE INFOCOM 2019; of its cuts those that "
          "are positions of the network's order, any number of hops, no way back of the work",
      .parameters = {{.name = "load",
                      .kind = ParameterKind::choice,
                      .default_text = "auto",
                      .meaning =
                          "least latency (light), fastest slowest stage (heavy), or as the arrivals tell",
                      .choices = {"auto", "light", "heavy"}},
                     {.name = "rate",
                      .kind = ParameterKind::amount,
                      .default_text = "as the device sees it",
                      .meaning = "requests a second that come to the device"},
                     {.name = "window",
                      .kind = ParameterKind::count,
                      .default_text = "10",
                      .meaning =
                          "last gaps between requests that the device takes the mean of to see the rate"},
                     {.name = "tolerance",
                      .kind = ParameterKind::share,
                      .default_text = "0%",
                      .meaning = "by which an estimate may change before the cuts are searched again"}},
      .make = [](const Parameters& parameters, const PolicySetting& setting)
          -> std::unique_ptr<OffloadPolicy> { return std::make_unique<Dads>(parameters, setting); }};
}

}  // namespace splitscape
