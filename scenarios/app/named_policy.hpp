#pragma once

#include "models/policy_choice.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {

/// A policy of the command line as the table that a scenario would have for it.
Value document_of(const NamedPolicy& policy);

/// Reads it as a scenario's.
/// @throws InputError where there is no such policy or parameter, or a value is none of its kind
PolicyChoice policy_of(const NamedPolicy& policy, const Zoo& zoo);

}  // namespace splitscape
