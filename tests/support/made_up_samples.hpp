#pragma once

#include <cstddef>

#include "models/sample_trace.hpp"

namespace splitscape::test {

/// Samples of two classes drawn at random, every exit by itself: confidences from 1/2 on with their
/// entropies, either prediction, four of five answers right, one feature.
SampleTrace made_up_samples(std::size_t exits, std::size_t rows);

}  // namespace splitscape::test
