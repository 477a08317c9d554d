#include "sim/reinforcement/losses.hpp"

#include <algorithm>
#include <cmath>

namespace splitscape {

double value_loss(std::span<const double> values, std::span<const std::size_t> actions,
                  std::span<const double> targets, double largest_error, std::span<double> gradient) {
  const std::size_t rows = actions.size();
  const std::size_t width = values.size() / rows;
  const double share = 1.0 / static_cast<double>(rows);
  std::fill(gradient.begin(), gradient.end(), 0.0);
  double loss = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t at = row * width + actions[row];
    const double error = values[at] - targets[row];
    const double counted = std::clamp(error, -largest_error, largest_error);
    gradient[at] = share * counted;
    loss += share * (0.5 * counted * counted + std::abs(counted) * (std::abs(error) - std::abs(counted)));
  }
  return loss;
}

double actor_loss(std::span<const double> outputs, std::span<const double> values, double temperature,
                  std::size_t actions, std::span<double> gradient, double& entropy) {
  const std::size_t rows = outputs.size() / actions;
  const double share = 1.0 / static_cast<double>(rows);
  double loss = 0;
  entropy = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto out = outputs.subspan(row * actions, actions);
    const auto value = values.subspan(row * actions, actions);
    const auto slope = gradient.subspan(row * actions, actions);  // holds the probabilities first
    softmax(out, slope);
    const double top = *std::max_element(out.begin(), out.end());
    double sum = 0;
    for (const double number : out) sum += std::exp(number - top);
    const double log_sum = top + std::log(sum);
    double of_row = 0;
    for (std::size_t a = 0; a < actions; ++a) {
      const double log_share = out[a] - log_sum;
      of_row += slope[a] * (temperature * log_share - value[a]);
      entropy -= share * slope[a] * log_share;
    }
    // d/d out[a] of sum_b pi_b f_b, f_b = alpha ln pi_b - value_b: pi_a (f_a - sum_b pi_b f_b).
    for (std::size_t a = 0; a < actions; ++a) {
      slope[a] *= share * (temperature * (out[a] - log_sum) - value[a] - of_row);
    }
    loss += share * of_row;
  }
  return loss;
}

void softmax(std::span<const double> numbers, std::span<double> probabilities) {
  const double top = *std::max_element(numbers.begin(), numbers.end());
  double sum = 0;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    probabilities[i] = std::exp(numbers[i] - top);
    sum += probabilities[i];
  }
  for (double& probability : probabilities) probability /= sum;
}

}  // namespace splitscape
