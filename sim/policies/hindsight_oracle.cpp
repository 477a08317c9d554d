#include <limits>
#include <optional>
#include <stdexcept>
#include <vector>

#include "sim/hindsight.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

class HindsightOracle final : public OffloadPolicy {
 public:
  explicit HindsightOracle(const PolicySetting& setting)
      : world_(told(setting)),
        samples_(world_.samples != nullptr && world_.samples->has_confidences() ? world_.samples : nullptr) {
    UnloadedPrices prices(setting.costs, world_, setting.prices);
    const std::size_t end = setting.costs.network().exit_count();
    const std::size_t first = samples_ != nullptr ? 1 : end;
    for (const FixedArm& arm : fixed_arms(setting.costs, false)) {
      for (std::size_t exit = first; exit <= end; ++exit) {
        Decision decision = arm.decision;
        if (exit < end) decision.exits.insert(exit);
        ways_.push_back({exit, decision, prices.of(decision, exit)});
      }
    }
    if (ways_.empty())
      throw std::invalid_argument("no cut leaves the device and the last server what their memories hold");
  }

  void reveal(const Truth& truth) override {
    LinkTerms terms = link_terms(truth.links);
    if (terms != terms_) find_cheapest(std::move(terms));
    best_ = nullptr;
    double most = -std::numeric_limits<double>::infinity();
    for (const Cheapest& cheapest : cheapest_) {
      if (cheapest.way == nullptr) continue;
      const double confidence =
          samples_ != nullptr ? samples_->at(truth.sample, cheapest.way->exit).confidence : 0.0;
      if (confidence - cheapest.price <= most) continue;
      most = confidence - cheapest.price;
      best_ = cheapest.way;
    }
  }

  Decision decide(const Observation&) override {
    if (best_ == nullptr) throw std::logic_error("a bound was not told the truth");
    return best_->decision;
  }
  ExitAction at_exit(const ExitView&) override { return ExitAction::stop; }

 private:
  /// A decision and the exit at which it ends.
  struct Way {
    std::size_t exit = 0;
    Decision decision{};
    PriceWeights weights{};
  };
  struct Cheapest {
    const Way* way = nullptr;
    double price = 0;
  };

  static const WorldTruth& told(const PolicySetting& setting) {
    if (setting.truth == nullptr) throw std::logic_error("a bound was not told the truth");
    return *setting.truth;
  }

  /// The cheapest way to each exit, as long as the links stay as they are.
  void find_cheapest(LinkTerms terms) {
    terms_ = std::move(terms);
    cheapest_.assign(ways_.back().exit, {});
    for (const Way& way : ways_) {
      const double costs = price(way.weights, terms_);
      Cheapest& known = cheapest_[way.exit - 1];
      if (known.way == nullptr || costs < known.price) known = {&way, costs};
    }
  }

  const WorldTruth& world_;
  const SampleTrace* samples_;  ///< null: none with confidences
  std::vector<Way> ways_{};
  LinkTerms terms_{};
  std::vector<Cheapest> cheapest_{};  ///< by exit
  const Way* best_ = nullptr;
};

}  // namespace

PolicyEntry hindsight_oracle_policy() {
  return {.name = "hindsight_oracle",
          .summary =
              "A bound: for every request the cut and the exit that earn most, its sample and the rates "
              "being known.",
          .source =
              "Oracle of every regret analysis; cuts as in docs/policies/bounds.md, unloaded costs, so "
              "that waiting is not in it",
          .parameters = {},
          .knows_truth = true,
          .make = [](const Parameters&, const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
            return std::make_unique<HindsightOracle>(setting);
          }};
}

}  // namespace splitscape
