#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "models/sample_trace.hpp"

namespace splitscape {

/// What is published of the confidences of SplitEE's data sets, whose samples are not (figures of its
/// notebooks; accuracies are those of answering at an exit from a threshold on and at exit 12 else).
struct ConfidenceMarginals {
  std::uint32_t rows;
  std::vector<std::pair<double, double>> first;           ///< threshold and share of samples, of exit 1
  std::vector<std::pair<double, double>> third;           ///< likewise of exit 3
  std::vector<std::pair<double, double>> third_accuracy;  ///< threshold and accuracy with exit 3
  double last_mean;                                       ///< of the confidence of exit 12
  double last_accuracy;
};

/// A trace with these marginals, which has nothing else of the outcome in it:
/// - two classes, so confidences lie in .5 .. 1; between published thresholds, and from the last one to 1,
///   they are uniform;
/// - exit 12 has the power law on .5 .. 1 that has the published mean;
/// - exits 1, 3 and 12 are independent of each other; a sample's confidence at another exit lies on the line
///   between its neighbours among these;
/// - exit 12 is right for the published share of samples, at random; exit 3 is wrong for as many more as the
///   published accuracies say, threshold by threshold; exits in between are right where exit 3 is, and exit
///   1, which never answers at the published thresholds apart from a few in a thousand, where exit 12 is.
SampleTrace trace_with(const ConfidenceMarginals& marginals, std::uint64_t seed);

}  // namespace splitscape
