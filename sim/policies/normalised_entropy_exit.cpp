#include <cmath>

#include "sim/exit_rules/exit_rule.hpp"

namespace splitscape {
namespace {

class NormalisedEntropyExit final : public ExitRule {
 public:
  NormalisedEntropyExit(const Parameters& parameters, const PolicySetting& setting)
      : ExitRule(parameters, setting),
        speeds_(for_each_exit(parameters.numbers("speed"), setting, "speeds")),
        largest_(std::log(static_cast<double>(setting.classes))) {
    require_entropies(setting);
    require_classes(setting);
  }

 private:
  bool leaves(const ExitView& view) const override {
    return view.entropy / largest_ <= speeds_[view.exit - 1];
  }

  std::vector<double> speeds_;
  double largest_;
};

}  // namespace

PolicyEntry normalised_entropy_exit_policy() {
  return {
      .name = "normalised_entropy_exit",
      .summary =
          "Stops at the first exit whose entropy is at most a share of the largest that its classes allow, "
          "wherever "
          "that exit runs.",
      .source =
          "Liu et al., \"FastBERT\", ACL 2020 (there: speed); Teerapittayanon, McDanel, Kung, \"DDNN\", "
          "ICDCS "
          "2017",
      .parameters = {{.name = "speed",
                      .kind = ParameterKind::shares,
                      .default_text = std::nullopt,
                      .meaning = "of the logarithm of the number of classes, up to which entropy a sample "
                                 "stops: one for all exits, or one an exit"},
                     cut_parameter()},
      .make = [](const Parameters& parameters,
                 const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
        return std::make_unique<NormalisedEntropyExit>(parameters, setting);
      }};
}

}  // namespace splitscape
