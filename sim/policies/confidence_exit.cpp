#include <fmt/format.h>

#include <stdexcept>

#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

class ConfidenceExit final : public OffloadPolicy {
 public:
  ConfidenceExit(const Parameters& parameters, const PolicySetting& setting)
      : thresholds_(parameters.numbers("threshold")) {
    const std::size_t branches = setting.costs.network().exit_count() - 1;
    const auto cut = parameters.texts("cut");
    decision_.cuts = cut.empty() ? same_cut(setting.costs.layers(), setting) : cuts_after(cut, setting);
    require_fit(decision_.cuts, setting);
    if (thresholds_.size() == 1) thresholds_.resize(branches, thresholds_.front());
    if (thresholds_.size() != branches) {
      throw std::invalid_argument(fmt::format("{} thresholds for the {} side branches of network '{}'",
                                              thresholds_.size(), branches,
                                              setting.costs.network().profile().name));
    }
    if (branches > 0 && !setting.has_confidences) {
      throw std::invalid_argument(fmt::format("network '{}' has no samples with confidences to look at",
                                              setting.costs.network().profile().name));
    }
    for (std::size_t exit = 1; exit <= branches; ++exit) decision_.exits.insert(exit);
  }

  Decision decide(const Observation&) override { return decision_; }

  ExitAction at_exit(const ExitView& view) override {
    return view.confidence >= thresholds_[view.exit - 1] ? ExitAction::stop : ExitAction::go_on;
  }

 private:
  std::vector<double> thresholds_;
  Decision decision_{};
};

}  // namespace

PolicyEntry confidence_exit_policy() {
  return {
      .name = "confidence_exit",
      .summary = "Stops at the first exit whose confidence reaches its threshold, wherever that exit runs.",
      .source =
          "Confidence cascade with a fixed cut (BranchyNet, ICPR 2016, with max-probability confidence)",
      .parameters =
          {{.name = "threshold",
            .kind = ParameterKind::shares,
            .default_text = std::nullopt,
            .meaning = "confidence from which a sample stops: one for all exits, or one an exit"},
           {.name = "cut",
            .kind = ParameterKind::layers,
            .default_text = "the last layer",
            .meaning =
                "last layer on the device (\"exit 1\": the one with the first exit), one a hop of the path"}},
      .make = [](const Parameters& parameters,
                 const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
        return std::make_unique<ConfidenceExit>(parameters, setting);
      }};
}

}  // namespace splitscape
