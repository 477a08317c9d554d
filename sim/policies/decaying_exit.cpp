#include <algorithm>
#include <cmath>

#include "sim/exit_rules/exit_rule.hpp"

namespace splitscape {
namespace {

class DecayingExit final : public ExitRule {
 public:
  DecayingExit(const Parameters& parameters, const PolicySetting& setting) : ExitRule(parameters, setting) {
    require_confidences(setting);
    const double threshold = parameters.number("threshold", 1);
    const double decay = parameters.number("decay", 0);
    const std::size_t branches = side_branches(setting);
    for (std::size_t k = 0; k < branches; ++k) {
      const double depth = static_cast<double>(k) / static_cast<double>(branches + 1);
      thresholds_.push_back(std::clamp(0.9 * threshold + 0.1 * std::exp(-decay * depth), 0.0, 1.0));
    }
  }

 private:
  bool leaves(const ExitView& view) const override { return view.confidence >= thresholds_[view.exit - 1]; }

  std::vector<double> thresholds_{};
};

}  // namespace

PolicyEntry decaying_exit_policy() {
  return {.name = "decaying_exit",
          .summary =
              "Stops at the first exit whose confidence reaches a threshold that falls from exit to exit, "
              "wherever that "
              "exit runs.",
          .source =
              "After CALM (Schuster et al., NeurIPS 2022, arXiv 2207.07061), whose threshold falls over the "
              "tokens of an "
              "output; here over the exits of an input. The form of the decay is from memory",
          .parameters = {{.name = "threshold",
                          .kind = ParameterKind::share,
                          .default_text = std::nullopt,
                          .meaning = "nine tenths of this are what the threshold falls to"},
                         {.name = "decay",
                          .kind = ParameterKind::amount,
                          .default_text = std::nullopt,
                          .meaning = "how fast the last tenth is lost; 0: not at all"},
                         cut_parameter()},
          .make = [](const Parameters& parameters,
                     const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
            return std::make_unique<DecayingExit>(parameters, setting);
          }};
}

}  // namespace splitscape
