#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/training/objective.hpp"

/// The objective as its definition says, sample by sample: slow, and written apart from the program's.
namespace splitscape::test {

using Columns = std::vector<double>;  ///< a row a class, a column a sample

inline std::vector<double> softmax_of(const Columns& logits, std::size_t samples, std::size_t sample,
                                      double temperature) {
  std::vector<double> powers;
  double sum = 0;
  for (std::size_t place = sample; place < logits.size(); place += samples) {
    powers.push_back(std::exp(logits[place] / temperature));
    sum += powers.back();
  }
  for (double& power : powers) power /= sum;
  return powers;
}

/// @param exits logits of each exit
/// @param teacher logits of the last one, which are taken as given
inline double reference_loss(const Objective& objective, const std::vector<Columns>& exits,
                             const Columns& teacher, const std::vector<std::int32_t>& labels) {
  const std::size_t samples = labels.size();
  const auto [share, temperature] = objective.distillation;
  double loss = 0;
  for (std::size_t exit = 1; exit <= exits.size(); ++exit) {
    const bool learns = exit < exits.size();
    for (std::size_t sample = 0; sample < samples; ++sample) {
      const auto said = softmax_of(exits[exit - 1], samples, sample, 1);
      const double hard = -std::log(said[static_cast<std::size_t>(labels[sample])]);
      double soft = 0;
      if (learns) {
        const auto student = softmax_of(exits[exit - 1], samples, sample, temperature);
        const auto target = softmax_of(teacher, samples, sample, temperature);
        for (std::size_t c = 0; c < target.size(); ++c) soft += target[c] * std::log(target[c] / student[c]);
      }
      loss += objective.exit_weight(exit) *
              (learns ? (1 - share) * hard + share * temperature * temperature * soft : hard);
    }
  }
  return loss;
}

}  // namespace splitscape::test
