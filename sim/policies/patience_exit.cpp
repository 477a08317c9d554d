#include <algorithm>
#include <stdexcept>

#include "sim/exit_rules/exit_rule.hpp"

namespace splitscape {
namespace {

class PatienceExit final : public ExitRule {
 public:
  PatienceExit(const Parameters& parameters, const PolicySetting& setting)
      : ExitRule(parameters, setting), patience_(static_cast<std::size_t>(parameters.number("patience", 0))) {
    if (patience_ == 0) {
      throw std::invalid_argument("a patience of 0 is none: give 1 to stop as soon as two exits agree");
    }
    require_predictions(setting);
  }

 private:
  bool leaves(const ExitView& view) const override {
    if (view.before.size() < patience_) return false;
    return std::all_of(view.before.end() - static_cast<std::ptrdiff_t>(patience_), view.before.end(),
                       [&view](const ExitSeen& seen) { return seen.prediction == view.prediction; });
  }

  std::size_t patience_;
};

}  // namespace

PolicyEntry patience_exit_policy() {
  return {.name = "patience_exit",
          .summary =
              "Stops at the first exit at which as many exits in a row as its patience have confirmed the "
              "prediction of "
              "the one before, wherever that exit runs.",
          .source = "Zhou et al., \"BERT Loses Patience\" (PABEE), NeurIPS 2020",
          .parameters = {{.name = "patience",
                          .kind = ParameterKind::count,
                          .default_text = std::nullopt,
                          .meaning = "exits in a row that say what the exit before them said, at least 1"},
                         cut_parameter()},
          .make = [](const Parameters& parameters,
                     const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
            return std::make_unique<PatienceExit>(parameters, setting);
          }};
}

}  // namespace splitscape
