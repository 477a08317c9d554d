#include "scenarios/loader/sample_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "scenarios/loader/document.hpp"

namespace splitscape {
namespace {

constexpr std::string_view exit_mark = "{k}";

bool is_numbered(const std::string& name) {
  return name.find(exit_mark) != std::string::npos;
}

std::string numbered(const std::string& name, long long exit) {
  const auto place = name.find(exit_mark);
  if (place == std::string::npos) return name;
  return name.substr(0, place) + fmt::format("{}", exit) + name.substr(place + exit_mark.size());
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

std::vector<std::size_t> feature_columns(const CsvTable& table, const SampleFileLayout& layout) {
  std::vector<std::size_t> columns;
  for (const auto& name : layout.features) columns.push_back(table.column(name));
  return columns;
}

std::vector<double> features_of(const CsvTable& table, std::size_t row,
                                const std::vector<std::size_t>& columns) {
  std::vector<double> features;
  for (const std::size_t column : columns) features.push_back(table.number(row, column));
  return features;
}

/// What the lines of one sample say of its input must be one thing.
void require_same_features(const CsvTable& table, std::size_t row, const std::vector<double>& features,
                           const std::vector<std::size_t>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (table.number(row, columns[i]) != features[i])
      table.refuse(row, columns[i], "the line before says something else of this sample");
  }
}

/// The classes that a file has: as its layout says, or 1 + the largest one that it names, at least 2. A label
/// beside a column that tells right from wrong is not looked at: it may be a word.
std::size_t classes_of(const CsvTable& table, const SampleFileLayout& layout,
                       const std::vector<ExitColumns>& exits) {
  if (layout.classes != 0) return layout.classes;
  std::set<std::size_t> naming;
  for (const ExitColumns& columns : exits) {
    if (columns.prediction) naming.insert(*columns.prediction);
    if (columns.label && !columns.correct) naming.insert(*columns.label);
  }
  long long largest = -1;
  for (const std::size_t column : naming) {
    for (std::size_t row = 0; row < table.rows(); ++row)
      largest = std::max(largest, table.integer(row, column));
  }
  return largest < 0 ? 0 : static_cast<std::size_t>(std::max(largest + 1, 2LL));
}

SampleTrace read_wide(const CsvTable& table, const SampleFileLayout& layout, SampleTrace trace) {
  std::vector<ExitColumns> columns;
  for (std::size_t k = 0; k < trace.exits(); ++k) {
    columns.push_back(columns_of(table, layout, layout.first_exit + static_cast<long long>(k)));
  }
  const auto features = feature_columns(table, layout);
  std::vector<ExitOutcome> outcomes(trace.exits());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    for (std::size_t k = 0; k < trace.exits(); ++k) outcomes[k] = outcome(table, row, columns[k]);
    trace.add(outcomes, features_of(table, row, features));
  }
  trace.set_classes(classes_of(table, layout, columns));
  return trace;
}

/// A sample is a run of lines with one number; its exits may stand in any order, each once.
SampleTrace read_long(const CsvTable& table, const SampleFileLayout& layout, SampleTrace trace) {
  const std::size_t sample_column = table.column(layout.sample);
  const std::size_t exit_column = table.column(layout.exit);
  const ExitColumns columns = columns_of(table, layout, 0);
  const auto feature_places = feature_columns(table, layout);
  std::vector<double> features;
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
    if (new_sample) {
      features = features_of(table, row, feature_places);
    } else {
      require_same_features(table, row, features, feature_places);
    }
    if (++filled == trace.exits()) {
      trace.add(outcomes, features);
      filled = 0;
      seen.assign(trace.exits(), false);
    }
  }
  if (filled != 0)
    table.refuse(table.rows() - 1, sample_column,
                 fmt::format("the last sample has {} of {} exits", filled, trace.exits()));
  trace.set_classes(classes_of(table, layout, {columns}));
  return trace;
}

/// The lines of one sample stand for one exit each, so that no table has more exits than lines.
std::size_t largest_exit(const CsvTable& table, const SampleFileLayout& layout) {
  const std::size_t column = table.column(layout.exit);
  const auto most = static_cast<long long>(table.rows());
  long long largest = 1;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const long long exit = table.integer(row, column);
    if (exit < layout.first_exit || exit - layout.first_exit >= most) {
      table.refuse(row, column,
                   fmt::format("exits go from {} on, and a table of {} lines has no more than that",
                               layout.first_exit, most));
    }
    largest = std::max(largest, exit - layout.first_exit + 1);
  }
  return static_cast<std::size_t>(largest);
}

}  // namespace

SampleFileLayout with_own_columns(SampleFileLayout layout, const CsvTable& table) {
  const bool wide = layout.shape == SampleFileLayout::Shape::columns;
  const auto find = [&](std::optional<std::string>& name, const std::string& own) {
    if (!name && table.has_column(numbered(own, layout.first_exit))) name = own;
  };
  const std::string mark = wide ? fmt::format("_{}", exit_mark) : "";
  find(layout.confidence, "confidence" + mark);
  find(layout.entropy, "entropy" + mark);
  find(layout.prediction, "prediction" + mark);
  find(layout.correct, "correct" + mark);
  find(layout.label, "label");
  return layout;
}

std::size_t exits_in(const CsvTable& table, const SampleFileLayout& layout) {
  table.require_rows();
  if (layout.shape == SampleFileLayout::Shape::rows_of_exits) return largest_exit(table, layout);
  for (const auto& name : {layout.confidence, layout.entropy, layout.prediction, layout.correct}) {
    if (!name || !is_numbered(*name)) continue;
    (void)table.column(numbered(*name, layout.first_exit));
    long long exits = 1;
    while (table.has_column(numbered(*name, layout.first_exit + exits))) ++exits;
    return static_cast<std::size_t>(exits);
  }
  throw InputError({.file = table.name(), .line = 1, .column = 1},
                   "in a wide table a column's name holds the number of the exit, {k}", ErrorKind::meaning);
}

SampleTrace read_samples(const CsvTable& table, const SampleFileLayout& layout, std::size_t exits) {
  table.require_rows();
  SampleTrace trace(exits, layout.confidence.has_value(), layout.prediction.has_value(),
                    layout.entropy.has_value(), layout.features.size());
  trace = layout.shape == SampleFileLayout::Shape::columns ? read_wide(table, layout, std::move(trace))
                                                           : read_long(table, layout, std::move(trace));
  return with_binary_entropies(std::move(trace));
}

}  // namespace splitscape
