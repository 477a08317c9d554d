#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

class RandomDecision final : public OffloadPolicy {
 public:
  RandomDecision(const Parameters& parameters, const PolicySetting& setting)
      : random_(setting.random), threshold_(parameters.number("threshold", 0)), hops_(setting.hops()) {
    const std::size_t exits = setting.costs.network().exit_count();
    if (setting.has_confidences || (setting.has_predictions && threshold_ == 0)) exits_ = exits;
    const auto cut = parameters.texts("cut");
    if (!cut.empty()) {
      fixed_.cuts = cuts_after(cut, setting);
      require_fit(fixed_.cuts, setting);
      return;
    }
    for (std::size_t position = hops_ == 0 ? setting.costs.layers() : 0; position <= setting.costs.layers();
         ++position) {
      if (fits(same_cut(position, setting), setting.costs)) positions_.push_back(position);
    }
    if (positions_.empty())
      throw std::invalid_argument("no cut leaves the device and the last server what their memories hold");
  }

  Decision decide(const Observation&) override {
    Decision decision = fixed_;
    if (!positions_.empty())
      decision.cuts.assign(hops_, static_cast<std::uint16_t>(positions_[below(positions_.size())]));
    const std::size_t exit = 1 + below(exits_);
    if (exit < exits_) decision.exits.insert(exit);
    return decision;
  }

  ExitAction at_exit(const ExitView& view) override {
    return threshold_ == 0 || view.confidence >= threshold_ ? ExitAction::stop : ExitAction::go_on;
  }

 private:
  static bool fits(const CutPositions& cuts, const CostTable& costs) {
    std::size_t first = 0;
    for (std::size_t place = 0; place < costs.places(); ++place) {
      const std::size_t last = place < cuts.size() ? cuts[place] : costs.layers();
      if (costs.shortfall(place, first, last)) return false;
      first = last;
    }
    return true;
  }

  std::size_t below(std::size_t count) {
    return std::min(count - 1, static_cast<std::size_t>(random_.uniform() * static_cast<double>(count)));
  }

  RandomStream random_;
  double threshold_;
  std::size_t hops_;
  Decision fixed_{};                      ///< where the cut is not drawn
  std::vector<std::size_t> positions_{};  ///< of cuts that fit
  std::size_t exits_ = 1;                 ///< among which it draws, the end of the network being the last
};

}  // namespace

PolicyEntry random_decision_policy() {
  return {
      .name = "random_decision",
      .summary = "Draws the cut and the exit that answers for every request, each as likely as any other.",
      .source =
          "Baseline of SplitEE and UEE-UCB (arXiv 2309.09195, 2209.09480); on a path of several hops "
          "the rest runs at the last server",
      .parameters = {{.name = "cut",
                      .kind = ParameterKind::layers,
                      .default_text = "drawn for every request",
                      .meaning = "last layer on the device, one a hop of the path"},
                     {.name = "threshold",
                      .kind = ParameterKind::share,
                      .default_text = "0",
                      .meaning = "confidence from which the exit answers; 0: always"}},
      .make = [](const Parameters& parameters,
                 const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
        return std::make_unique<RandomDecision>(parameters, setting);
      }};
}

}  // namespace splitscape
