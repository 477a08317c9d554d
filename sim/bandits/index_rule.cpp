#include "sim/bandits/index_rule.hpp"

#include <algorithm>
#include <cmath>

namespace splitscape {

double arm_index(IndexRule rule, const ArmStatistics& arm, double log_time, double exploration,
                 RandomStream& random, double known) {
  const auto count = static_cast<double>(arm.count);
  switch (rule) {
    case IndexRule::ucb1:
      // Terms in the order of the released codes, so that their choices come out to the last bit.
      return arm.sum / count + known + exploration * std::sqrt(log_time / count);
    case IndexRule::ucb_v: {
      const double doubt = exploration * log_time / count;
      return arm.mean() + known + std::sqrt(2 * arm.variance() * doubt) + 3 * doubt;
    }
    case IndexRule::ucb_tuned: {
      const double doubt = log_time / count;
      const double variance = std::min(0.25, arm.variance() + std::sqrt(2 * doubt));
      return arm.mean() + known + exploration * std::sqrt(doubt * variance);
    }
    case IndexRule::thompson:
      return arm.sum / (count + 1) + known + exploration / std::sqrt(count + 1) * random.normal();
  }
  return 0;
}

ParameterEntry index_parameter() {
  return {.name = "index",
          .kind = ParameterKind::choice,
          .default_text = "ucb1",
          .meaning = "how good an arm may be, by the rewards that came",
          .choices = {"ucb1", "ucb_v", "ucb_tuned", "thompson"}};
}

IndexRule index_rule(const Parameters& parameters) {
  const std::string name = parameters.text("index", "ucb1");
  if (name == "ucb_v") return IndexRule::ucb_v;
  if (name == "ucb_tuned") return IndexRule::ucb_tuned;
  if (name == "thompson") return IndexRule::thompson;
  return IndexRule::ucb1;
}

ParameterEntry exploration_parameter() {
  return {.name = "exploration",
          .kind = ParameterKind::amount,
          .default_text = "1",
          .meaning = "c of the index: how much an arm that is little known is favoured"};
}

double exploration_of(const Parameters& parameters) {
  return parameters.number("exploration", 1);
}

}  // namespace splitscape
