#include <algorithm>
#include <limits>
#include <stdexcept>
#include <vector>

#include "models/memory_fit.hpp"
#include "sim/expectation.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

/// Enumerates the cuts and takes the one with the least expected latency, or device energy. With several hops
/// it goes place by place: the best way to have the first k layers behind oneself at a place follows from the
/// best ways at the place before, since what comes later costs the same whichever way was taken.
class Neurosurgeon final : public OffloadPolicy {
 public:
  Neurosurgeon(const Parameters& parameters, const PolicySetting& setting)
      : energy_(parameters.text("objective", "latency") == "energy"),
        assumed_load_(parameters.number("load_factor", 0)),
        fit_(setting.costs) {
    if (energy_ && !setting.costs.knows_energy(0)) {
      throw std::invalid_argument("'objective: energy' needs a device whose computing power is known");
    }
  }

  Decision decide(const Observation& observation) override {
    const std::size_t layers = observation.costs.layers();
    const std::size_t hops = observation.links.size();
    // cost[k]: least cost with the first k layers computed at this place or before; from[place][k]: the cut
    // that leads there.
    cost_.assign(layers + 1, unreachable);
    from_.resize(hops + 1);
    for (std::size_t k = 0; k <= layers; ++k) {
      if (fit_.holds(0, 0, k)) cost_[k] = place_cost(observation, 0, 0, k);
    }
    for (std::size_t hop = 0; hop < hops; ++hop) cross(observation, hop);
    Decision decision;
    decision.cuts.resize(hops);
    std::size_t k = layers;
    for (std::size_t place = hops; place > 0; --place) {
      k = from_[place][k];
      decision.cuts[place - 1] = static_cast<std::uint16_t>(k);
    }
    return decision;
  }

 private:
  static constexpr double unreachable = std::numeric_limits<double>::infinity();
  /// Cost of a link that lets nothing through, in s or J: more than anything else, and still a number, since
  /// where a device cannot hold the network one such way must be taken.
  static constexpr double dead_link = 1e9;

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
    return cost < dead_link ? cost : dead_link;  // no number either: a radio without power, for ever
  }

  void cross(const Observation& observation, std::size_t hop) {
    const std::size_t layers = observation.costs.layers();
    const std::size_t place = hop + 1;
    const bool last_place = place == observation.links.size();
    for (std::size_t j = 0; j <= layers; ++j) cost_[j] += crossing_cost(observation, hop, j);
    arrived_.swap(cost_);
    cost_.assign(layers + 1, unreachable);
    from_[place].assign(layers + 1, layers);
    // At the last place only the whole network counts.
    for (std::size_t k = last_place ? layers : 0; k <= layers; ++k) {
      for (std::size_t j = fit_.earliest(place, k); j <= k; ++j) {
        if (!fit_.holds(place, j, k)) continue;
        const double cost = arrived_[j] + place_cost(observation, place, j, k);
        if (cost < cost_[k]) {
          cost_[k] = cost;
          from_[place][k] = j;
        }
      }
    }
  }

  bool energy_;
  double assumed_load_;  ///< 0: as announced
  MemoryFit fit_;
  // Kept between calls for their memory.
  std::vector<double> cost_{};
  std::vector<double> arrived_{};
  std::vector<std::vector<std::size_t>> from_{};
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
