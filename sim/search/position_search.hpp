#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "models/cost_table.hpp"
#include "models/memory_fit.hpp"
#include "sim/decision.hpp"

namespace splitscape {

/// Positions as a decision has them.
inline CutPositions cuts_at(const std::vector<std::size_t>& positions) {
  CutPositions cuts;
  for (const std::size_t position : positions) cuts.push_back(static_cast<std::uint16_t>(position));
  return cuts;
}

/// Searches the cuts of a path place by place: the best way to have the first k layers behind oneself at a
/// place follows from the best ways at the place before, since what comes later costs the same whichever way
/// was taken. Every place holds its layers in its memory. An infinite cost forbids.
class PositionSearch {
 public:
  static constexpr double forbidden = std::numeric_limits<double>::infinity();
  /// What a link that lets nothing through costs, in whatever unit: more than anything else, and still a
  /// number, since where a device cannot hold the network one such way must be taken.
  static constexpr double dead_link = 1e9;
  /// A cost, or that of a dead link where it is more, or no number: a radio without power, for ever.
  static double at_most_dead(double cost) { return cost < dead_link ? cost : dead_link; }

  struct Found {
    std::vector<std::size_t> positions{};  ///< of the cuts, one a hop; at the end where nothing is sent
    double cost = 0;

    friend bool operator==(const Found&, const Found&) = default;
  };

  explicit PositionSearch(const CostTable& costs) : fit_(costs), hops_(costs.places() - 1) {}

  /// The cuts with the least sum of costs. Of several the ones that come first, from the last hop back.
  /// @param end number of layers that are computed: all, or those up to an exit
  /// @param compute (place, first, last) to the cost of layers first .. last-1 there, none of them included
  /// @param crossing (hop, position) to the cost of sending what crosses there
  /// @return absent where everything is forbidden
  template <class Compute, class Crossing>
  std::optional<Found> least_sum(std::size_t end, const Compute& compute, const Crossing& crossing) {
    return search(end, compute, crossing, std::plus<>{});
  }

  /// Likewise with the smallest largest cost: of a pipeline the slowest stage.
  template <class Compute, class Crossing>
  std::optional<Found> least_largest(std::size_t end, const Compute& compute, const Crossing& crossing) {
    return search(end, compute, crossing, [](double a, double b) { return std::max(a, b); });
  }

  std::size_t hops() const { return hops_; }
  /// Whether a place holds layers first .. last-1.
  bool holds(std::size_t place, std::size_t first, std::size_t last) const {
    return fit_.holds(place, first, last);
  }

 private:
  template <class Compute, class Crossing, class Combine>
  std::optional<Found> search(std::size_t end, const Compute& compute, const Crossing& crossing,
                              const Combine& combine) {
    // cost_[k]: least cost with the first k layers computed at this place or before; from_[place][k]: the
    // cut that leads there.
    cost_.assign(end + 1, forbidden);
    from_.resize(hops_ + 1);
    for (std::size_t k = hops_ == 0 ? end : 0; k <= end; ++k) {
      if (fit_.holds(0, 0, k)) cost_[k] = compute(std::size_t{0}, std::size_t{0}, k);
    }
    for (std::size_t hop = 0; hop < hops_; ++hop) {
      for (std::size_t k = 0; k <= end; ++k) {
        if (cost_[k] < forbidden) cost_[k] = combine(cost_[k], crossing(hop, k));
      }
      compute_at(hop + 1, end, compute, combine);
    }
    if (!(cost_[end] < forbidden)) return std::nullopt;
    return Found{.positions = way_to(end), .cost = cost_[end]};
  }

  template <class Compute, class Combine>
  void compute_at(std::size_t place, std::size_t end, const Compute& compute, const Combine& combine) {
    arrived_.swap(cost_);
    cost_.assign(end + 1, forbidden);
    from_[place].assign(end + 1, end);
    // At the last place only the end counts.
    for (std::size_t k = place == hops_ ? end : 0; k <= end; ++k) {
      for (std::size_t first = fit_.earliest(place, k); first <= k; ++first) {
        if (!(arrived_[first] < forbidden) || !fit_.holds(place, first, k)) continue;
        const double cost = combine(arrived_[first], compute(place, first, k));
        if (cost < cost_[k]) {
          cost_[k] = cost;
          from_[place][k] = first;
        }
      }
    }
  }

  std::vector<std::size_t> way_to(std::size_t end) const {
    std::vector<std::size_t> positions(hops_);
    std::size_t k = end;
    for (std::size_t place = hops_; place > 0; --place) positions[place - 1] = k = from_[place][k];
    return positions;
  }

  MemoryFit fit_;
  std::size_t hops_;
  // Kept between searches for their memory.
  std::vector<double> cost_{};
  std::vector<double> arrived_{};
  std::vector<std::vector<std::size_t>> from_{};
};

}  // namespace splitscape
