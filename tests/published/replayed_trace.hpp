#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/sample_trace.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/sample_file.hpp"
#include "sim/replay/order.hpp"
#include "sim/replay/replay.hpp"
#include "tests/support/shared_data.hpp"

namespace splitscape::test {

/// A trace of other people's data; absent where it is not there.
inline std::optional<SampleTrace> shared_trace(const std::string& name, const SampleFileLayout& layout,
                                               std::size_t exits) {
  const auto path = shared_data(name);
  if (!path) return std::nullopt;
  return read_samples(CsvTable(read_text_file(*path), *path, true), layout, exits);
}

/// The confidences of 872 samples at 12 exits of a BERT (Div290/Buffer_based_threshold).
inline std::optional<SampleTrace> bert_trace() {
  return shared_trace("exit_traces/bert12exit_872samples_buffer_threshold.csv",
                      {.sample = "Sample_ID",
                       .exit = "Exit",
                       .confidence = "Confidence",
                       .prediction = "Prediction",
                       .label = "Label",
                       .first_exit = 0},
                      12);
}

/// A trace with a line a sample, as the repositories of Pacheco et al. have them.
inline std::optional<SampleTrace> two_exit_trace(const std::string& name) {
  return shared_trace("exit_traces/" + name,
                      {.shape = SampleFileLayout::Shape::columns,
                       .confidence = "conf_branch_{k}",
                       .correct = "correct_branch_{k}"},
                      2);
}

/// What the samples of a replay came to, each a mean.
struct Replayed {
  double accuracy = 0;
  double cost = 0;
  double reward = 0;
  double offloaded = 0;
  std::vector<std::size_t> exits{};  ///< answers by exit

  Replayed& operator+=(const Replayed& other) {
    accuracy += other.accuracy;
    cost += other.cost;
    reward += other.reward;
    offloaded += other.offloaded;
    return *this;
  }
  Replayed operator/(double count) const {
    return {accuracy / count, cost / count, reward / count, offloaded / count, {}};
  }
};

/// Replays an order, of which the first `rehearsed` samples do not count.
inline Replayed replayed(const SampleTrace& trace, const AbstractCosts& costs, const PolicyChoice& policy,
                         const std::vector<std::uint32_t>& order, std::size_t rehearsed = 0) {
  Replayed sum{.exits = std::vector<std::size_t>(trace.exits())};
  std::size_t taken = 0;
  replay(trace, costs, policy, order, 1, [&](const ReplayStep& step) {
    if (taken++ < rehearsed) return;
    sum.accuracy += trace.at(step.sample, step.exit).correct == Correctness::right ? 1 : 0;
    sum.cost += step.cost;
    sum.reward += step.reward;
    sum.offloaded += step.offloaded ? 1 : 0;
    ++sum.exits[step.exit - 1];
  });
  Replayed mean = sum / static_cast<double>(order.size() - rehearsed);
  mean.exits = sum.exits;
  return mean;
}

/// An order of numpy as the released code of SplitEE walks it: sample i is first played with arm i, for each
/// of the arms, and then all samples are, those again.
inline std::vector<std::uint32_t> rehearsed_order(std::uint32_t seed, std::uint32_t samples,
                                                  std::size_t arms) {
  const auto order = numpy_permutation(seed, samples);
  std::vector<std::uint32_t> twice(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(arms));
  twice.insert(twice.end(), order.begin(), order.end());
  return twice;
}

}  // namespace splitscape::test
