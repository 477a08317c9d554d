#pragma once

#include <vector>

#include "models/consistency.hpp"
#include "models/scenario.hpp"

namespace splitscape {

/// Every contradiction of a scenario: those of its description, and policies that do not exist or cannot work
/// with its networks, paths and memories. Empty: it can be run.
std::vector<Contradiction> check(const Scenario& scenario);

}  // namespace splitscape
