#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "sim/expectation.hpp"
#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"
#include "sim/search/encoded_ways.hpp"
#include "sim/slices.hpp"

namespace splitscape {
namespace {

/// The position of the one cut that has bottlenecks to choose from.
std::size_t only_encoded_cut(const NetworkGraph& network) {
  std::vector<std::size_t> found;
  for (const Cut& cut : network.cuts()) {
    if (!cut.encodings.empty()) found.push_back(cut.position);
  }
  if (found.size() == 1) return found.front();
  throw std::invalid_argument(fmt::format(
      "{} cuts of network '{}' have bottlenecks with names, which are the slices: {}", found.size(),
      network.profile().name, found.empty() ? "give one some" : "say which with 'cut'"));
}

/// What ends right at its deadline would be late or not by the rounding of its instants, which are not told
/// apart below 1e-7 s after years.
constexpr Seconds for_rounding{1e-6};

/// The first hop carries slices: the bottlenecks of one cut, by rising ratio.
class Clio final : public OffloadPolicy {
 public:
  Clio(const Parameters& parameters, const PolicySetting& setting)
      : bound_{parameters.number("bound", setting.deadline.value_or(Seconds{}).value)},
        at_arrival_(parameters.text("stop", "while_sending") == "at_arrival") {
    if (!parameters.has("bound") && !setting.deadline)
      throw std::invalid_argument("slices are sent until a deadline: give the devices one, or a 'bound'");
    if (setting.hops() == 0) throw std::invalid_argument("slices need a path to a server");
    const NetworkGraph& network = setting.costs.network();
    const CutPositions cuts = parameters.has("cut") ? cuts_after(parameters.texts("cut"), setting)
                                                    : same_cut(only_encoded_cut(network), setting);
    if (network.encodings(cuts.front()) == 0) {
      throw std::invalid_argument(
          fmt::format("there are no bottlenecks with names after '{}', which would be the slices",
                      network.cuts()[cuts.front()].name));
    }
    for (const Slice& slice : slices_of(network, cuts.front(), widest(network, cuts.front())))
      slices_.push_back(way_of(cuts, slice.encoding));
    for (const EncodedWay& way : slices_) require_fit(way.cuts, setting, way.encodings);
  }

  Decision decide(const Observation& observation) override {
    if (at_arrival_) {
      for (std::size_t i = slices_.size(); i > 1; --i) {
        if (expected_latency(observation, slices_[i - 1]) <= bound_) return slices_[i - 1].decision();
      }
      return slices_.front().decision();
    }
    Decision decision = slices_.back().decision();
    decision.slices_until = std::max(Seconds{}, bound_ - longest_rest(observation) - for_rounding);
    return decision;
  }

 private:
  static std::size_t widest(const NetworkGraph& network, std::size_t position) {
    std::size_t widest = 1;
    for (std::size_t k = 2; k <= network.encodings(position); ++k) {
      if (network.bottleneck_at(position, k)->ratio > network.bottleneck_at(position, widest)->ratio)
        widest = k;
    }
    return widest;
  }

  static EncodedWay way_of(const CutPositions& cuts, std::size_t encoding) {
    EncodedWay way{.cuts = cuts};
    for (const auto cut : cuts)
      way.encodings.push_back(cut == cuts.front() ? static_cast<std::uint8_t>(encoding) : std::uint8_t{0});
    return way;
  }

  /// From the last byte that leaves the device to the answer.
  static Seconds rest_of(const Observation& observation, const EncodedWay& way) {
    const LinkEstimate& link = observation.links.front();
    Seconds rest = link.latency;
    if (observation.answer) rest += *observation.answer / link.down + link.latency;
    for (std::size_t place = 1; place < observation.costs.places(); ++place) {
      const std::size_t first = way.cuts[place - 1];
      const bool sends = place < way.cuts.size();
      const std::size_t last = sends ? way.cuts[place] : observation.costs.layers();
      const EncodedEnds ends{.before = way.encoding(place - 1), .behind = way.encoding(place)};
      rest += expected_compute(observation, place, first, last, ends);
      if (sends) rest += expected_crossing(observation, place, last, way.encoding(place));
    }
    return rest;
  }

  /// For the slowest of the tails.
  Seconds longest_rest(const Observation& observation) const {
    Seconds longest{};
    for (const EncodedWay& way : slices_) longest = std::max(longest, rest_of(observation, way));
    return longest;
  }

  Seconds bound_;
  bool at_arrival_;
  std::vector<EncodedWay> slices_{};
};

}  // namespace

PolicyEntry clio_policy() {
  return {
      .name = "clio",
      .summary =
          "Sends what crosses its cut in slices, as many as leave before the deadline demands the rest, "
          "and the server goes on with those that are there.",
      .source =
          "Huang et al., \"CLIO\", MobiCom 2020 (abstract and README of its code): the cut tensor is sent "
          "progressively, the tail chosen by the slices that came; here the slices are the bottlenecks of a "
          "cut by rising ratio, encoded at once, and the first is always sent",
      .parameters = {{.name = "bound",
                      .kind = ParameterKind::seconds,
                      .default_text = "the deadline",
                      .meaning = "from arrival to answer, what is to be met"},
                     {.name = "cut",
                      .kind = ParameterKind::layers,
                      .default_text = "the only one with bottlenecks to choose from",
                      .meaning = "last layer of the head, one a hop"},
                     {.name = "stop",
                      .kind = ParameterKind::choice,
                      .default_text = "while_sending",
                      .meaning =
                          "while_sending: at the instant that the deadline leaves, by what has left then; "
                          "at_arrival: the number of slices is decided by the estimated rate",
                      .choices = {"while_sending", "at_arrival"}}},
      .make = [](const Parameters& parameters, const PolicySetting& setting)
          -> std::unique_ptr<OffloadPolicy> { return std::make_unique<Clio>(parameters, setting); }};
}

}  // namespace splitscape
