#include <fmt/format.h>

#include <limits>
#include <stdexcept>

#include "sim/policy_catalogue.hpp"
#include "sim/search/position_search.hpp"

namespace splitscape {
namespace {

/// The places of the path are the segments of LO-SC. What a place costs depends on nothing that changes, so
/// the cuts are searched once.
class LocalOnlySplit final : public OffloadPolicy {
 public:
  LocalOnlySplit(const Parameters& parameters, const PolicySetting& setting)
      : bound_{parameters.number("bound", std::numeric_limits<double>::infinity())},
        counts_places_(parameters.text("objective", "stored") == "segments") {
    const CostTable& costs = setting.costs;
    const auto found = PositionSearch(costs).least_sum(
        costs.layers(),
        [&](std::size_t place, std::size_t first, std::size_t last) {
          return place_cost(costs, place, first, last);
        },
        [&](std::size_t, std::size_t position) {
          return counts_places_ || position == costs.layers() ? 0.0 : costs.crossing(position).value;
        });
    if (!found) {
      throw std::invalid_argument(fmt::format(
          "network '{}' cannot be cut so that every place of the path holds its layers in its memory{}",
          costs.network().profile().name,
          parameters.has("bound") ? fmt::format(" and computes them within {:g} s", bound_.value) : ""));
    }
    decision_.cuts = cuts_at(found->positions);
  }

  Decision decide(const Observation&) override { return decision_; }

 private:
  /// Segments are used one after the other, from the first on: none without layers before one with layers.
  double place_cost(const CostTable& costs, std::size_t place, std::size_t first, std::size_t last) const {
    if (first == last) return last == costs.layers() ? 0.0 : PositionSearch::forbidden;
    if (costs.visit_time(place, first, last) > bound_) return PositionSearch::forbidden;
    return counts_places_ ? 1.0 : 0.0;
  }

  Seconds bound_;
  bool counts_places_;
  Decision decision_{};
};

}  // namespace

PolicyEntry lo_sc_policy() {
  return {
      .name = "lo_sc",
      .summary =
          "Cuts so that every place of the path holds its layers in its memory and computes them within a "
          "bound, and as little as possible has to be stored between them.",
      .source =
          "Capogrosso et al., \"LO-SC\", VLSID 2025, and its code intelligolabs/LO-SC, which splits for one "
          "device in several segments of time: here the places of the path; with the memory of layers "
          "and tensors together",
      .parameters = {{.name = "bound",
                      .kind = ParameterKind::seconds,
                      .default_text = "none",
                      .meaning = "longest time that a place may compute for one request, when idle"},
                     {.name = "objective",
                      .kind = ParameterKind::choice,
                      .default_text = "stored",
                      .meaning = "what is made small: the bytes between the places (LO-SC), or the number "
                                 "of places (the knapsack that its code compares with)",
                      .choices = {"stored", "segments"}}},
      .make = [](const Parameters& parameters,
                 const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
        return std::make_unique<LocalOnlySplit>(parameters, setting);
      }};
}

}  // namespace splitscape
