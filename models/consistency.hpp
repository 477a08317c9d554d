#pragma once

#include <string>
#include <vector>

#include "models/scenario.hpp"

namespace splitscape {

/// Something in a scenario that cannot be run.
struct Contradiction {
  std::string where;  ///< path of the key, for instance "devices.cameras.path"
  std::string what;   ///< one sentence

  friend bool operator==(const Contradiction&, const Contradiction&) = default;
};

/// Every contradiction of a scenario's description: names that mean nothing, paths that do not alternate,
/// networks that no memory holds. What a policy asks for is checked where policies are known (sim/check.hpp).
std::vector<Contradiction> contradictions(const Scenario& scenario);

}  // namespace splitscape
