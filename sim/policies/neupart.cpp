#include <stdexcept>

#include "sim/expectation.hpp"
#include "sim/policy_catalogue.hpp"
#include "sim/search/position_search.hpp"

namespace splitscape {
namespace {

/// Takes the cut with the least energy of computing and sending on the device. The cuts behind the first hop
/// cost it nothing: of those it takes the fastest.
class NeuPart final : public OffloadPolicy {
 public:
  NeuPart(const Parameters& parameters, const PolicySetting& setting)
      : search_(setting.costs),
        power_{parameters.number("transmit_power", 0)},
        has_power_(parameters.has("transmit_power")) {
    if (!setting.costs.knows_energy(0)) {
      throw std::invalid_argument("'neupart' needs a device whose computing power is known");
    }
  }

  Decision decide(const Observation& observation) override {
    const std::size_t layers = observation.costs.layers();
    const std::size_t hops = observation.links.size();
    if (hops == 0) return {};
    const auto least = search_.least_sum(
        layers,
        [&](std::size_t place, std::size_t first, std::size_t last) {
          return place == 0 ? observation.costs.visit_energy(0, first, last).value : 0.0;
        },
        [&](std::size_t hop, std::size_t position) {
          return hop == 0 ? sending(observation, position) : 0.0;
        });
    if (!least) return {.cuts = CutPositions(hops, static_cast<std::uint16_t>(layers))};
    if (hops == 1) return {.cuts = cuts_at(least->positions)};
    return {.cuts = fastest_behind(observation, least->positions.front())};
  }

 private:
  double sending(const Observation& observation, std::size_t position) const {
    if (position == observation.costs.layers()) return 0;
    const Bytes size = observation.costs.crossing(position);
    const BitRate rate = observation.links.front().up;
    const Joules energy = has_power_ ? power_ * (size / rate) : observation.radio.sending(size, rate);
    return PositionSearch::at_most_dead(energy.value);
  }

  CutPositions fastest_behind(const Observation& observation, std::size_t head) {
    const auto found = search_.least_sum(
        observation.costs.layers(),
        [&](std::size_t place, std::size_t first, std::size_t last) {
          if (place == 0) return last == head ? 0.0 : PositionSearch::forbidden;
          return expected_compute(observation, place, first, last).value;
        },
        [&](std::size_t hop, std::size_t position) {
          return PositionSearch::at_most_dead(expected_crossing(observation, hop, position).value);
        });
    return cuts_at(found->positions);  // the search for the least energy has shown that there are some
  }

  PositionSearch search_;
  Watts power_;
  bool has_power_;  ///< otherwise that of the radio
};

}  // namespace

PolicyEntry neupart_policy() {
  return {.name = "neupart",
          .summary =
              "Takes the cut with the least energy of the device for computing and sending, without what "
              "receiving the answer takes.",
          .source =
              "Manasi, Snigdha, Sapatnekar, \"NeuPart\", IEEE TVLSI 28(8), 2020, arXiv 1905.05011 (the "
              "abstract was read); with the energies of the scenario instead of its model of an "
              "accelerator, and any number of hops",
          .parameters = {{.name = "transmit_power",
                          .kind = ParameterKind::amount,
                          .default_text = "as the radio of the link has it",
                          .meaning = "watts while sending, at any rate"}},
          .make = [](const Parameters& parameters, const PolicySetting& setting)
              -> std::unique_ptr<OffloadPolicy> { return std::make_unique<NeuPart>(parameters, setting); }};
}

}  // namespace splitscape
