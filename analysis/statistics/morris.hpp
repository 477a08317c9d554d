#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace splitscape {

/// Points of the unit cube for Morris' screening: random walks, each of factors + 1 points, in which each
/// factor moves once, by levels / (2 (levels - 1)), in a random order. The values lie on a grid of `levels`.
/// Source: Morris, "Factorial sampling plans for preliminary computational experiments", Technometrics 1991.
/// @param levels even, so that every level of the grid is as likely as the others
/// @return trajectories x (factors + 1) points, those of a walk one after the other; the order in which
/// morris_effects() wants the outcomes
/// @throws std::invalid_argument without factors or trajectories, or with levels that are odd or zero
std::vector<std::vector<double>> morris_design(std::size_t factors, std::size_t trajectories, unsigned levels,
                                               std::uint64_t seed);

/// What a factor does to an outcome, in the outcome's unit for a move over the factor's whole range.
struct MorrisEffect {
  double mu = 0;       ///< mean of the elementary effects: which way it moves the outcome
  double mu_star = 0;  ///< mean of their magnitudes (Campolongo, Cariboni, Saltelli 2007): how strongly
  /// Standard deviation of the effects: how much the effect depends on the other factors, or is not linear.
  /// Absent for one trajectory, like the half-widths of the 95 % intervals (Student's t over trajectories,
  /// which are independent).
  std::optional<double> sigma{};
  std::optional<double> mu_half_width{};
  std::optional<double> mu_star_half_width{};
};

/// @param design as morris_design() gave it
/// @param outcomes one for each of its points
/// @return an effect a factor
/// @throws std::invalid_argument where the outcomes are not as many as the points, or the points are no walks
std::vector<MorrisEffect> morris_effects(const std::vector<std::vector<double>>& design,
                                         const std::vector<double>& outcomes);

}  // namespace splitscape
