#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "models/random_stream.hpp"
#include "models/sample_trace.hpp"

namespace splitscape {

/// The rows of a trace in two parts, each in the order of the trace.
struct SampleSplit {
  std::vector<std::uint32_t> requests{};     ///< that requests take
  std::vector<std::uint32_t> calibration{};  ///< set apart for choosing thresholds, temperatures and the like
};

/// How many rows a share is, rounded to the nearest.
std::size_t calibration_rows(std::size_t rows, double share);

/// Sets a share of the rows apart at random, each as likely as any other. It does not depend on the run, so
/// that all replications of an experiment have one calibration part.
/// @param owner of the samples: the name of the network
SampleSplit split_samples(std::size_t rows, double share, std::uint64_t seed, std::string_view owner);

/// A trace of these rows of another one.
SampleTrace rows_of(const SampleTrace& trace, const std::vector<std::uint32_t>& rows);

}  // namespace splitscape
