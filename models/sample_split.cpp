#include "models/sample_split.hpp"

#include <algorithm>
#include <cmath>

#include "models/shuffle.hpp"

namespace splitscape {

std::size_t calibration_rows(std::size_t rows, double share) {
  return static_cast<std::size_t>(std::llround(share * static_cast<double>(rows)));
}

SampleSplit split_samples(std::size_t rows, double share, std::uint64_t seed, std::string_view owner) {
  SampleSplit split;
  const std::size_t apart = calibration_rows(rows, share);
  std::vector<bool> is_apart(rows);
  if (apart > 0) {
    const Shuffle order(
        stream_key(StreamName{.seed = seed, .purpose = Purpose::held_out_samples, .owner = owner}), rows);
    for (std::size_t i = 0; i < apart; ++i) is_apart[order(i)] = true;
  }
  for (std::size_t row = 0; row < rows; ++row) {
    (is_apart[row] ? split.calibration : split.requests).push_back(static_cast<std::uint32_t>(row));
  }
  return split;
}

SampleTrace rows_of(const SampleTrace& trace, const std::vector<std::uint32_t>& rows) {
  SampleTrace part(trace.exits(), trace.has_confidences(), trace.has_predictions(), trace.has_entropies(),
                   trace.feature_count());
  part.set_classes(trace.classes());
  std::vector<ExitOutcome> outcomes(trace.exits());
  for (const std::uint32_t row : rows) {
    for (std::size_t exit = 1; exit <= trace.exits(); ++exit) outcomes[exit - 1] = trace.at(row, exit);
    const auto features = trace.features(row);
    part.add(outcomes, {features.begin(), features.end()});
  }
  return part;
}

}  // namespace splitscape
