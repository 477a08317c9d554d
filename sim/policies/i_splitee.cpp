#include "sim/bandits/believed_prices.hpp"
#include "sim/bandits/index_rule.hpp"
#include "sim/bandits/watched_split.hpp"

namespace splitscape {

PolicyEntry i_splitee_policy() {
  return {
      .name = "i_splitee",
      .summary = "Learns after which exit to split when the inputs change, from every exit up to the split.",
      .source =
          "I-SplitEE (arXiv 2401.10541), after its released code; each arm whose reward is known counts "
          "once, where the code counts otherwise (variant: released)",
      .parameters = {{.name = "threshold",
                      .kind = ParameterKind::share,
                      .default_text = "0.5",
                      .meaning = "alpha: confidence from which a sample stops on the device (of its released "
                                 "code)"},
                     {.name = "variant",
                      .kind = ParameterKind::choice,
                      .default_text = "paper",
                      .meaning = "how arms are counted: each once, or as the released code does, the chosen "
                                 "one once for each before it and all that ever answered again each time",
                      .choices = {"paper", "released"}},
                     exploration_parameter(),
                     index_parameter(),
                     costs_parameter()},
      .make = [](const Parameters& parameters, const PolicySetting& setting) {
        const bool released = parameters.text("variant", "paper") == "released";
        return make_watched_split(parameters, setting, released ? SideCounting::released : SideCounting::once,
                                  0.5);
      }};
}

}  // namespace splitscape
