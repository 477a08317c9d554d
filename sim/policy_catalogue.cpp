#include "sim/policy_catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/nearest_name.hpp"

namespace splitscape {

// The policies: one line each. NAME stands for sim/policies/NAME.cpp, which defines PolicyEntry
// NAME_policy(). A line without its file does not link; a file without its line fails
// tests/sim/policy_catalogue_test.cpp. It is a macro so that a policy is named once and not twice, for its
// declaration and for the table.
#define SPLITSCAPE_POLICIES(POLICY) \
  POLICY(device_only)               \
  POLICY(server_only)               \
  POLICY(fixed_cut)                 \
  POLICY(neurosurgeon)              \
  POLICY(confidence_exit)           \
  POLICY(final_exit)                \
  POLICY(random_decision)           \
  POLICY(best_fixed_decision)       \
  POLICY(hindsight_oracle)          \
  POLICY(entropy_exit)              \
  POLICY(normalised_entropy_exit)   \
  POLICY(patience_exit)             \
  POLICY(budget_exit)               \
  POLICY(calibrated_exit)           \
  POLICY(decaying_exit)             \
  POLICY(queue_aware_exit)          \
  POLICY(split_exit)                \
  POLICY(joint_dnn)                 \
  POLICY(spinn)                     \
  POLICY(round_robin)               \
  POLICY(least_loaded)              \
  POLICY(join_shortest_queue)       \
  POLICY(power_of_two_choices)      \
  POLICY(cost_effective_offload)

#define SPLITSCAPE_DECLARE(name) PolicyEntry name##_policy();
SPLITSCAPE_POLICIES(SPLITSCAPE_DECLARE)
#undef SPLITSCAPE_DECLARE

const std::vector<PolicyEntry>& policy_catalogue() {
#define SPLITSCAPE_LIST(name) name##_policy(),
  static const std::vector<PolicyEntry> catalogue{SPLITSCAPE_POLICIES(SPLITSCAPE_LIST)};
#undef SPLITSCAPE_LIST
  return catalogue;
}

const PolicyEntry* find_policy(std::string_view name) {
  const auto& all = policy_catalogue();
  const auto found =
      std::find_if(all.begin(), all.end(), [name](const PolicyEntry& entry) { return entry.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::unique_ptr<OffloadPolicy> make_policy(const PolicyChoice& choice, const PolicySetting& setting) {
  const PolicyEntry* entry = find_policy(choice.name);
  if (entry == nullptr) {
    std::vector<std::string> names;
    for (const auto& known : policy_catalogue()) names.emplace_back(known.name);
    throw std::invalid_argument(
        fmt::format("there is no policy '{}'{}", choice.name, suggestion(choice.name, names)));
  }
  if (entry->knows_truth || setting.truth == nullptr) return entry->make(Parameters(choice), setting);
  PolicySetting without_truth = setting;
  without_truth.truth = nullptr;
  return entry->make(Parameters(choice), without_truth);
}

}  // namespace splitscape
