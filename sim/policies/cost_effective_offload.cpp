#include <algorithm>
#include <limits>
#include <stdexcept>

#include "sim/expectation.hpp"
#include "sim/policy_catalogue.hpp"
#include "sim/server_choice.hpp"

namespace splitscape {
namespace {

/// What a request would take on its own to a server and back.
struct Way {
  Seconds alone{};    ///< with nothing waiting at the server
  Seconds service{};  ///< of that, in a slot of the server
};

/// The cheapest server that meets the deadline by what it announces, or the fastest where none does.
class CostEffectiveOffload final : public OffloadPolicy {
 public:
  CostEffectiveOffload(const Parameters& parameters, const PolicySetting& setting)
      : choice_(parameters, setting), random_(setting.random) {
    choice_.require_queues();
    const auto& offers = choice_.offers();
    if (std::none_of(offers.begin(), offers.end(), [](const ServerOffer& offer) { return offer.price; })) {
      throw std::invalid_argument("no server has a price: write 'price: {request: ..., hour: ...}' at one");
    }
  }

  Decision decide(const Observation& observation) override {
    ways_.clear();
    for (std::size_t route = 0; route < observation.routes.size(); ++route) {
      ways_.push_back(way(along(observation, route)));
    }
    const auto& targets = choice_.targets();
    const Seconds deadline = observation.deadline.value_or(Seconds{std::numeric_limits<double>::infinity()});
    double least = std::numeric_limits<double>::infinity();
    for (const ServerTarget& target : targets) {
      if (latency(observation, target) <= deadline) least = std::min(least, price(target));
    }
    const bool any_in_time = least < std::numeric_limits<double>::infinity();
    LeastOf fastest(random_);  // of the cheapest in time, or of all
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const Seconds expected = latency(observation, targets[i]);
      const bool eligible = !any_in_time || (expected <= deadline && price(targets[i]) <= least);
      if (eligible) fastest.show(i, expected.value);
    }
    return choice_.decision(targets[fastest.index()]);
  }

 private:
  Way way(const Observation& route) const {
    const std::size_t position = choice_.position();
    const std::size_t last = route.costs.places() - 1;
    const Seconds head = expected_compute(route, 0, 0, position);
    Way way{.service = expected_compute(route, last, position, route.costs.layers())};
    way.alone = static_cast<double>(route.waiting + 1) * head + way.service;
    for (std::size_t hop = 0; hop < last; ++hop) way.alone += expected_crossing(route, hop, position);
    return way;
  }

  /// With q requests before it at c slots, of which each takes as long as itself, it leaves (q + 1) / c of
  /// its service after it came, but not before its own is over: first come first served or shared alike.
  Seconds latency(const Observation& observation, const ServerTarget& target) const {
    const Way& way = ways_[target.route];
    const double requests = static_cast<double>(queue_at(observation, target) + 1);
    const double turns = requests / static_cast<double>(choice_.offer(target).slots);
    return way.alone + std::max(0.0, turns - 1.0) * way.service;
  }

  double price(const ServerTarget& target) const {
    const auto& price = choice_.offer(target).price;
    return price ? price->of(ways_[target.route].service) : 0.0;
  }

  ServerChoice choice_;
  RandomStream random_;
  std::vector<Way> ways_{};  ///< by route; kept for its memory
};

}  // namespace

PolicyEntry cost_effective_offload_policy() {
  return {.name = "cost_effective_offload",
          .summary =
              "Sends a request to the cheapest server that is expected to meet the deadline, or to the "
              "fastest where none is.",
          .source =
              "After \"Cost-effective Machine Learning Inference Offload for Edge Computing\", arXiv "
              "2012.04063 (only its "
              "abstract was read): on-premises nodes that are there anyway instead of the cloud; the rule is "
              "ours",
          .parameters = {cut_for_any_server()},
          .make = [](const Parameters& parameters,
                     const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
            return std::make_unique<CostEffectiveOffload>(parameters, setting);
          }};
}

}  // namespace splitscape
