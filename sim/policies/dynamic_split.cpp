#include <fmt/format.h>

#include <optional>
#include <stdexcept>
#include <vector>

#include "models/single_tensor_cuts.hpp"
#include "sim/expectation.hpp"
#include "sim/policy_catalogue.hpp"
#include "sim/search/estimates.hpp"
#include "sim/search/position_search.hpp"

namespace splitscape {
namespace {

/// By position: whether it is the input, the end, or a natural bottleneck of the network.
std::vector<bool> candidates_of(const NetworkGraph& network) {
  std::vector<bool> candidates(network.layers().size() + 1, false);
  candidates.front() = candidates.back() = true;
  for (const SingleTensorCut& cut : single_tensor_cuts(network)) {
    if (cut.natural_bottleneck && cut.position) candidates[*cut.position] = true;
  }
  return candidates;
}

/// Takes the candidate with the least latency, and looks again when an estimate has changed.
class DynamicSplit final : public OffloadPolicy {
 public:
  DynamicSplit(const Parameters& parameters, const PolicySetting& setting)
      : batch_(parameters.number("batch", 1)),
        candidates_(candidates_of(setting.costs.network())),
        search_(setting.costs) {
    if (batch_ < 1) throw std::invalid_argument("'batch' is the number of inputs at once: at least 1");
    const auto nothing = [](std::size_t, std::size_t, std::size_t) { return 0.0; };
    const auto candidate = [this](std::size_t, std::size_t position) { return unless_candidate(position); };
    if (!search_.least_sum(setting.costs.layers(), nothing, candidate)) {
      throw std::invalid_argument(
          fmt::format("no cut of network '{}' at the input, its end or a natural bottleneck leaves every "
                      "place what its memory holds",
                      setting.costs.network().profile().name));
    }
  }

  Decision decide(const Observation& observation) override {
    if (!estimates_ || !estimates_->still_hold(observation, 0)) {
      decision_.cuts = best(observation);
      estimates_.emplace(observation);
    }
    return decision_;
  }

 private:
  double unless_candidate(std::size_t position) const {
    return candidates_[position] ? 0.0 : PositionSearch::forbidden;
  }

  CutPositions best(const Observation& observation) {
    const auto found = search_.least_sum(
        observation.costs.layers(),
        [&](std::size_t place, std::size_t first, std::size_t last) {
          return expected_compute(observation, place, first, last).value;
        },
        [&](std::size_t hop, std::size_t position) {
          return unless_candidate(position) + crossing_cost(observation, hop, position);
        });
    return cuts_at(found->positions);  // as found when the policy was made, or another
  }

  double crossing_cost(const Observation& observation, std::size_t hop, std::size_t position) const {
    Seconds time = expected_crossing(observation, hop, position);
    if (batch_ > 1 && position < observation.costs.layers()) {
      time += (batch_ - 1) * (observation.costs.crossing(position) / observation.links[hop].up);
    }
    return PositionSearch::at_most_dead(time.value);
  }

  double batch_;
  std::vector<bool> candidates_;
  PositionSearch search_;
  std::optional<Estimates> estimates_{};  ///< that the decision was made with
  Decision decision_{};
};

}  // namespace

PolicyEntry dynamic_split_policy() {
  return {.name = "dynamic_split",
          .summary =
              "Of the input, the end and the natural bottlenecks of the network takes the cut with the least "
              "expected latency, and looks again when an estimate changes.",
          .source =
              "Bakhtiarnia et al., \"Dynamic Split Computing for Efficient Deep Edge Intelligence\", arXiv "
              "2205.11269 (the abstract was read); with any number of hops and the way of the answer",
          .parameters = {{.name = "batch",
                          .kind = ParameterKind::count,
                          .default_text = "1",
                          .meaning = "inputs at once, by which what is sent is multiplied"}},
          .make = [](const Parameters& parameters,
                     const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
            return std::make_unique<DynamicSplit>(parameters, setting);
          }};
}

}  // namespace splitscape
