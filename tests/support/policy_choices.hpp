#pragma once

#include "models/policy_choice.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape::test {

/// A choice of any policy of the catalogue, for a path of one hop and a network with exits: what must be
/// given has a plain value of its kind, the rest its default. What draws at random before it learns begins to
/// learn after ten requests.
PolicyChoice some_choice(const PolicyEntry& entry);

}  // namespace splitscape::test
