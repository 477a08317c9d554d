#include "scenarios/loader/sample_file.hpp"

#include <fmt/format.h>

#include <map>

#include "scenarios/loader/document.hpp"

namespace splitscape {
namespace {

std::string numbered(const std::string& name, long long exit) {
  const auto place = name.find("{k}");
  if (place == std::string::npos) return name;
  return name.substr(0, place) + fmt::format("{}", exit) + name.substr(place + 3);
}

/// The columns of one exit; absent where the trace does not tell.
struct ExitColumns {
  std::optional<std::size_t> confidence{};
  std::optional<std::size_t> entropy{};
  std::optional<std::size_t> prediction{};
  std::optional<std::size_t> correct{};
  std::optional<std::size_t> label{};
};

ExitColumns columns_of(const CsvTable& table, const SampleFileLayout& layout, long long exit) {
  const auto find = [&](const std::optional<std::string>& name) -> std::optional<std::size_t> {
    if (!name) return std::nullopt;
    return table.column(numbered(*name, exit));
  };
  return {find(layout.confidence), find(layout.entropy), find(layout.prediction), find(layout.correct),
          find(layout.label)};
}

Correctness correctness(const CsvTable& table, std::size_t row, const ExitColumns& columns) {
  if (columns.correct) {
    const double value = table.number(row, *columns.correct);
    if (value != 0 && value != 1) table.refuse(row, *columns.correct, "expected 1 (right) or 0 (wrong)");
    return value == 1 ? Correctness::right : Correctness::wrong;
  }
  if (columns.prediction && columns.label) {
    return table.integer(row, *columns.prediction) == table.integer(row, *columns.label) ? Correctness::right
                                                                                         : Correctness::wrong;
  }
  return Correctness::unknown;
}

ExitOutcome outcome(const CsvTable& table, std::size_t row, const ExitColumns& columns) {
  ExitOutcome read;
  if (columns.confidence) {
    read.confidence = table.number(row, *columns.confidence);
    if (read.confidence < 0 || read.confidence > 1)
      table.refuse(row, *columns.confidence, "a confidence lies between 0 and 1");
  }
  if (columns.entropy) {
    read.entropy = table.number(row, *columns.entropy);
    if (read.entropy < 0) table.refuse(row, *columns.entropy, "an entropy is not negative");
  }
  if (columns.prediction)
    read.prediction = static_cast<std::int32_t>(table.integer(row, *columns.prediction));
  read.correct = correctness(table, row, columns);
  return read;
}

SampleTrace read_wide(const CsvTable& table, const SampleFileLayout& layout, SampleTrace trace) {
  std::vector<ExitColumns> columns;
  for (std::size_t k = 0; k < trace.exits(); ++k) {
    columns.push_back(columns_of(table, layout, layout.first_exit + static_cast<long long>(k)));
  }
  std::vector<ExitOutcome> outcomes(trace.exits());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t k = 0; k < trace.exits(); ++k) outcomes[k] = outcome(table, row, columns[k]);
    trace.add(outcomes);
  }
  return trace;
}

/// A sample is a run of lines with one number; its exits may stand in any order, each once.
SampleTrace read_long(const CsvTable& table, const SampleFileLayout& layout, SampleTrace trace) {
  const std::size_t sample_column = table.column(layout.sample);
  const std::size_t exit_column = table.column(layout.exit);
  const ExitColumns columns = columns_of(table, layout, 0);
  std::vector<ExitOutcome> outcomes(trace.exits());
  std::vector<bool> seen(trace.exits());
  std::size_t filled = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const bool new_sample = filled == 0;
    if (!new_sample && table.text(row, sample_column) != table.text(row - 1, sample_column)) {
      table.refuse(row, sample_column,
                   fmt::format("the sample before has {} of {} exits", filled, trace.exits()));
    }
    const long long exit = table.integer(row, exit_column) - layout.first_exit;
    if (exit < 0 || exit >= static_cast<long long>(trace.exits())) {
      table.refuse(
          row, exit_column,
          fmt::format("exits go from {} to {} (the network has {}, the end counts as one)", layout.first_exit,
                      layout.first_exit + static_cast<long long>(trace.exits()) - 1, trace.exits()));
    }
    const auto k = static_cast<std::size_t>(exit);
    if (seen[k]) table.refuse(row, exit_column, "this exit of the sample stands here twice");
    seen[k] = true;
    outcomes[k] = outcome(table, row, columns);
    if (++filled == trace.exits()) {
      trace.add(outcomes);
      filled = 0;
      seen.assign(trace.exits(), false);
    }
  }
  if (filled != 0)
    table.refuse(table.rows() - 1, sample_column,
                 fmt::format("the last sample has {} of {} exits", filled, trace.exits()));
  return trace;
}

}  // namespace

SampleTrace read_samples(const CsvTable& table, const SampleFileLayout& layout, std::size_t exits) {
  table.require_rows();
  SampleTrace trace(exits, layout.confidence.has_value(), layout.prediction.has_value(),
                    layout.entropy.has_value());
  return layout.shape == SampleFileLayout::Shape::columns ? read_wide(table, layout, std::move(trace))
                                                          : read_long(table, layout, std::move(trace));
}

}  // namespace splitscape
