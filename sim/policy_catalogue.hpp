#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "models/cost_table.hpp"
#include "models/policy_choice.hpp"
#include "models/prices.hpp"
#include "models/random_stream.hpp"
#include "models/sample_trace.hpp"
#include "sim/parameters.hpp"
#include "sim/policy.hpp"
#include "sim/server_offer.hpp"
#include "sim/truth.hpp"

namespace splitscape {

/// What a policy may look at when it is made: the network, its cuts and their costs.
struct PolicySetting {
  const CostTable& costs;
  bool has_confidences = false;  ///< whether the samples of the network tell confidences
  bool has_predictions = false;
  bool has_entropies = false;
  std::size_t classes = 0;  ///< that the network tells apart; 0: not known
  Prices prices{};          ///< what latency and energy are worth to the device's owner
  std::optional<Seconds> deadline{};
  /// Samples that were set apart for choosing thresholds and the like, labels included; no request takes one
  /// of them. Null: none were.
  const SampleTrace* calibration = nullptr;
  /// The costs along all paths of the deployment, the first being `costs`. Empty: only that one.
  std::vector<const CostTable*> routes{};
  std::vector<ServerOffer> offers{};  ///< the last server of each of these paths; empty: nothing is known
  std::uint32_t device = 0;           ///< its number in its group
  /// The world as it will be: of bounds only (PolicyEntry::knows_truth), else null.
  const WorldTruth* truth = nullptr;
  RandomStream random{0};  ///< the device's own, for a policy that draws; the same for every policy

  std::size_t hops() const { return costs.places() - 1; }
};

/// One policy: how it is called, what it does, where it comes from, how it is made.
struct PolicyEntry {
  std::string_view name;
  std::string_view summary;  ///< one sentence
  std::string_view source;   ///< publication, or what it stands for
  std::vector<ParameterEntry> parameters;
  /// A bound and no policy that could be deployed: it is told the truth (sim/truth.hpp). Its name says so.
  bool knows_truth = false;
  /// It decides where the work is done and looks at no exit, so that an exit rule can be put on top of it:
  /// `cut` of an exit rule may be its name (sim/exit_rules/cut_choice.hpp).
  bool only_cuts = false;
  /// @throws std::invalid_argument where the parameters do not fit the setting, in words for the user
  std::unique_ptr<OffloadPolicy> (*make)(const Parameters&, const PolicySetting&);
};

/// All policies. To add one: its file in sim/policies/, and one line in policy_catalogue.cpp.
const std::vector<PolicyEntry>& policy_catalogue();

/// The entry of this name; null where there is none.
const PolicyEntry* find_policy(std::string_view name);

/// Makes a policy for one device.
/// @throws std::invalid_argument where there is no such policy, or its parameters do not fit
std::unique_ptr<OffloadPolicy> make_policy(const PolicyChoice& choice, const PolicySetting& setting);

}  // namespace splitscape
