#pragma once

#include <optional>
#include <string>

#include "models/sample_trace.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/sample_file.hpp"
#include "scenarios/reproduce/replayed_trace.hpp"
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

}  // namespace splitscape::test
