#pragma once

#include "scenarios/reproduce/marginal_trace.hpp"

namespace splitscape {

/// What the notebooks of Div290/SplitEE show of the confidences of its data sets, decoded from their figures.
ConfidenceMarginals splitee_imdb();
ConfidenceMarginals splitee_yelp();

}  // namespace splitscape
