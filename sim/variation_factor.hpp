#pragma once

#include "models/random_stream.hpp"
#include "models/variation.hpp"

namespace splitscape {

/// Draws the factor, of mean 1, by which the time of one computation varies. No draw where nothing varies.
double variation_factor(const Variation& variation, RandomStream& stream);

}  // namespace splitscape
