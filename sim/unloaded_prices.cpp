#include "sim/unloaded_prices.hpp"

namespace splitscape {
namespace {

constexpr std::size_t terms_of_hop = 4;

/// Where the terms of a hop stand.
std::size_t up(std::size_t hop) {
  return 1 + terms_of_hop * hop;
}
std::size_t down(std::size_t hop) {
  return up(hop) + 2;
}

double seconds_per_byte(BitRate rate) {
  return (Bytes{1} / rate).value;
}

}  // namespace

LinkTerms link_terms(const std::vector<LinkTruth>& links) {
  LinkTerms terms{1};
  for (const LinkTruth& link : links) {
    terms.insert(terms.end(), {seconds_per_byte(link.up), link.up_latency.value, seconds_per_byte(link.down),
                               link.down_latency.value});
  }
  return terms;
}

LinkTerms mean_link_terms(const WorldTruth& world) {
  const Seconds end = world.duration.value_or(Seconds{});
  LinkTerms terms{1};
  for (const Link* link : world.links) {
    const MeanPassage there = mean_passage(link->up, end);
    const MeanPassage back = mean_passage(link->down, end);
    terms.insert(terms.end(), {there.seconds_per_byte, (link->latency + there.wait).value,
                               back.seconds_per_byte, (link->latency + back.wait).value});
  }
  return terms;
}

double price(const PriceWeights& weights, const LinkTerms& terms) {
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * terms[i];
  return sum;
}

const PriceWeights& UnloadedPrices::of(const Decision& decision, std::size_t exit) {
  Known& found = known(decision);
  auto& weights_of_exit = found.by_exit[exit - 1];
  if (!weights_of_exit) weights_of_exit = weights(found.plan, exit);
  return *weights_of_exit;
}

UnloadedPrices::Known& UnloadedPrices::known(const Decision& decision) {
  if (last_ != nullptr && same_plan(last_->plan.decision, decision)) return *last_;
  auto& found = known_[decision];
  if (found.by_exit.empty()) {
    found.plan = make_plan(costs_, loads_, decision);
    found.by_exit.resize(costs_.network().exit_count());
  }
  last_ = &found;
  return found;
}

PriceWeights UnloadedPrices::weights(const Plan& plan, std::size_t exit) const {
  PriceWeights sum(1 + terms_of_hop * loads_.size());
  const double joule = radio_ ? prices_.joule : 0;
  const RadioCost radio = radio_.value_or(RadioCost{});
  const auto add_bytes = [&](std::size_t at, Bytes size, Watts power, WattsPerBitRate slope) {
    sum[at] += (prices_.second + joule * power.value) * size.value;
    sum[at + 1] += prices_.second;
    sum[0] += joule * (slope * size).value;
  };
  const auto add_down = [&](std::size_t hop, Bytes size) {
    add_bytes(down(hop), size, hop == 0 ? radio.receive : Watts{},
              hop == 0 ? radio.receive_slope : WattsPerBitRate{});
  };
  std::size_t place = 0;
  bool found = false;
  for (std::size_t visit = 0; visit < plan.visits.size() && !found; ++visit) {
    place = plan.visits[visit].place;
    for (const Segment& segment : plan.visits[visit].segments) {
      sum[0] += prices_.second * segment.time.value;
      if (place == 0) sum[0] += joule * (segment.head_energy + segment.exit_energy).value;
      found = segment.exit == exit;
      if (found) break;
    }
    if (found || visit + 1 == plan.visits.size()) break;
    const Bytes leaving = plan.visits[visit].leaving;
    if (plan.visits[visit + 1].place < place) {
      add_down(place - 1, leaving);
    } else {
      add_bytes(up(place), leaving, place == 0 ? radio.transmit : Watts{},
                place == 0 ? radio.transmit_slope : WattsPerBitRate{});
    }
  }
  for (std::size_t hop = place; answer_ && hop-- > 0;) add_down(hop, *answer_);
  return sum;
}

}  // namespace splitscape
