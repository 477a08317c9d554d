#pragma once

#include <string_view>
#include <vector>

#include "scenarios/reproduce/experiment.hpp"

namespace splitscape {

/// The published experiments that Splitscape carries, in the order in which they are listed.
const std::vector<Experiment>& experiment_catalogue();

/// The experiment of a name. @throws UserError that proposes the nearest one
const Experiment& experiment_named(std::string_view name);

}  // namespace splitscape
