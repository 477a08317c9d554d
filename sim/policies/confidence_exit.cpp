#include "sim/exit_rules/exit_rule.hpp"

namespace splitscape {
namespace {

class ConfidenceExit final : public ExitRule {
 public:
  ConfidenceExit(const Parameters& parameters, const PolicySetting& setting)
      : ExitRule(parameters, setting),
        thresholds_(for_each_exit(parameters.numbers("threshold"), setting, "thresholds")) {
    require_confidences(setting);
  }

 private:
  bool leaves(const ExitView& view) const override { return view.confidence >= thresholds_[view.exit - 1]; }

  std::vector<double> thresholds_;
};

}  // namespace

PolicyEntry confidence_exit_policy() {
  return {
      .name = "confidence_exit",
      .summary = "Stops at the first exit whose confidence reaches its threshold, wherever that exit runs.",
      .source = "Confidence cascade (BranchyNet, ICPR 2016, with max-probability confidence)",
      .parameters = {{.name = "threshold",
                      .kind = ParameterKind::shares,
                      .default_text = std::nullopt,
                      .meaning = "confidence from which a sample stops: one for all exits, or one an exit"},
                     cut_parameter()},
      .make = [](const Parameters& parameters,
                 const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
        return std::make_unique<ConfidenceExit>(parameters, setting);
      }};
}

}  // namespace splitscape
