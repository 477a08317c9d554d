#pragma once

#include <string>

#include "models/scenario.hpp"

namespace splitscape {

/// What was done to a network before it is deployed, in one line: "sparse: density 20 % predefined (31 % of
/// the multiply-accumulates left), weights 8 bit, cut 8 bit, bottlenecks after conv3". Empty: nothing.
std::string adaptation_text(const NetworkUse& network);

}  // namespace splitscape
