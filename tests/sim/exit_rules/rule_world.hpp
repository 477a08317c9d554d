#pragma once

#include <string>
#include <vector>

#include "tests/sim/outlook.hpp"

namespace splitscape::test {

/// The small world with an exit after a and one after b, and what its samples tell.
struct RuleWorld {
  explicit RuleWorld(std::size_t hops = 1, const std::vector<std::string>& exits_after = {"a", "b"})
      : outlook(hops, exits_after) {}

  PolicySetting setting() const {
    return {.costs = outlook.costs,
            .has_confidences = confidences,
            .has_predictions = predictions,
            .has_entropies = entropies,
            .classes = classes,
            .calibration = calibration ? &*calibration : nullptr};
  }
  std::unique_ptr<OffloadPolicy> make(const PolicyChoice& choice) const {
    return make_policy(choice, setting());
  }

  Outlook outlook;
  bool confidences = true;
  bool predictions = true;
  bool entropies = true;
  std::size_t classes = 2;
  std::optional<SampleTrace> calibration{};
};

/// Whether a policy lets a sample leave.
inline bool leaves(OffloadPolicy& policy, const ExitView& view) {
  return policy.at_exit(view) == ExitAction::stop;
}

}  // namespace splitscape::test
