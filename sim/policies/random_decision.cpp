#include <algorithm>
#include <stdexcept>
#include <vector>

#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

class RandomDecision final : public OffloadPolicy {
 public:
  RandomDecision(const Parameters& parameters, const PolicySetting& setting)
      : random_(setting.random), threshold_(parameters.number("threshold", 0)) {
    const std::size_t exits = setting.costs.network().exit_count();
    if (setting.has_confidences || (setting.has_predictions && threshold_ == 0)) exits_ = exits;
    const auto cut = parameters.texts("cut");
    if (!cut.empty()) {
      const CutPositions cuts = cuts_after(cut, setting);
      require_fit(cuts, setting);
      cuts_.push_back(cuts);
      return;
    }
    for (std::size_t position = 0; position <= setting.costs.layers(); ++position) {
      const CutPositions cuts = same_cut(position, setting);
      if (fits(cuts, setting.costs)) cuts_.push_back(cuts);
      if (cuts.empty()) break;
    }
    if (cuts_.empty())
      throw std::invalid_argument("no cut leaves the device and the last server what their memories hold");
  }

  Decision decide(const Observation&) override {
    Decision decision{.cuts = cuts_[below(cuts_.size())]};
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
  std::vector<CutPositions> cuts_{};
  std::size_t exits_ = 1;  ///< among which it draws, the end of the network being the last
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
