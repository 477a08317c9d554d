#include "sim/bandits/believed_prices.hpp"
#include "sim/bandits/index_rule.hpp"
#include "sim/bandits/split_arms.hpp"
#include "sim/bandits/watched_split.hpp"

namespace splitscape {

PolicyEntry splitee_s_policy() {
  return {.name = "splitee_s",
          .summary =
              "SplitEE that looks at every exit up to the split and learns from each what splitting there "
              "would have brought.",
          .source =
              "SplitEE-S (Bajpai et al., arXiv 2309.09195); an exit that would have offloaded learns only "
              "where the end of the network was reached (its released code: splitee_s_released)",
          .parameters = {split_threshold_parameter(), exploration_parameter(), index_parameter(),
                         costs_parameter()},
          .make = [](const Parameters& parameters, const PolicySetting& setting) {
            return make_watched_split(parameters, setting, SideCounting::once, 0.7);
          }};
}

}  // namespace splitscape
