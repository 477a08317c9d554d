#include <stdexcept>

#include "sim/expectation.hpp"
#include "sim/policy_catalogue.hpp"
#include "sim/search/position_search.hpp"

namespace splitscape {
namespace {

/// Enumerates the cuts and takes the one with the least expected latency, or device energy.
class Neurosurgeon final : public OffloadPolicy {
 public:
  Neurosurgeon(const Parameters& parameters, const PolicySetting& setting)
      : energy_(parameters.text("objective", "latency") == "energy"),
        assumed_load_(parameters.number("load_factor", 0)),
        search_(setting.costs) {
    if (energy_ && !setting.costs.knows_energy(0)) {
      throw std::invalid_argument("'objective: energy' needs a device whose computing power is known");
    }
  }

  Decision decide(const Observation& observation) override {
    const std::size_t layers = observation.costs.layers();
    const auto found = search_.least_sum(
        layers,
        [&](std::size_t place, std::size_t first, std::size_t last) {
          return place_cost(observation, place, first, last);
        },
        [&](std::size_t hop, std::size_t position) { return crossing_cost(observation, hop, position); });
    if (found) return {.cuts = cuts_at(found->positions)};
    return {.cuts = CutPositions(observation.links.size(), static_cast<std::uint16_t>(layers))};
  }

 private:
  double place_cost(const Observation& observation, std::size_t place, std::size_t first,
                    std::size_t last) const {
    if (energy_) return place == 0 ? observation.costs.visit_energy(0, first, last).value : 0.0;
    if (place > 0 && assumed_load_ > 0)
      return assumed_load_ * observation.costs.visit_time(place, first, last).value;
    return expected_compute(observation, place, first, last).value;
  }

  double crossing_cost(const Observation& observation, std::size_t hop, std::size_t position) const {
    double cost = 0;
    if (!energy_) {
      cost = expected_crossing(observation, hop, position).value;
    } else if (hop == 0) {
      cost = expected_radio(observation, position).value;
    }
    return PositionSearch::at_most_dead(cost);
  }

  bool energy_;
  double assumed_load_;  ///< 0: as announced
  PositionSearch search_;
};

}  // namespace

PolicyEntry neurosurgeon_policy() {
  return {.name = "neurosurgeon",
          .summary =
              "Takes the cut with the least expected latency (or device energy), by the costs of the layers, "
              "the link estimates and the server load.",
          .source =
              "Kang et al., \"Neurosurgeon\", ASPLOS 2017; with measured or estimated layer times instead of "
              "its regressions, and any number of hops",
          .parameters = {{.name = "objective",
                          .kind = ParameterKind::choice,
                          .default_text = "latency",
                          .meaning = "what is made small: the latency, or the energy of the device",
                          .choices = {"latency", "energy"}},
                         {.name = "load_factor",
                          .kind = ParameterKind::factor,
                          .default_text = "as the servers announce",
                          .meaning = "factor K on every server time that the policy reckons with"}},
          .only_cuts = true,
          .make = [](const Parameters& parameters,
                     const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
            return std::make_unique<Neurosurgeon>(parameters, setting);
          }};
}

}  // namespace splitscape
