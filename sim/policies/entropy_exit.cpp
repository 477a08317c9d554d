#include "sim/exit_rules/exit_rule.hpp"

namespace splitscape {
namespace {

class EntropyExit final : public ExitRule {
 public:
  EntropyExit(const Parameters& parameters, const PolicySetting& setting)
      : ExitRule(parameters, setting),
        thresholds_(for_each_exit(parameters.numbers("threshold"), setting, "thresholds")) {
    require_entropies(setting);
  }

 private:
  bool leaves(const ExitView& view) const override { return view.entropy < thresholds_[view.exit - 1]; }

  std::vector<double> thresholds_;
};

}  // namespace

PolicyEntry entropy_exit_policy() {
  return {
      .name = "entropy_exit",
      .summary = "Stops at the first exit whose entropy is below its threshold, wherever that exit runs.",
      .source =
          "Teerapittayanon, McDanel, Kung, \"BranchyNet\", ICPR 2016; Xin et al., \"DeeBERT\", ACL 2020",
      .parameters = {{.name = "threshold",
                      .kind = ParameterKind::amounts,
                      .default_text = std::nullopt,
                      .meaning =
                          "entropy in nats below which a sample stops: one for all exits, or one an exit"},
                     cut_parameter()},
      .make = [](const Parameters& parameters, const PolicySetting& setting)
          -> std::unique_ptr<OffloadPolicy> { return std::make_unique<EntropyExit>(parameters, setting); }};
}

}  // namespace splitscape
