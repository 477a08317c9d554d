#pragma once

#include <vector>

#include "models/policy_choice.hpp"
#include "scenarios/loader/format.hpp"

namespace splitscape {

/// The policies of a scenario: one or a list; each a name, or a table with the name and the parameters that
/// the policy catalogue lists for it.
Format<std::vector<PolicyChoice>> policies_format();

}  // namespace splitscape
