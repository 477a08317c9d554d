#include "sim/reinforcement/offload_actions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <stdexcept>
#include <tuple>

#include "sim/search/encoded_ways.hpp"

namespace splitscape {
namespace {

/// Tries every decision, what keeps most on the device first.
class ActionSearch {
 public:
  ActionSearch(const CostTable& costs, const ActionChoice& choice, std::size_t most)
      : costs_(costs), positions_(choice.positions), most_(most) {
    if (positions_.empty()) {
      positions_.resize(costs.layers() + 1);
      std::iota(positions_.begin(), positions_.end(), std::size_t{0});
    }
    const std::size_t branches = choice.exits ? costs.network().exit_count() - 1 : 0;
    for (std::size_t exit = 0; exit <= branches; ++exit) {
      Decision decision;
      if (exit > 0) decision.exits.insert(exit);
      stop_ = exit > 0 ? costs.network().exit_position(exit) : costs.layers();
      next_hop(decision);
    }
  }

  std::vector<Decision> found() && { return std::move(found_); }

 private:
  using Effect = std::tuple<std::uint64_t, std::vector<std::size_t>, Encodings>;

  std::size_t hops() const { return costs_.places() - 1; }

  /// Cuts the next hop in every way; the last place computes the rest.
  void next_hop(const Decision& decision) {
    const std::size_t place = decision.cuts.size();
    const std::size_t first = place == 0 ? 0 : decision.cuts.back();
    if (place == hops()) {
      encode(decision);
      return;
    }
    for (auto position = positions_.rbegin(); position != positions_.rend(); ++position) {
      if (*position < first) continue;
      Decision longer = decision;
      longer.cuts.push_back(static_cast<std::uint16_t>(*position));
      next_hop(longer);
    }
  }

  void encode(Decision decision) {
    for (const Encodings& encodings : ways_to_encode(costs_, decision.cuts)) {
      if (missing_memory(costs_, decision.cuts, encodings)) continue;
      decision.encodings = encodings;
      // A head that is replaced has no branches to stop at.
      const bool replaced =
          !encodings.empty() && costs_.replaces_head(decision.cuts.front(), encodings.front());
      if (replaced && !decision.exits.empty() && stop_ <= decision.cuts.front()) continue;
      take(decision);
    }
  }

  void take(const Decision& decision) {
    std::vector<std::size_t> met;
    Encodings used;
    for (std::size_t hop = 0; hop < decision.cuts.size(); ++hop) {
      met.push_back(std::min<std::size_t>(decision.cuts[hop], stop_));
      used.push_back(static_cast<std::uint8_t>(met.back() < stop_ ? decision.encoding(hop) : 0));
    }
    if (!effects_.emplace(decision.exits.bits(), met, used).second) return;
    if (found_.size() == most_) {
      throw std::invalid_argument(
          fmt::format("network '{}' can be cut and left in more than {} ways on this path; name fewer with "
                      "'cuts'",
                      costs_.network().profile().name, most_));
    }
    found_.push_back(decision);
  }

  const CostTable& costs_;
  std::vector<std::size_t> positions_;
  std::size_t most_;
  std::size_t stop_ = 0;  ///< layers that a request runs through
  std::set<Effect> effects_{};
  std::vector<Decision> found_{};
};

}  // namespace

std::vector<Decision> offload_actions(const CostTable& costs, const ActionChoice& choice, std::size_t most) {
  auto actions = ActionSearch(costs, choice, most).found();
  if (actions.empty()) {
    throw std::invalid_argument(
        fmt::format("no cut of network '{}' fits the memories of the path", costs.network().profile().name));
  }
  return actions;
}

}  // namespace splitscape
