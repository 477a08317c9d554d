#pragma once

#include <cstddef>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "models/cost_table.hpp"
#include "models/prices.hpp"
#include "sim/decision.hpp"
#include "sim/plan.hpp"
#include "sim/truth.hpp"

namespace splitscape {

/// What the price of an answer depends on while a run goes on: 1, and for each hop the seconds that a byte
/// takes up, the latency up, and the same two down. Prices are linear in them, so that the sum of the prices
/// of many requests needs only the sum of their terms.
using LinkTerms = std::vector<double>;

LinkTerms link_terms(const std::vector<LinkTruth>& links);
/// Their means over the time of the arrivals.
LinkTerms mean_link_terms(const WorldTruth& world);

/// Weights of link terms.
using PriceWeights = std::vector<double>;

double price(const PriceWeights& weights, const LinkTerms& terms);

/// What answers cost when nothing waits anywhere, in units of confidence (models/prices.hpp): the times and
/// the energies of the plan (sim/plan.hpp) and of the bytes that cross, by the true rates and loads. Times do
/// not vary. Where an energy is not known it counts nothing; waiting for a link costs no energy.
class UnloadedPrices {
 public:
  /// @param costs along the first path; must outlive it
  UnloadedPrices(const CostTable& costs, const WorldTruth& world, const Prices& prices)
      : costs_(costs),
        loads_(world.server_loads),
        radio_(world.radio),
        answer_(world.answer),
        prices_(prices) {}

  /// Of a decision whose answer is found at an exit (the number of exits: at the end of the network). Worked
  /// out once for each; the reference holds until the next call.
  /// @throws std::logic_error as make_plan()
  const PriceWeights& of(const Decision& decision, std::size_t exit);

 private:
  struct Known {
    Plan plan{};
    std::vector<std::optional<PriceWeights>> by_exit{};
  };
  struct Hash {
    std::size_t operator()(const Decision& decision) const { return plan_hash(decision); }
  };
  struct Same {
    bool operator()(const Decision& a, const Decision& b) const { return same_plan(a, b); }
  };

  Known& known(const Decision& decision);
  PriceWeights weights(const Plan& plan, std::size_t exit) const;

  const CostTable& costs_;
  std::vector<double> loads_;
  std::optional<RadioCost> radio_;
  std::optional<Bytes> answer_;
  Prices prices_;
  std::unordered_map<Decision, Known, Hash, Same> known_{};
  Known* last_ = nullptr;  ///< most requests are decided like the one before
};

}  // namespace splitscape
