#pragma once

#include <memory>

#include "sim/policy_catalogue.hpp"

namespace splitscape {

/// How a split that looks at every exit on its way counts what it has seen.
enum class SideCounting {
  once,      ///< every arm whose reward is known, once (SplitEE-S)
  released,  ///< as the released code of I-SplitEE does, bugs and all (docs/policies/bandits.md)
};

/// SplitEE with side observations: the exits before the split are looked at as well, and their arms learn
/// what they would have brought. What would have been offloaded brings the confidence of the end of the
/// network, which is known only where the request has got there; else that arm learns nothing.
/// Reads the parameters threshold, index, exploration, costs.
/// @throws std::invalid_argument as SplitArms
std::unique_ptr<OffloadPolicy> make_watched_split(const Parameters& parameters, const PolicySetting& setting,
                                                  SideCounting counting, double default_threshold);

}  // namespace splitscape
