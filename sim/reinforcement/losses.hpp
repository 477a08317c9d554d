#pragma once

#include <cstddef>
#include <span>

namespace splitscape {

/// Losses of networks that say something of every action: a row of numbers a state, the means over the rows.
/// Each writes its gradient in these numbers.

/// Half the squared difference of the value of the action taken from what it should be. What is further off
/// than `largest_error` counts linearly (Mnih et al., 2015: "error clipping"; 1 there).
/// @param actions, targets one a row
double value_loss(std::span<const double> values, std::span<const std::size_t> actions,
                  std::span<const double> targets, double largest_error, std::span<double> gradient);

/// What the actor of soft actor-critic makes small: sum over actions of pi x (alpha x ln pi - value), pi the
/// softmax of its outputs (Christodoulou, arXiv 1910.07207, equation 12).
/// @param actions how many there are
/// @param entropy set to the mean entropy of pi, in nats
double actor_loss(std::span<const double> outputs, std::span<const double> values, double temperature,
                  std::size_t actions, std::span<double> gradient, double& entropy);

/// Turns numbers into the probabilities of a softmax.
void softmax(std::span<const double> numbers, std::span<double> probabilities);

}  // namespace splitscape
