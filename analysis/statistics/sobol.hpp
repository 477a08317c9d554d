#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace splitscape {

/// Points of the unit cube for Sobol' indices: Saltelli's matrices A and B, whose rows are points of one
/// Sobol' sequence of 2 x factors dimensions, and A with its column i from B, for each factor i. The sequence
/// is shifted digit by digit (XOR) by random numbers of the seed, which leaves it as even as it was.
/// Sources: Saltelli et al., "Variance based sensitivity analysis of model output", Computer Physics
/// Communications 2010; Joe and Kuo 2008 for the directions of the sequence (Boost.Random).
/// @param samples rows of A; the sequence is most even at powers of two
/// @return samples x (factors + 2) points: for each row A, A with column 1 of B, ..., A with the last one of
/// B, B; the order in which sobol_indices() wants the outcomes
/// @throws std::invalid_argument without factors or samples, or for more factors than the sequence has
/// dimensions
std::vector<std::vector<double>> sobol_design(std::size_t factors, std::size_t samples, std::uint64_t seed);

/// A number and the ends of its 95 % interval, where there are enough samples for one.
struct SobolIndex {
  double value = 0;
  double low = 0;
  double high = 0;
};

/// Shares of the variance of an outcome.
struct SobolIndices {
  SobolIndex first{};  ///< that the factor explains by itself
  SobolIndex total{};  ///< that would be left if all other factors were known: with its interactions
};

/// First-order indices after Saltelli et al. 2010 (table 2, b), total ones after Jansen 1999 (table 2, f).
/// The intervals are percentiles over 1000 resamples of the rows (bootstrap; Archer, Saltelli, Sobol 1997);
/// for points of a low-discrepancy sequence they are wider than the error is.
/// @param outcomes one for each point of sobol_design()
/// @return indices a factor; absent where the outcome does not vary, which has no shares
/// @throws std::invalid_argument where the outcomes are not a multiple of factors + 2
std::optional<std::vector<SobolIndices>> sobol_indices(const std::vector<double>& outcomes,
                                                       std::size_t factors);

}  // namespace splitscape
